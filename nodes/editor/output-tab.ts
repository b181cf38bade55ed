/** What leaves the node, and how the request is sent. */
import { hasRecords, isEmail } from '../catalogue/shared-parameters';
import { batchSizeProblem, pathProblem, propertyProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { type OutputChoice, responseOf, setOrClear } from './draft';
import { element } from './element';
import { checkboxRow, formRow, numberInput, select, textInput } from './form-row';
import { flowRows, progressRow, windowsRow } from './pace-rows';
import { SettingRows } from './setting-rows';

const modes: readonly OutputChoice[] = ['all', 'batches', 'each', 'text', 'buffer'];
const BATCH_SIZE = 1000;

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
    return [
      this.#fixedOutputNote(),
      this.#modeRow(),
      this.#batchRow(),
      ...flowRows(this.#rows, () => this.#isInPieces()),
      this.#propertyRow(),
      this.#datesRow(),
      progressRow(this.#rows),
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

  #modeRow(): HTMLElement {
    const { words, draft } = this.#context;
    const choices = modes.map((value) => ({ value, label: words(`dialog.output-${value}`) }));
    const set = (mode: OutputChoice) => this.#rows.change(() => setOrClear(draft.output, 'mode', mode, 'all'));
    const row = formRow(words('dialog.output-mode'), select(choices, draft.output.mode ?? 'all', set));
    return this.#rows.shownWhen(row, () => this.#mayHaveRecords());
  }

  #batchRow(): HTMLElement {
    const { words, draft } = this.#context;
    const set = (size: number) => this.#rows.change(() => setOrClear(draft.output, 'batchSize', size, BATCH_SIZE));
    const input = numberInput(draft.output.batchSize, BATCH_SIZE, set);
    const row = formRow(words('dialog.batch-size'), input, { unit: words('dialog.records') });
    this.#rows.onRefresh(() =>
      row.note(batchSizeProblem(draft.output.mode, draft.output.batchSize, words) ?? '', 'wrong'),
    );
    return this.#rows.shownWhen(row, () => this.#mayHaveRecords() && draft.output.mode === 'batches');
  }

  #propertyRow(): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => this.#rows.change(() => setOrClear(draft.output, 'property', text.trim(), ''));
    const input = textInput(draft.output.property ?? '', 'payload', set);
    const row = formRow(words('dialog.output-property'), input, { prefix: 'msg.' });
    this.#rows.onRefresh(() => row.note(propertyProblem(draft.output.property, words) ?? '', 'wrong'));
    return row.element;
  }

  #datesRow(): HTMLElement {
    const { words, draft } = this.#context;
    const choices = (['text', 'date'] as const).map((value) => ({ value, label: words(`dialog.dates-${value}`) }));
    const set = (dates: 'text' | 'date') => this.#rows.change(() => setOrClear(draft.output, 'dates', dates, 'text'));
    const row = formRow(words('dialog.dates'), select(choices, draft.output.dates ?? 'text', set));
    return this.#rows.shownWhen(row, () => this.#readsRecords());
  }

  #requestRows(): HTMLElement[] {
    const { words, draft } = this.#context;
    const methods = (['GET', 'POST'] as const).map((value) => ({ value, label: words(`dialog.method-${value}`) }));
    const setMethod = (method: 'GET' | 'POST') =>
      this.#rows.change(() => setOrClear(draft.sending, 'method', method, 'GET'));
    const method = formRow(words('dialog.method'), select(methods, draft.sending.method ?? 'GET', setMethod));
    const bodies = (['form', 'json'] as const).map((value) => ({ value, label: words(`dialog.body-${value}`) }));
    const setBody = (body: 'form' | 'json') => this.#rows.change(() => setOrClear(draft.sending, 'body', body, 'form'));
    const body = formRow(words('dialog.body'), select(bodies, draft.sending.body ?? 'form', setBody));
    return [
      windowsRow(this.#rows, () => this.#readsRecords()),
      method.element,
      this.#rows.shownWhen(body, () => draft.sending.method === 'POST'),
      this.#flag('override'),
      this.#flag('anyway'),
    ];
  }

  #flag(name: 'override' | 'anyway'): HTMLElement {
    const { words, draft } = this.#context;
    const row = checkboxRow(words(`dialog.${name}`), draft.sending[name] === true, (isSet) => {
      this.#rows.change(() => setOrClear(draft.sending, name, isSet, false));
    });
    row.note(words(`dialog.${name}-note`));
    return row.element;
  }

  #pathRow(path: string, isConfirmed: boolean): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => this.#rows.change(() => Object.assign(draft, { path: text.trim() }));
    const row = formRow(words('dialog.path'), textInput(draft.path, path, set));
    this.#rows.onRefresh(() => {
      const problem = pathProblem(draft.path, words);
      if (problem) row.note(problem, 'wrong');
      else row.note(isConfirmed || draft.path ? '' : words('dialog.path-unconfirmed'), 'warning');
    });
    return row.element;
  }

  /** False where the answer goes out as it came. */
  #readsRecords(): boolean {
    const { mode } = this.#context.draft.output;
    return this.#mayHaveRecords() && mode !== 'text' && mode !== 'buffer';
  }

  #isInPieces(): boolean {
    const { mode } = this.#context.draft.output;
    return this.#mayHaveRecords() && (mode === 'batches' || mode === 'each');
  }

  #mayHaveRecords(): boolean {
    const response = responseOf(this.#context.draft.params);
    return response === undefined || hasRecords(response);
  }
}
