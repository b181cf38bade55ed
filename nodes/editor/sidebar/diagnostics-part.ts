/** Copy diagnostics: what a person sends along with a question, shown before anybody else sees it. */
import { button, element, setBusy } from '../element';
import { requestRuntime } from '../runtime-request';
import type { Words } from '../words';

const PATIENCE = 20_000;

export function diagnosticsPart(words: Words): HTMLElement {
  const note = element('p', { class: 'dataconnect-line', role: 'status' });
  const text = element('textarea', {
    class: 'dataconnect-diagnostics',
    readonly: 'readonly',
    rows: '10',
    'aria-label': words('sidebar.diagnostics'),
  });
  text.hidden = true;
  const copy = async () => {
    const answer = await requestRuntime({ method: 'GET', url: 'dataconnect/diagnostics', timeout: PATIENCE }, words);
    const { kind, text: told } = answer as { kind?: string; text?: string };
    text.hidden = kind !== 'text';
    text.value = told ?? '';
    if (kind === 'withheld') return words('sidebar.withheld');
    return words(RED.clipboard.copyText(text.value) ? 'sidebar.copied' : 'sidebar.not-copied');
  };
  const start = button(words('sidebar.copy'), 'clipboard', () => {
    setBusy(start, true);
    copy()
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((said) => {
        note.textContent = said;
        setBusy(start, false);
      });
  });
  start.classList.add('red-ui-button-small');
  return element('div', { class: 'dataconnect-diagnostics-part' }, start, note, text);
}
