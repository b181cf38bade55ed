/** The button Test connection, and what came of it. Everything goes through `textContent`. */
import type { ClusterForm, ClusterTestAnswer, Said } from '../cluster-route';
import { clusterDefaults } from '../stored-cluster';
import type { Say } from './index';

const ICONS = { ok: 'check', warning: 'exclamation-triangle', failed: 'times', skipped: 'minus' } as const;

/** Milliseconds; longer than all layers may take together. */
const PATIENCE = 120_000;

/** @param inputOf a field of the form by its name */
export function clusterTest(place: Element, id: string, inputOf: (name: string) => HTMLInputElement, say: Say): void {
  const start = element('button', { type: 'button', class: 'red-ui-button' });
  start.append(icon('plug'), ` ${say('cluster.test')}`);
  const result = element('div', { role: 'status', 'aria-live': 'polite' });
  let isBusy = false;
  start.addEventListener('click', async () => {
    // Not disabled: the keyboard would lose its place.
    if (isBusy) return;
    isBusy = true;
    start.setAttribute('aria-disabled', 'true');
    result.replaceChildren(element('p', {}, icon('spinner fa-pulse'), ` ${say('cluster.testing')}`));
    try {
      result.replaceChildren(...shown(await ask(id, formOf(inputOf)), say));
    } catch (status) {
      result.replaceChildren(verdict('failed', say(failureKey(Number(status)), { status: Number(status) })));
    }
    start.removeAttribute('aria-disabled');
    isBusy = false;
  });
  place.append(start, result);
}

function formOf(inputOf: (name: string) => HTMLInputElement): ClusterForm {
  const fields = Object.keys(clusterDefaults).map((name) => {
    const input = inputOf(name);
    // The choice of a config node that is not there has this value.
    const { value } = input;
    return [name, input.type === 'checkbox' ? input.checked : value === '_ADD_' ? '' : value] as const;
  });
  const credentials = { username: inputOf('username').value, password: inputOf('password').value };
  return { ...Object.fromEntries(fields), credentials };
}

/** By Node-RED's jQuery, which adds the sign-in. @throws the status, as a number */
function ask(id: string, form: ClusterForm): Promise<ClusterTestAnswer> {
  return new Promise((resolve, reject) => {
    $.ajax({
      method: 'POST',
      // Relative, so that it is found below any `httpAdminRoot`.
      url: `dataconnect/clusters/${encodeURIComponent(id)}/test`,
      data: JSON.stringify(form),
      contentType: 'application/json',
      dataType: 'json',
      timeout: PATIENCE,
      success: resolve,
      error: ({ status }) => reject(status),
    });
  });
}

function failureKey(status: number): string {
  return status === 401 || status === 403 ? 'cluster.test-forbidden' : 'cluster.test-unanswered';
}

function shown(answer: ClusterTestAnswer, say: Say): HTMLElement[] {
  if ('refused' in answer) return answer.refused.map((each) => verdict('failed', sentenceOf(each, say)));
  const states = answer.layers.map(({ state }) => state);
  const worst = (['failed', 'warning'] as const).find((state) => states.includes(state)) ?? 'ok';
  const lines = answer.layers.map(({ layer, state, key, facts }) =>
    element(
      'li',
      { class: `dataconnect-cluster-${state}` },
      icon(ICONS[state]),
      element('span', {}, say(`cluster.layer-${layer}`)),
      element('span', {}, sentenceOf({ key: `test-${key}`, facts }, say)),
    ),
  );
  return [verdict(worst, say(`cluster.verdict-${worst}`)), element('ul', {}, ...lines)];
}

function sentenceOf({ key, facts }: Said, say: Say): string {
  const { field } = facts;
  return say(`cluster.${key}`, { ...facts, ...(field !== undefined && { field: say(`cluster.${field}`) }) });
}

function verdict(state: keyof typeof ICONS, text: string): HTMLElement {
  return element(
    'p',
    { class: `dataconnect-cluster-verdict dataconnect-cluster-${state}` },
    icon(ICONS[state]),
    ` ${text}`,
  );
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @param name of Font Awesome 4, without `fa-` */
function icon(name: string): HTMLElement {
  return element('i', { class: `fa fa-${name}`, 'aria-hidden': 'true' });
}
