/** The dialog of *DataConnect confirm*: what it says, and a name. Node-RED fills and saves both. */
import { confirmOutcome } from '../stored/stored-confirm';
import { element } from './element';
import { formRow, keepMissing, ownRow } from './form-row';
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
  // Node-RED takes the choice for a change where a flow leaves the property out.
  this.outcome ??= confirmOutcome.byDefault;
  outcome.value = String(this.outcome);
  keepMissing(outcome, this.outcome);
  form.classList.add('dataconnect-form', 'dataconnect-wide-form');
  name.setAttribute('placeholder', words('confirm.label'));
  const says = formRow(words('confirm.outcome'), outcome);
  says.note(words('confirm.note'));
  form.append(says.element, ownRow(words('dialog.name'), name).element);
}
