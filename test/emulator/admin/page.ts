/** The page for people: what the emulator is set to, what happened, and buttons. Works in light and dark. */
import { escaped, htmlPage } from '../../html-page';
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
  const body = `<h1>DataConnect emulator</h1>
<p>Service <code>${escaped(emulator.serviceUrl)}</code>, tokens <code>${escaped(emulator.tokenUrl)}</code>. Nothing here is real data.</p>
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
${maskedRequests(emulator.requests, 50).map(requestRow).join('')}</table>`;
  return htmlPage('DataConnect emulator', body, { script: SCRIPT });
}

function stateRow([name, value]: [string, unknown]): string {
  return `<tr><th>${escaped(name)}</th><td>${escaped(typeof value === 'object' ? JSON.stringify(value) : String(value))}</td></tr>`;
}

function dialRow(name: keyof DialValues, value: DialValues[keyof DialValues], text: string): string {
  const field = `<textarea rows="1" data-dial="${name}" aria-label="${name}">${escaped(JSON.stringify(value))}</textarea>`;
  return `<tr><th>${name}</th><td>${field}</td><td>${escaped(text)}</td></tr>`;
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
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

function action(method: string, route: string, label: string, body = ''): string {
  return `<button type="button" data-method="${method}" data-route="${route}" data-body="${escaped(body)}">${escaped(label)}</button>`;
}

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
