/** The dialog of the check-up's node: a connection and a name. Node-RED fills and saves both. */
import { keepMissing, ownRow } from './form-row';
import { type EditorNode, textWhereOther } from './red';
import { wordsOf } from './words';

/** Node-RED's `oneditprepare`. */
export function openCheckUpDialog(this: EditorNode): void {
  const form = document.getElementById('dialog-form');
  const connection = document.getElementById('node-input-connection');
  const name = document.getElementById('node-input-name');
  if (!form || !connection || !name) return;
  const words = wordsOf(this);
  textWhereOther(this, ['name', 'connection']);
  keepMissing(connection, this.connection);
  form.classList.add('dataconnect-form');
  name.setAttribute('placeholder', words('check-up.label'));
  form.append(ownRow(words('dialog.connection'), connection).element, ownRow(words('dialog.name'), name).element);
}
