/** Which columns leave the node, under which names and in which order, and what becomes of personal data in them. */
import { cleanText } from '../parameters/clean-text';
import { hashesColumns, nameTwice, TREATMENTS, type Treatment } from '../parameters/column-choice';
import { type SettingName, settingKey } from '../stored/stored-node';
import { shapingProblem } from './check-node';
import { type ColumnRow, moveRow, rowsOf, storedList } from './column-rows';
import { fixedText, lastColumns, packedColumns } from './columns-file';
import type { DialogContext } from './dialog-context';
import { faultOfSetting, setOrClear, settingsOf } from './draft';
import { dragHandle, letDragLines } from './drag-lines';
import { button, element, iconButton, iconOf } from './element';
import { textInput } from './form-row';
import { missingHashKey } from './hash-key';
import { nodeSettingRows } from './node-setting-rows';
import { type PersonalColumn, possibleColumns } from './packed-columns';
import type { SettingRows } from './setting-rows';
import { problemText } from './words';

/** Settings of the tab that have a row each. */
const SETTINGS: readonly SettingName[] = ['columns.personal', 'output.dates', 'columns.drift', 'columns.others'];

export class ColumnsTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #settings: SettingRows<SettingName>;
  readonly #problem = element('p', { class: 'dataconnect-note dataconnect-error', role: 'status' });
  readonly #note = element('p', { class: 'dataconnect-note', role: 'status' });
  readonly #list = element('ul', { class: 'dataconnect-columns' });
  readonly #others: HTMLElement;
  #known: readonly PersonalColumn[] = [];
  #rows: ColumnRow[] = [];
  #giveKey: (() => void) | undefined;
  #asked = '';

  constructor(context: DialogContext) {
    const { words } = context;
    this.#context = context;
    this.#settings = this.#settingRows();
    const [personal, dates, drift, others] = SETTINGS.map((name) => this.#settings.row(name).element);
    this.#others = others!;
    const all = [
      button(words('dialog.columns-all'), 'check-square-o', () => this.#leaveAll(false)),
      button(words('dialog.columns-none'), 'square-o', () => this.#leaveAll(true)),
      button(words('dialog.columns-reset'), 'undo', () => this.#reset()),
    ];
    const buttons = element('div', { class: 'dataconnect-columns-buttons' }, ...all);
    const title = element('h4', { class: 'dataconnect-title', text: words('dialog.columns-list') });
    this.element.append(
      personal!,
      dates!,
      drift!,
      this.#problem,
      title,
      buttons,
      this.#note,
      this.#list,
      this.#adder(),
      others!,
    );
    letDragLines(this.#list, (from, to) => {
      moveRow(this.#rows, from, to);
      this.#write();
    });
    context.onChange(() => this.#refresh());
  }

  activate(): void {
    this.#rows = rowsOf(settingsOf(this.#context.draft).columns, []);
    this.#build();
    this.#refresh();
    void this.#load();
  }

  /** Whether the dialog is done by a person: a connection that has no key for hashes gets one. */
  done(): void {
    if (hashesColumns(settingsOf(this.#context.draft).columns)) this.#giveKey?.();
  }

  async #load(): Promise<void> {
    const { words, endpoint, draft, closed } = this.#context;
    try {
      const [packed, last] = await Promise.all([packedColumns(words), lastColumns(this.#context.id, words)]);
      if (closed.aborted) return;
      this.#known = withOthers(possibleColumns(packed, endpoint?.id ?? '', fixedText(draft.params)), last);
      this.#rows = rowsOf(settingsOf(draft).columns, this.#known);
      this.#note.textContent = this.#known.length === 0 ? words('dialog.columns-unknown') : '';
    } catch (failure) {
      this.#note.textContent = failure instanceof Error ? failure.message : String(failure);
    }
    this.#build();
    this.#refresh();
  }

  #settingRows(): SettingRows<SettingName> {
    return nodeSettingRows(this.#context, {
      applies: () => true,
      onSet: (name) => {
        if (name === 'columns.personal') this.#build();
      },
    });
  }

  #refresh(): void {
    this.#settings.refresh();
    this.#problem.textContent = this.#shapingProblem() ?? this.#faultOfList() ?? '';
    this.#others.hidden = this.#rows.length === 0;
    void this.#lookForKey();
  }

  #shapingProblem(): string | undefined {
    const { draft, words } = this.#context;
    return shapingProblem(settingsOf(draft), draft.params, words);
  }

  /** The names as they stand here: the list of two columns of one name is none that a run would take. */
  #faultOfList(): string | undefined {
    const { draft, words } = this.#context;
    const fault = faultOfSetting(draft, 'columns.list');
    return fault && problemText(fault, words, words(settingKey('columns.list')));
  }

  /** Asked for once per connection, when it is first needed. */
  async #lookForKey(): Promise<void> {
    const { draft, words } = this.#context;
    const connection = this.#context.connection();
    if (!connection || this.#asked === connection.id || !hashesColumns(settingsOf(draft).columns)) return;
    this.#asked = connection.id;
    this.#giveKey = undefined;
    const give = await missingHashKey(connection, words);
    if (this.#asked === connection.id) this.#giveKey = give;
  }

  #build(): void {
    this.#list.replaceChildren(...this.#rows.map((row) => this.#line(row)));
    this.#mark();
  }

  #line(row: ColumnRow): HTMLElement {
    const { words } = this.#context;
    const tick = element('input', { type: 'checkbox', 'aria-label': row.name });
    tick.checked = !row.leave;
    tick.addEventListener('change', () => this.#set(row, { leave: tick.checked ? undefined : true }));
    const as = textInput(row.as ?? '', row.name, (text) => this.#set(row, { as: cleanText(text) || undefined }));
    as.setAttribute('aria-label', words('dialog.columns-as', { name: row.name }));
    const kind = row.known?.personal ?? 'no';
    const person = element('span', { class: 'dataconnect-person' });
    if (kind !== 'no') {
      person.title = words('dialog.columns-is-personal');
      person.append(iconOf('user'));
    }
    const moves = [-1, 1].map((step) =>
      iconButton(words(step < 0 ? 'dialog.columns-up' : 'dialog.columns-down', { name: row.name }), arrow(step), () =>
        this.#move(row, step),
      ),
    );
    const line = element(
      'li',
      {},
      dragHandle(words('dialog.columns-drag')),
      tick,
      element('span', { class: 'dataconnect-column-name', text: row.name }),
      person,
      as,
      this.#treatment(row, kind !== 'no'),
      ...moves,
    );
    line.addEventListener('keydown', (event) => {
      const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
      if (step === undefined) return;
      event.preventDefault();
      this.#move(row, step);
    });
    return line;
  }

  #treatment(row: ColumnRow, isPersonal: boolean): HTMLSelectElement {
    const { words } = this.#context;
    const label = (treatment: Treatment) => words(`dialog.columns-treat-${treatment}`);
    const byDefault = isPersonal ? settingsOf(this.#context.draft).columns.personal : 'keep';
    const others = TREATMENTS.filter((each) => each !== byDefault);
    const made = element('select', { 'aria-label': words('dialog.columns-treat', { name: row.name }) });
    made.append(
      element('option', { value: '', text: label(byDefault) }),
      ...others.map((each) => element('option', { value: each, text: label(each) })),
    );
    made.value = row.personal === byDefault ? '' : (row.personal ?? '');
    made.addEventListener('change', () =>
      this.#set(row, { personal: (made.value || undefined) as Treatment | undefined }),
    );
    return made;
  }

  /** A column that neither the catalogue nor the list has. */
  #adder(): HTMLElement {
    const { words } = this.#context;
    const name = textInput('', words('dialog.columns-name'), () => {});
    name.setAttribute('aria-label', words('dialog.columns-name'));
    const add = () => {
      const text = cleanText(name.value);
      if (text === '' || this.#rows.some((row) => row.name === text)) return;
      this.#rows.push({ name: text });
      name.value = '';
      this.#write();
      this.#build();
    };
    name.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      add();
    });
    return element('div', { class: 'dataconnect-columns-add' }, name, button(words('dialog.columns-add'), 'plus', add));
  }

  #set(row: ColumnRow, change: { [Key in keyof ColumnRow]?: ColumnRow[Key] | undefined }): void {
    Object.assign(row, change);
    for (const key of ['leave', 'as', 'personal'] as const) if (row[key] === undefined) delete row[key];
    this.#write();
  }

  #move(row: ColumnRow, step: number): void {
    const from = this.#rows.indexOf(row);
    if (!moveRow(this.#rows, from, from + step)) return;
    const line = this.#list.children[from]!;
    const focused = document.activeElement;
    const beside = this.#list.children[from + step]!;
    if (step < 0) beside.before(line);
    else beside.after(line);
    if (focused instanceof HTMLElement && line.contains(focused)) focused.focus();
    this.#write();
  }

  #leaveAll(isLeft: boolean): void {
    for (const row of this.#rows) {
      if (isLeft) row.leave = true;
      else delete row.leave;
    }
    this.#write();
    this.#build();
  }

  #reset(): void {
    setOrClear(this.#context.draft, 'columns.list', undefined);
    setOrClear(this.#context.draft, 'columns.others', undefined);
    this.#rows = rowsOf(settingsOf(this.#context.draft).columns, this.#known);
    this.#build();
    this.#context.changed();
  }

  #write(): void {
    setOrClear(this.#context.draft, 'columns.list', storedList(this.#rows, this.#known));
    this.#mark();
    this.#context.changed();
  }

  /** Shows which lines would have a name that another has. */
  #mark(): void {
    const twice = nameTwice(this.#rows);
    for (const [place, { name, as = name, leave }] of this.#rows.entries()) {
      const line = this.#list.children[place];
      line?.classList.toggle('dataconnect-left', leave === true);
      const input = line?.querySelector('input[type="text"]');
      input?.classList.toggle('input-error', !leave && as === twice);
    }
  }
}

function arrow(step: number): string {
  return step < 0 ? 'arrow-up' : 'arrow-down';
}

/** What the catalogue has, and behind it what came beside it. */
function withOthers(known: readonly PersonalColumn[], last: readonly PersonalColumn[]): PersonalColumn[] {
  const names = new Set(known.map(({ name }) => name.toLowerCase()));
  return [...known, ...last.filter(({ name }) => !names.has(name.toLowerCase()))];
}
