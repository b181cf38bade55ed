/** Whether a node goes on from what the flow confirmed, and what its next run would ask for then. */
import { isByDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { Phrase } from '../errors';
import type { CursorView } from '../incremental/windows/cursor-view';
import { earlyWorkOf } from '../incremental/windows/early-nodes';
import { grainOf, usualReach } from '../incremental/windows/grain';
import { incrementalOrder } from '../incremental/windows/incremental-order';
import { listWords, standingWords } from '../incremental/windows/next-run-words';
import { dateLanguage } from '../parameters/date-words';
import { sayDuration } from '../parameters/duration';
import { nameListText } from '../stored/name-list';
import { nodeFields, placeOf, type SettingName, settingNames } from '../stored/stored-node';
import { fixedText, packedColumns } from './columns-file';
import { datePreview, zoneOf } from './date-preview';
import type { DialogContext } from './dialog-context';
import { settingsOf } from './draft';
import { element } from './element';
import { KeySuggestion } from './key-suggestion';
import { NodeCursors } from './node-cursors';
import { nodeSettingRows } from './node-setting-rows';
import { openNodeBody } from './open-node-body';
import { unpackColumns } from './packed-columns';
import type { RowOptions, SettingRows } from './setting-rows';

/** The first day, as the field of a parameter would have it. */
const FIRST_DAY: Parameter = { name: 'from', type: 'string', format: 'date', description: 'From' };

export class IncrementalTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #rows: SettingRows<SettingName>;
  readonly #cursors: NodeCursors;
  readonly #keys: KeySuggestion;
  /** That the catalogue has; null where it has none, undefined before that is known. */
  #knownKey: readonly string[] | null | undefined;
  #isShown = false;

  constructor(context: DialogContext) {
    this.#context = context;
    this.#cursors = new NodeCursors(context, { sentencesOf: (cursor) => this.#sentencesOf(cursor) });
    this.#rows = nodeSettingRows(context, { applies: (name) => this.#applies(name) });
    this.#keys = this.#keySuggestion();
    for (const name of settingNames.filter((each) => placeOf(each)[0] === 'incremental')) {
      const row = this.#rows.row(name, this.#optionsOf(name)).element;
      if (name === 'incremental.mode') this.#offerPossible(row.querySelector('select')!);
      if (name === 'incremental.key') this.#suggestKey(row);
      if (nodeFields[name].kind === 'duration') this.#showUsual(name, row.querySelector('input')!);
      this.element.append(row);
      // What the settings up to here come to.
      if (name === 'incremental.most') this.element.append(this.#cursors.element);
    }
    this.#rows.onRefresh(() => this.#cursors.refresh(this.#isShown && this.#goesOn()));
    context.onChange(() => {
      this.#rows.refresh();
      void this.#learnKey();
    });
  }

  activate(): void {
    this.#isShown = true;
    this.#rows.refresh();
    void this.#learnKey();
  }

  #applies(name: SettingName): boolean {
    const { endpoint, draft } = this.#context;
    if (name === 'incremental.grain') return endpoint?.goesOn?.takes !== 'date';
    // Without a date in them, equal records of two days cannot be told apart.
    if (name === 'incremental.rows') return !!endpoint?.range && isByDate(endpoint.range, fixedText(draft.params));
    return true;
  }

  #optionsOf(name: SettingName): RowOptions {
    if (name === 'incremental.mode') return { note: () => this.#modeNote() };
    if (name === 'incremental.key') return { note: () => this.#keyNote(), behind: [...this.#keys.buttons] };
    if (name === 'incremental.confirm') return { note: () => this.#earlyNote() };
    return name === 'incremental.from' ? { note: () => this.#firstDayNote() } : {};
  }

  /** Which parameters the mode sets, and which others narrow the answer. */
  #modeNote(): string {
    const { words, endpoint, draft } = this.#context;
    if (settingsOf(draft).incremental.mode !== 'new' || !endpoint?.goesOn) return '';
    const { start, stop, beside } = endpoint.goesOn;
    const sets = words('dialog.incremental-sets', { names: stop ? `${start}, ${stop}` : start });
    return beside.length > 0 ? `${sets} ${words('dialog.incremental-beside', { names: beside.join(', ') })}` : sets;
  }

  /** What the flow behind the node says too early, unless a person says it. */
  #earlyNote(): string {
    const { words, draft } = this.#context;
    if (settingsOf(draft).incremental.confirm === 'hand') return '';
    const early = this.#context.nodesBehind().flatMap((node) => {
      const work = earlyWorkOf(node);
      return work ? [`${node.name || node.type} (${words(`dialog.early-${work}`)})`] : [];
    });
    return early.length > 0 ? words('dialog.incremental-early', { nodes: early.join(', ') }) : '';
  }

  #keySuggestion(): KeySuggestion {
    const context = this.#context;
    return new KeySuggestion({
      words: context.words,
      closed: context.closed,
      body: () => {
        const refusals = context.refusals();
        return refusals.length > 0 ? { refusals } : { body: openNodeBody(context.stored(), context.connection(), {}) };
      },
      choose: (key) => {
        const input = this.element.querySelector<HTMLInputElement>('input[data-setting="incremental.key"]')!;
        input.value = key;
        input.dispatchEvent(new Event('input'));
      },
    });
  }

  #suggestKey(row: HTMLElement): void {
    const input = row.querySelector('input')!;
    input.dataset.setting = 'incremental.key';
    row.querySelector('.dataconnect-row-body')!.append(this.#keys.element);
    const { words } = this.#context;
    this.#rows.onRefresh(() => {
      this.#keys.offer(this.#knownKey === null);
      const known = this.#knownKey && nameListText(this.#knownKey);
      input.placeholder = known ?? words(`dialog.incremental-key-${this.#knownKey === null ? 'none' : 'hint'}`);
    });
  }

  /** What else the dialog holds may choose the form of the answer, and with it the key. */
  async #learnKey(): Promise<void> {
    const { words, endpoint, draft, closed } = this.#context;
    if (!this.#isShown || !endpoint?.ways.includes('changes')) return;
    // Who cannot see what the catalogue has may ask for a suggestion.
    const packed = await packedColumns(words).catch(() => undefined);
    if (closed.aborted) return;
    const known = packed && unpackColumns(packed, endpoint.id, fixedText(draft.params))?.key?.columns;
    if (this.#knownKey?.join() === known?.join() && this.#knownKey !== undefined) return;
    this.#knownKey = known ?? null;
    this.#rows.refresh();
  }

  #keyNote(): string {
    const isWithout = this.#knownKey === null && settingsOf(this.#context.draft).incremental.key.length === 0;
    return isWithout ? this.#context.words('dialog.incremental-key-unknown') : '';
  }

  #firstDayNote(): string {
    const { words, draft } = this.#context;
    const day = datePreview(FIRST_DAY, settingsOf(draft).incremental.from, this.#context.zone());
    const note = words('dialog.incremental-from-note');
    return day ? `${day}. ${note}` : note;
  }

  /** A way that was stored is shown, whatever the endpoint has. */
  #offerPossible(select: HTMLSelectElement): void {
    const ways: readonly string[] = ['off', ...(this.#context.endpoint?.ways ?? [])];
    this.#rows.onRefresh(() => {
      for (const option of select.options)
        option.hidden = !ways.includes(option.value) && option.value !== select.value;
    });
  }

  /** What holds where the field is blank: of the grain that is chosen. */
  #showUsual(name: SettingName, input: HTMLInputElement): void {
    this.#rows.onRefresh(() => {
      const duration = usualReach[this.#grain()][placeOf(name)[1] as 'delay' | 'lookback' | 'step'];
      input.placeholder = sayDuration(duration, dateLanguage(RED.i18n.lang()));
    });
  }

  #grain() {
    const { endpoint, draft } = this.#context;
    return grainOf(settingsOf(draft).incremental.grain, endpoint?.goesOn && { format: endpoint.goesOn.takes });
  }

  #goesOn(): boolean {
    const { endpoint, draft } = this.#context;
    const { mode } = settingsOf(draft).incremental;
    return mode !== 'off' && endpoint?.ways.includes(mode) === true;
  }

  /** Where it stands and what comes next, by the settings as they are here. */
  #sentencesOf({ stand, isPaused, changed }: Pick<CursorView, 'stand' | 'isPaused' | 'changed'>): string[] {
    const { words, endpoint, draft } = this.#context;
    const { incremental } = settingsOf(draft);
    const said = (each: Phrase) => words(`problems.${each.phrase}`, each.facts);
    if (incremental.mode === 'changes') return isPaused ? [] : [said(listWords(changed !== undefined))];
    if (!endpoint?.goesOn) return [];
    const order = incrementalOrder(incremental, {
      cursor: stand.confirmedTo,
      now: Date.now(),
      zone: zoneOf(this.#context.connection(), stand.zone),
      ...endpoint.goesOn,
      stopDate: stand.stopDate,
      zonedTexts: false,
    });
    return standingWords(order, { isPaused }).map(said);
  }
}
