/** The page for people: what the emulator is set to, what happened, and buttons. Works in light and dark. */
import { type DialValues, dialDescriptions } from '../dials';
import type { Emulator } from '../index';
import { type MaskedRequest, maskedRequests, stateOf } from './state';

/** Faults that a button sets for the next request. */
const BUTTONS: ReadonlyArray<readonly [label: string, rule: object]> = [
  ['500 once', { fault: { kind: 'status', status: 500 }, times: 1 }],
  ['503 three times', { fault: { kind: 'status', status: 503 }, times: 3 }],
  ['429 five times', { fault: { kind: 'status', status: 429, retryAfter: '1' }, times: 5 }],
  ['Cut in the middle', { fault: { kind: 'reset', at: 'mid-body' }, times: 1 }],
  ['Stall in the middle', { fault: { kind: 'stall', at: 'mid-body' }, times: 1 }],
  ['HTML page', { fault: { kind: 'page', status: 200 }, times: 1 }],
  ['Expired token', { fault: { kind: 'expire-token' }, times: 1 }],
  ['Lost session', { fault: { kind: 'forget-session' }, times: 1 }],
  ['Slow bytes', { fault: { kind: 'slow', bytes: 20, everyMs: 100 }, times: 1 }],
];

export function page(emulator: Emulator): string {
  const values = emulator.dials.get();
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>DataConnect emulator</title>
<style>${STYLE}</style></head><body><main>
<h1>DataConnect emulator</h1>
<p>Service <code>${html(emulator.serviceUrl)}</code>, tokens <code>${html(emulator.tokenUrl)}</code>. Nothing here is real data.</p>
<h2>State</h2><table>${Object.entries(stateOf(emulator)).map(stateRow).join('')}</table>
<p>${action('POST', 'tokens/revoke', 'Revoke all tokens')} ${action('POST', 'users/unlock', 'Unlock users')}
${action('DELETE', 'requests', 'Forget requests')} <button type="button" onclick="location.reload()">Refresh</button></p>
<h2>Next request</h2><p>${BUTTONS.map(([label, rule]) => action('POST', 'faults', label, JSON.stringify(rule))).join(' ')}</p>
<h2>Dials</h2><p>Change a value and leave the field. ${action('DELETE', 'dials', 'Reset all dials')}</p>
<p id="problem" role="alert"></p>
<table>${dialDescriptions()
    .map(([name, text]) => dialRow(name, values[name], text))
    .join('')}</table>
<h2>Last requests</h2>
<table><tr><th>#</th><th>Time</th><th>Request</th><th>Parameters</th><th>Authorization</th><th>Active</th><th>Status</th></tr>
${maskedRequests(emulator.requests, 50).map(requestRow).join('')}</table>
</main><script>${SCRIPT}</script></body></html>`;
}

function stateRow([name, value]: [string, unknown]): string {
  return `<tr><th>${html(name)}</th><td>${html(typeof value === 'object' ? JSON.stringify(value) : String(value))}</td></tr>`;
}

function dialRow(name: keyof DialValues, value: DialValues[keyof DialValues], text: string): string {
  const field = `<textarea rows="1" data-dial="${name}" aria-label="${name}">${html(JSON.stringify(value))}</textarea>`;
  return `<tr><th>${name}</th><td>${field}</td><td>${html(text)}</td></tr>`;
}

function requestRow(request: MaskedRequest): string {
  const parameters = request.parameters.map(([name, value]) => `${name}=${value}`).join(' ');
  const cells = [
    String(request.number),
    request.time,
    `${request.method} ${request.path}`,
    parameters,
    request.authorization,
    String(request.active),
    String(request.status ?? 'open'),
  ];
  return `<tr>${cells.map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>`;
}

function action(method: string, route: string, label: string, body = ''): string {
  return `<button type="button" data-method="${method}" data-route="${route}" data-body="${html(body)}">${html(label)}</button>`;
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;margin:0;background:light-dark(#f7f7f8,#16181c);color:light-dark(#1c1e21,#e6e7ea)}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;background:light-dark(#fff,#1f2227)}
th,td{border:1px solid light-dark(#d9dbe0,#383c44);padding:.35rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{white-space:nowrap}
code,textarea{font-family:ui-monospace,monospace;font-size:.9em}
textarea{width:14rem;background:transparent;color:inherit;border:1px solid light-dark(#b6bac3,#545a66);border-radius:4px;padding:.2rem;field-sizing:content}
button{font:inherit;padding:.2rem .7rem;border:1px solid light-dark(#b6bac3,#545a66);border-radius:4px;background:light-dark(#fff,#2a2e35);color:inherit;cursor:pointer}
#problem{color:light-dark(#a4161a,#ff8a8a);min-height:1.5em;white-space:pre-wrap}`;

const SCRIPT = `
const send = async (method, route, body) => {
  const answer = await fetch('/_emulator/' + route, { method, body: body || undefined });
  if (answer.ok) return location.reload();
  document.getElementById('problem').textContent = (await answer.json()).error;
};
for (const button of document.querySelectorAll('[data-route]'))
  button.onclick = () => send(button.dataset.method, button.dataset.route, button.dataset.body);
for (const field of document.querySelectorAll('[data-dial]'))
  field.onchange = () => send('PUT', 'dials', '{"' + field.dataset.dial + '":' + field.value + '}');`;
