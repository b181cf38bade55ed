/** The "Test connection" button: tries the values as they stand in the form and says which layer failed. */
import { dialogForm } from './connection-form';
import type { ConnectionValues } from './connection-values';
import { button, element, iconOf, setBusy } from './element';
import { requestRuntime } from './runtime-request';
import type { Words } from './words';

/** Longer than the client's own connect timeout and sign-in take together, in milliseconds. */
const PATIENCE = 120_000;

const icons: Readonly<Record<string, string>> = {
  ok: 'check',
  warning: 'exclamation-triangle',
  failed: 'times',
  skipped: 'minus',
};

interface Layer {
  layer: string;
  state: string;
  text: string;
}

export interface ConnectionTestOptions {
  id: string;
  values: ConnectionValues;
  /** Reads a field of the form that Node-RED fills. */
  field: (name: string) => string;
  words: Words;
}

/** @param beside put beside the button */
export function connectionTest({ id, values, field, words }: ConnectionTestOptions, beside: HTMLElement): HTMLElement {
  return testButton(`${pathOf(id)}/test`, () => dialogForm(values, field), words, beside);
}

/** The same for a connection as it is deployed. */
export function deployedTest(id: string, words: Words): HTMLElement {
  const made = testButton(`${pathOf(id)}/try`, () => ({}), words);
  made.querySelector('button')?.classList.add('red-ui-button-small');
  return made;
}

function pathOf(id: string): string {
  return `dataconnect/connections/${encodeURIComponent(id)}`;
}

function testButton(url: string, bodyOf: () => object, words: Words, ...beside: HTMLElement[]): HTMLElement {
  const result = element('div', { class: 'dataconnect-test-result', role: 'status', 'aria-live': 'polite' });
  const run = async () => {
    setBusy(start, true);
    result.replaceChildren(
      element('p', { class: 'dataconnect-busy' }, iconOf('spinner fa-pulse'), ` ${words('connection.testing')}`),
    );
    try {
      const answer = await requestRuntime({ method: 'POST', url, body: bodyOf(), timeout: PATIENCE }, words);
      result.replaceChildren(...describe(answer, words));
    } catch (error) {
      result.replaceChildren(sentence('failed', error instanceof Error ? error.message : String(error)));
    }
    setBusy(start, false);
  };
  const start = button(words('connection.test'), 'plug', () => void run());
  start.dataset.action = 'test-connection';
  return element('div', { class: 'dataconnect-test' }, start, ' ', ...beside, result);
}

function describe(answer: unknown, words: Words): HTMLElement[] {
  if (!isResult(answer)) return [sentence('failed', words('connection.test-unreadable'))];
  const layers = answer.layers.map(({ layer, state, text }) =>
    element(
      'li',
      { class: `dataconnect-layer-${state}` },
      iconOf(icons[state] ?? 'question'),
      element('span', { class: 'dataconnect-layer', text: words(`connection.layer-${layer}`) }),
      element('span', { class: 'dataconnect-layer-state', text: text || words(`connection.state-${state}`) }),
    ),
  );
  return [
    sentence(answer.ok ? 'ok' : 'failed', answer.text),
    ...(layers.length > 0 ? [element('ul', { class: 'dataconnect-layers' }, ...layers)] : []),
  ];
}

function sentence(state: 'ok' | 'failed', text: string): HTMLElement {
  return element('p', { class: `dataconnect-verdict dataconnect-layer-${state}` }, iconOf(icons[state]!), ` ${text}`);
}

function isResult(answer: unknown): answer is { ok: boolean; text: string; layers: Layer[] } {
  return typeof answer === 'object' && answer !== null && Array.isArray((answer as { layers?: unknown }).layers);
}
