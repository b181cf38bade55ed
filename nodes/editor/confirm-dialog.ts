/** The dialog of *DataConnect confirm*: what it says, and a name. Node-RED fills and saves both. */
import { confirmOutcome } from '../stored/stored-confirm';
import { element } from './element';
import { ownRow } from './form-row';
import { type EditorNode, textWhereOther } from './red';
import { wordsOf } from './words';

/** Node-RED's `oneditprepare`. */
export function openConfirmDialog(this: EditorNode): void {
  const form = document.getElementById('dialog-form');
  const outcome = document.getElementById('node-input-outcome');
  const name = document.getElementById('node-input-name');
  if (!form || !(outcome instanceof HTMLSelectElement) || !name) return;
  const words = wordsOf(this);
  textWhereOther(this, ['name']);
  for (const choice of confirmOutcome.choices) {
    outcome.append(element('option', { value: choice, text: words(`confirm.outcome-${choice}`) }));
  }
  outcome.value = String(this.outcome ?? confirmOutcome.byDefault);
  form.classList.add('dataconnect-form');
  name.setAttribute('placeholder', words('confirm.label'));
  const explained = element('p', { class: 'dataconnect-note', text: words('confirm.note') });
  form.append(ownRow(words('confirm.outcome'), outcome).element, explained, ownRow(words('dialog.name'), name).element);
}
