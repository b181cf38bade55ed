/** What leaves the node, and how the request is sent. */
import { isByDate, usualRange } from '../catalogue/roles';
import { hasRecords, isEmail } from '../catalogue/shared-parameters';
import { type Setting, shown } from '../stored/field';
import { nodeFields, placeOf, type SettingName, settingNames } from '../stored/stored-node';
import { propertyProblem } from './check-node';
import type { DialogContext } from './dialog-context';
import { responseOf, settingsOf } from './draft';
import { element } from './element';
import { filePreview, problemOfFolder } from './file-preview';
import { nodeSettingRows } from './node-setting-rows';
import { pathRow } from './path-row';
import type { RowOptions, SettingRows } from './setting-rows';
import { problemText } from './words';

export class OutputTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #rows: SettingRows<SettingName>;

  constructor(context: DialogContext) {
    this.#context = context;
    this.#rows = nodeSettingRows(context, { applies: (name) => this.#applies(name) });
    this.element.append(this.#fixedOutputNote(), ...this.#rowsOf(isOfOutput));
    this.element.append(element('h4', { class: 'dataconnect-title', text: context.words('dialog.request') }));
    this.element.append(...this.#rowsOf(isOfRequest));
    if (context.endpoint) this.element.append(pathRow(context));
    context.onChange(() => this.activate());
  }

  activate(): void {
    this.#rows.refresh();
  }

  /** A workbook may be a file, and nothing else is to be chosen of it; what goes out by e-mail is no answer at all. */
  #applies(name: SettingName): boolean {
    const { draft } = this.#context;
    const response = responseOf(draft.params);
    const isFile = settingsOf(draft).output.mode === 'file';
    if (name === 'output.mode') return !response || !isEmail(response);
    if (name === 'windows.kind' && isFile && response && response !== 'Csv') return false;
    const { usedWith }: Setting = nodeFields[name];
    if (usedWith?.setting === 'output.mode' && response && !hasRecords(response)) return isFile;
    if (name === 'windows.share') return this.#canShare();
    return name !== 'windows.kind' || hasRange(this.#context);
  }

  /** Where others may take windows, and records are confirmed one by one; and where it is chosen already. */
  #canShare(): boolean {
    const { output, windows, incremental } = settingsOf(this.#context.draft);
    if (windows.share !== 'off') return true;
    const isFit = ['all', 'batches', 'each'].includes(output.mode) && incremental.mode === 'off';
    return isFit && hasRange(this.#context) && isGiven(this.#context.connection()?.cluster);
  }

  #rowsOf(belongs: (name: SettingName) => boolean): HTMLElement[] {
    const names = settingNames.filter((name) => belongs(name) && name !== 'windows.count');
    return names.map((name) => {
      const row = this.#rows.row(name, this.#optionsOf(name)).element;
      if (name === 'output.mode') this.#offerFitting(row.querySelector('select')!);
      return row;
    });
  }

  /** A workbook is a Buffer wherever it does not go to a file. */
  #offerFitting(select: HTMLSelectElement): void {
    const fitting = ['buffer', 'file'];
    this.#rows.onRefresh(() => {
      const isWorkbook = responseOf(this.#context.draft.params) === 'Excel';
      const unfit = nodeFields['output.mode'].choices.filter((choice) => isWorkbook && !fitting.includes(choice));
      for (const option of select.options) option.hidden = unfit.some((choice) => choice === option.value);
      const stored = this.#rows.source.stored('output.mode') ?? nodeFields['output.mode'].byDefault;
      select.value = unfit.some((choice) => choice === stored) ? 'buffer' : shown(stored);
    });
  }

  #optionsOf(name: SettingName): RowOptions {
    const { draft, words } = this.#context;
    if (name === 'output.property') {
      return { prefix: 'msg.', problem: () => propertyProblem(settingsOf(draft).output.property, words) };
    }
    if (name === 'output.file') {
      return { note: () => fileNote(this.#context), problem: () => folderProblem(this.#context) };
    }
    if (name !== 'windows.kind') return {};
    return {
      behind: this.#rows.numberWithin('windows.count'),
      note: () => windowsNote(this.#context),
      problem: () => this.#rows.source.problemOf('windows.count'),
    };
  }

  /** A workbook and the acknowledgement of an e-mail come as they are: there is nothing to choose. */
  #fixedOutputNote(): HTMLElement {
    const note = element('p', { class: 'dataconnect-note' });
    this.#rows.onRefresh(() => {
      const response = responseOf(this.#context.draft.params);
      const isFile = response === 'Excel' && settingsOf(this.#context.draft).output.mode === 'file';
      note.hidden = response === undefined || hasRecords(response) || isFile;
      if (response)
        note.textContent = this.#context.words(isEmail(response) ? 'dialog.output-email' : 'dialog.output-excel');
    });
    return note;
  }
}

function isGiven(stored: unknown): boolean {
  return typeof stored === 'string' && stored !== '';
}

function folderProblem(context: DialogContext): string | undefined {
  const problem = settingsOf(context.draft).output.mode === 'file' ? problemOfFolder(context.connection()) : undefined;
  return problem && problemText(problem, context.words);
}

/** What it would be called now, and what its name may be made of. */
function fileNote(context: DialogContext): string {
  const { words } = context;
  const path = filePreview(context);
  const places = words('dialog.output-file-note');
  return path === undefined ? places : `${words('dialog.output-file-preview', { path })}\n${places}`;
}

/** What becomes of dates stands with the columns. */
function isOfOutput(name: SettingName): boolean {
  return ['output', 'flow'].includes(placeOf(name)[0]) && name !== 'output.dates';
}

function isOfRequest(name: SettingName): boolean {
  return ['windows', 'sending'].includes(placeOf(name)[0]);
}

/** The request node may ask for anything, so for a range of dates too. */
function hasRange({ endpoint, draft }: DialogContext): boolean {
  if (endpoint) return endpoint.range !== undefined;
  return draft.windows.kind !== undefined || Object.values(usualRange).every((name) => draft.params.has(name));
}

/** Totals over a range change their meaning when the range is cut; whoever cuts them should know. */
function windowsNote({ endpoint, draft, words }: DialogContext): string {
  const { kind } = settingsOf(draft).windows;
  if (kind === 'none') return '';
  const textOf = (name: string) => {
    const given = draft.params.get(name);
    return given?.type === 'fixed' ? given.value : undefined;
  };
  if (endpoint?.range && isByDate(endpoint.range, textOf)) return '';
  return words(kind === 'auto' ? 'dialog.windows-auto-totals' : 'dialog.windows-totals');
}
