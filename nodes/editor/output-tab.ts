/** What leaves the node, and how the request is sent. */
import { hasRecords, isEmail } from '../catalogue/shared-parameters';
import { batchSizeProblem, pathProblem, propertyProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { type OutputChoice, responseOf } from './draft';
import { element } from './element';
import { checkboxRow, formRow, type Row, select, textInput } from './form-row';

const modes: readonly OutputChoice[] = ['all', 'batches', 'each', 'text', 'buffer'];
const BATCH_SIZE = 1000;

export class OutputTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #refreshers: Array<() => void> = [];

  constructor(context: DialogContext) {
    this.#context = context;
    this.element.append(...this.#outputRows(), this.#title('request'), ...this.#requestRows());
    if (context.endpoint) this.element.append(this.#pathRow(context.endpoint.path, context.endpoint.isPathConfirmed));
    context.onChange(() => this.activate());
  }

  activate(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  #title(key: string): HTMLElement {
    return element('h4', { class: 'dataconnect-title', text: this.#context.words(`dialog.${key}`) });
  }

  #outputRows(): HTMLElement[] {
    return [this.#fixedOutputNote(), this.#modeRow(), this.#batchRow(), this.#propertyRow(), this.#datesRow()];
  }

  /** A workbook and the acknowledgement of an e-mail come as they are: there is nothing to choose. */
  #fixedOutputNote(): HTMLElement {
    const note = element('p', { class: 'dataconnect-note' });
    this.#refreshers.push(() => {
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
    const set = (mode: OutputChoice) => this.#change(() => setOrClear(draft.output, 'mode', mode, 'all'));
    const row = formRow(words('dialog.output-mode'), select(choices, draft.output.mode ?? 'all', set));
    return this.#shownWhen(row, () => this.#mayHaveRecords());
  }

  #batchRow(): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => {
      const size = text.trim() === '' ? BATCH_SIZE : Number(text);
      this.#change(() => setOrClear(draft.output, 'batchSize', Number.isNaN(size) ? 0 : size, BATCH_SIZE));
    };
    const input = textInput(String(draft.output.batchSize ?? ''), String(BATCH_SIZE), set);
    input.inputMode = 'numeric';
    input.classList.add('dataconnect-short');
    const row = formRow(words('dialog.batch-size'), input, { unit: words('dialog.records') });
    this.#refreshers.push(() =>
      row.note(batchSizeProblem(draft.output.mode, draft.output.batchSize, words) ?? '', 'wrong'),
    );
    return this.#shownWhen(row, () => this.#mayHaveRecords() && draft.output.mode === 'batches');
  }

  #propertyRow(): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => this.#change(() => setOrClear(draft.output, 'property', text.trim(), ''));
    const input = textInput(draft.output.property ?? '', 'payload', set);
    const row = formRow(words('dialog.output-property'), input, { prefix: 'msg.' });
    this.#refreshers.push(() => row.note(propertyProblem(draft.output.property, words) ?? '', 'wrong'));
    return row.element;
  }

  #datesRow(): HTMLElement {
    const { words, draft } = this.#context;
    const choices = (['text', 'date'] as const).map((value) => ({ value, label: words(`dialog.dates-${value}`) }));
    const set = (dates: 'text' | 'date') => this.#change(() => setOrClear(draft.output, 'dates', dates, 'text'));
    const row = formRow(words('dialog.dates'), select(choices, draft.output.dates ?? 'text', set));
    const isAsReceived = () => draft.output.mode === 'text' || draft.output.mode === 'buffer';
    return this.#shownWhen(row, () => this.#mayHaveRecords() && !isAsReceived());
  }

  #requestRows(): HTMLElement[] {
    const { words, draft } = this.#context;
    const methods = (['GET', 'POST'] as const).map((value) => ({ value, label: words(`dialog.method-${value}`) }));
    const setMethod = (method: 'GET' | 'POST') =>
      this.#change(() => setOrClear(draft.sending, 'method', method, 'GET'));
    const method = formRow(words('dialog.method'), select(methods, draft.sending.method ?? 'GET', setMethod));
    const bodies = (['form', 'json'] as const).map((value) => ({ value, label: words(`dialog.body-${value}`) }));
    const setBody = (body: 'form' | 'json') => this.#change(() => setOrClear(draft.sending, 'body', body, 'form'));
    const body = formRow(words('dialog.body'), select(bodies, draft.sending.body ?? 'form', setBody));
    return [
      method.element,
      this.#shownWhen(body, () => draft.sending.method === 'POST'),
      this.#flag('override'),
      this.#flag('anyway'),
    ];
  }

  #flag(name: 'override' | 'anyway'): HTMLElement {
    const { words, draft } = this.#context;
    const row = checkboxRow(words(`dialog.${name}`), draft.sending[name] === true, (isSet) => {
      this.#change(() => setOrClear(draft.sending, name, isSet, false));
    });
    row.note(words(`dialog.${name}-note`));
    return row.element;
  }

  #pathRow(path: string, isConfirmed: boolean): HTMLElement {
    const { words, draft } = this.#context;
    const set = (text: string) => this.#change(() => Object.assign(draft, { path: text.trim() }));
    const row = formRow(words('dialog.path'), textInput(draft.path, path, set));
    this.#refreshers.push(() => {
      const problem = pathProblem(draft.path, words);
      if (problem) row.note(problem, 'wrong');
      else row.note(isConfirmed || draft.path ? '' : words('dialog.path-unconfirmed'), 'warning');
    });
    return row.element;
  }

  #mayHaveRecords(): boolean {
    const response = responseOf(this.#context.draft.params);
    return response === undefined || hasRecords(response);
  }

  #shownWhen(row: Row, isShown: () => boolean): HTMLElement {
    this.#refreshers.push(() => {
      row.element.hidden = !isShown();
    });
    return row.element;
  }

  #change(change: () => void): void {
    change();
    this.#context.changed();
  }
}

/** What has its default is not stored. */
function setOrClear<Settings extends object, Key extends keyof Settings>(
  settings: Settings,
  key: Key,
  value: Settings[Key],
  byDefault: Settings[Key],
): void {
  if (value === byDefault) delete settings[key];
  else settings[key] = value;
}
