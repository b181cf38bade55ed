/** What leaves the node, and how the request is sent. */
import { hasRecords, isEmail } from '../catalogue/shared-parameters';
import { cleanText } from '../parameters/clean-text';
import { pathProblem, propertyProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { mayBe, responseOf, settingsOf } from './draft';
import { element } from './element';
import { formRow, textInput } from './form-row';
import { SettingRows } from './setting-rows';
import { flowRows, windowsRow } from './window-and-flow-rows';

export class OutputTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #rows: SettingRows;

  constructor(context: DialogContext) {
    this.#context = context;
    this.#rows = new SettingRows(context);
    this.element.append(...this.#outputRows(), this.#title('request'), ...this.#requestRows());
    if (context.endpoint) this.element.append(this.#pathRow(context.endpoint.path, context.endpoint.isPathConfirmed));
    context.onChange(() => this.activate());
  }

  activate(): void {
    this.#rows.refresh();
  }

  #title(key: string): HTMLElement {
    return element('h4', { class: 'dataconnect-title', text: this.#context.words(`dialog.${key}`) });
  }

  #outputRows(): HTMLElement[] {
    const { words, draft } = this.#context;
    const rows = this.#rows;
    const batchSize = rows.number('output.batchSize', words('dialog.records'));
    const wrongProperty = () => propertyProblem(settingsOf(draft).output.property, words);
    return [
      this.#fixedOutputNote(),
      rows.shownWhen(rows.choice('output.mode', 'output'), () => this.#mayHaveRecords()),
      rows.shownWhen(batchSize, () => this.#mayHaveRecords() && mayBe(draft, 'output.mode', ['batches'])),
      ...flowRows(rows, () => this.#mayHaveRecords() && mayBe(draft, 'output.mode', ['batches', 'each'])),
      rows.text('output.property', 'payload', 'msg.', wrongProperty).element,
      rows.shownWhen(rows.choice('output.dates', 'dates'), () => this.#readsRecords()),
      rows.flag('output.progress', 'dialog.progress-note'),
    ];
  }

  /** A workbook and the acknowledgement of an e-mail come as they are: there is nothing to choose. */
  #fixedOutputNote(): HTMLElement {
    const note = element('p', { class: 'dataconnect-note' });
    this.#rows.onRefresh(() => {
      const response = responseOf(this.#context.draft.params);
      note.hidden = response === undefined || hasRecords(response);
      if (response)
        note.textContent = this.#context.words(isEmail(response) ? 'dialog.output-email' : 'dialog.output-excel');
    });
    return note;
  }

  #requestRows(): HTMLElement[] {
    const rows = this.#rows;
    const isPost = () => mayBe(this.#context.draft, 'sending.method', ['POST']);
    return [
      windowsRow(rows, () => this.#readsRecords()),
      rows.choice('sending.method', 'method').element,
      rows.shownWhen(rows.choice('sending.body', 'body'), isPost),
      rows.flag('sending.override', 'dialog.override-note'),
      rows.flag('sending.anyway', 'dialog.anyway-note'),
    ];
  }

  #pathRow(path: string, isConfirmed: boolean): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => this.#rows.change(() => Object.assign(draft, { path: cleanText(text) }));
    const row = formRow(words('dialog.path'), textInput(draft.path, path, set));
    this.#rows.onRefresh(() => {
      const problem = pathProblem(draft.path, this.#context.endpoint, words);
      if (problem) row.note(problem, 'wrong');
      else row.note(isConfirmed || draft.path ? '' : words('dialog.path-unconfirmed'), 'warning');
    });
    return row.element;
  }

  /** False where the answer goes out as it came. */
  #readsRecords(): boolean {
    return this.#mayHaveRecords() && mayBe(this.#context.draft, 'output.mode', ['all', 'batches', 'each']);
  }

  #mayHaveRecords(): boolean {
    const response = responseOf(this.#context.draft.params);
    return response === undefined || hasRecords(response);
  }
}
