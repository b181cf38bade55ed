/** The form of the answer and what goes with it. Fields without effect on the chosen form are hidden, not emptied. */
import { sharedParametersOf } from '../catalogue/shared-parameters';
import type { DialogContext } from './dialog-context';
import { isIdle } from './draft';
import { element } from './element';
import { ParameterField } from './parameter-field';

export class ResponseTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #fields: ReadonlyArray<{ field: ParameterField; isHidden: () => boolean }>;

  constructor(context: DialogContext) {
    this.#fields = sharedParametersOf(context.endpoint).map((parameter) => ({
      field: new ParameterField({ parameter, context }),
      // A wrong one is shown in any case: nothing would be sent.
      isHidden: () => isIdle(parameter, context.draft.params) && !context.problemOf(parameter.name),
    }));
    this.element.append(...this.#fields.map(({ field }) => field.element));
    context.onChange(() => this.#refresh());
  }

  activate(): void {
    for (const { field } of this.#fields) field.activate();
    this.#refresh();
  }

  #refresh(): void {
    for (const { field, isHidden } of this.#fields) {
      field.element.hidden = isHidden();
      field.refresh();
    }
  }
}
