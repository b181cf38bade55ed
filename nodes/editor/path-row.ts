/** The row of the path, in whichever tab of the dialog has it. */
import { cleanText } from '../parameters/clean-text';
import { pathProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { formRow, textInput } from './form-row';

/** Says what is wrong with the path, and of one of the catalogue's that nobody has seen work, so much. */
export function pathRow(context: DialogContext): HTMLElement {
  const { words, draft, endpoint } = context;
  const set = (text: string) => {
    draft.path = cleanText(text);
    context.changed();
  };
  const row = formRow(words('dialog.path'), textInput(draft.path, endpoint?.path ?? '/reports/…', set));
  const isConfirmed = endpoint?.isPathConfirmed ?? true;
  context.onChange(() => {
    const problem = pathProblem(draft.path, endpoint, words);
    if (problem) row.note(problem, 'wrong');
    else row.note(isConfirmed || draft.path ? '' : words('dialog.path-unconfirmed'), 'warning');
  });
  return row.element;
}
