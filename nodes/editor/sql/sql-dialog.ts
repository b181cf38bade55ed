/** The dialog of Records to SQL. */
import type { Facts } from '../../errors';
import { nameListText, namesOf } from '../../stored/name-list';
import { type SqlFieldName, sqlFields } from '../../stored/stored-sql';
import { openChoicePanel } from '../choice-panel';
import { button, element } from '../element';
import { ownRow } from '../form-row';
import { KeySuggestion } from '../key-suggestion';
import { bodyOfNode } from '../open-node-body';
import type { KnownRecords } from '../packed-columns';
import { type EditorNode, textWhereOther, widget } from '../red';
import { SettingRows } from '../setting-rows';
import { problemText, type Words, wordsOf } from '../words';
import { databaseRow } from './database-row';
import { endpointNodeBefore, recordsOf, suggestedTable } from './known-records';
import { judgeSqlDraft, readSqlDraft, type SqlDraft, writeSqlDraft } from './sql-draft';
import { SqlPreview } from './sql-preview';

let open: { node: EditorNode; draft: SqlDraft } | undefined;

/** Node-RED's `oneditprepare`: the form holds the field of the name. */
export function openSqlDialog(this: EditorNode): void {
  const form = document.getElementById('dialog-form');
  if (!form) return;
  textWhereOther(this, ['name']);
  form.classList.add('dataconnect-form', 'dataconnect-wide-form');
  const gone = new AbortController();
  widget(form).on('remove', () => gone.abort());
  const dialog = new SqlDialog(this, wordsOf(this), gone.signal);
  open = { node: this, draft: dialog.draft };
  dialog.build(form);
}

/** Node-RED's `oneditsave`. */
export function saveSqlDialog(this: EditorNode): void {
  if (open?.node !== this) return;
  writeSqlDraft(this, open.draft);
  open = undefined;
}

class SqlDialog {
  readonly draft: SqlDraft;
  readonly #node: EditorNode;
  readonly #words: Words;
  readonly #rows: SettingRows<SqlFieldName>;
  readonly #inputs = new Map<SqlFieldName, HTMLInputElement>();
  readonly #source: EditorNode | undefined;
  readonly #keys: KeySuggestion;
  /** Undefined where nothing is known of them, or not yet. */
  #records: KnownRecords | undefined;
  #failure = '';
  #isLearned = false;

  constructor(node: EditorNode, words: Words, gone: AbortSignal) {
    this.draft = readSqlDraft(node);
    this.#node = node;
    this.#words = words;
    this.#source = endpointNodeBefore(node);
    this.#keys = new KeySuggestion({
      words,
      closed: gone,
      body: () => ({ body: { ...bodyOfNode(this.#source!), shaped: true } }),
      choose: (key) => {
        this.#enter('key', namesOf(key));
        this.#rows.refresh();
      },
    });
    this.#rows = new SettingRows<SqlFieldName>({
      words,
      fields: sqlFields,
      key: (name) => `sql.${name}`,
      stored: (name) => this.draft[name],
      set: (name, value) => {
        this.draft[name] = value;
        // What the choice before had no use for may be blank, and a blank date is the whole table.
        if (name === 'write') this.#suggest();
        this.#rows.refresh();
      },
      problemOf: (name) => this.#problemOf(name),
      applies: () => true,
    });
  }

  build(form: HTMLElement): void {
    const isNew = isBlank(this.draft.table);
    if (isNew && this.#source) this.draft.table = suggestedTable(this.#source);
    const behind = databaseRow(this.#node, this.#words);
    const preview = new SqlPreview(this.#words);
    form.append(
      this.#nameRow(),
      this.#row('database'),
      this.#row('table'),
      this.#row('write', () => this.#say(`means-${this.#settings.write}`)),
      this.#keyRow(),
      this.#row('dateColumn', () => this.#dateNote()),
      this.#row('createTable'),
      this.#row('addColumns', () => (this.#settings.database === 'sqlite' ? this.#say('addColumns-sqlite') : '')),
      this.#row('misfits'),
      behind.element,
      preview.element,
    );
    this.#rows.onRefresh(() => behind.refresh(this.#settings.database));
    this.#rows.onRefresh(() => preview.show(judgeSqlDraft(this.draft), this.#records, this.#endpoint));
    this.#rows.refresh();
    void this.#learnColumns(isNew);
  }

  get #settings() {
    return judgeSqlDraft(this.draft).settings;
  }

  /** What people call the endpoint. */
  get #endpoint(): string | undefined {
    return this.#source && wordOfEndpoint(this.#source);
  }

  async #learnColumns(isNew: boolean): Promise<void> {
    if (!this.#source) return;
    try {
      this.#records = await recordsOf(this.#source, this.#words);
    } catch {
      this.#failure = this.#say('columns-unreadable');
    }
    this.#isLearned = true;
    if (isNew) this.#suggest();
    this.#rows.refresh();
  }

  /** What is known goes into a new node, and where another choice asks for it; what a person entered stays. */
  #suggest(): void {
    const { key, recordDate } = this.#records ?? {};
    if (key && isBlank(this.draft.key)) this.#enter('key', key.columns);
    if (recordDate && isBlank(this.draft.dateColumn)) this.#enter('dateColumn', recordDate);
  }

  #enter(name: SqlFieldName, value: readonly string[] | string): void {
    this.draft[name] = value;
    const input = this.#inputs.get(name);
    if (input) input.value = typeof value === 'string' ? value : nameListText(value);
  }

  #say(key: string, facts: Facts = {}): string {
    return this.#words(`sql.${key}`, facts);
  }

  #problemOf(name: SqlFieldName): string | undefined {
    const fault = judgeSqlDraft(this.draft).faults.find(({ facts }) => facts.field === name);
    return fault && problemText(fault, this.#words, this.#say(name));
  }

  #nameRow(): HTMLElement {
    const name = document.getElementById('node-input-name') ?? element('input', { type: 'text' });
    name.setAttribute('placeholder', this.#say('label'));
    return ownRow(this.#say('name'), name).element;
  }

  #row(name: SqlFieldName, note?: () => string): HTMLElement {
    const row = this.#rows.row(name, { ...(note && { note }), ...this.#picker(name) });
    const input = row.element.querySelector('input');
    if (input) {
      input.dataset.field = name;
      this.#inputs.set(name, input);
    }
    row.element.querySelector('select')?.setAttribute('data-field', name);
    return row.element;
  }

  /** Where nobody wrote a key down, an answer may suggest one. */
  #keyRow(): HTMLElement {
    const row = this.#row('key', () => this.#keyNote());
    row.querySelector('.dataconnect-row-body')!.append(this.#keys.element);
    this.#rows.onRefresh(() => this.#keys.offer(this.#isLearned && this.#source !== undefined && !this.#records?.key));
    return row;
  }

  /** A button behind the field of columns that lists those that are known. */
  #picker(name: SqlFieldName): { behind?: HTMLElement[] } {
    if (name !== 'key' && name !== 'dateColumn') return {};
    const opener = button(this.#say('pick-columns'), 'list-ul', () => this.#pick(name, opener));
    this.#rows.onRefresh(() => {
      opener.hidden = !this.#records;
    });
    return { behind: name === 'key' ? [opener, ...this.#keys.buttons] : [opener] };
  }

  #pick(name: 'key' | 'dateColumn', opener: HTMLElement): void {
    const input = this.#inputs.get(name);
    if (!input || !this.#records) return;
    const { key, dateColumn } = this.#settings;
    const choices = this.#records.columns.map(({ name, sqlType, type }) => {
      return { value: name, label: name, detail: sqlType ?? type };
    });
    openChoicePanel({
      anchor: input,
      opener,
      words: this.#words,
      choices,
      multiple: name === 'key',
      selected: name === 'key' ? key : [dateColumn],
      onPick: (columns) => {
        this.#enter(name, name === 'key' ? columns : (columns[0] ?? ''));
        this.#rows.refresh();
      },
    });
  }

  #keyNote(): string {
    const known = this.#records?.key;
    if (!this.#source || !this.#records) return this.#failure || this.#say('key-free');
    const facts = { endpoint: this.#endpoint };
    const { key } = this.#settings;
    const absent = this.#absent(key);
    if (absent) return absent;
    if (!known) return this.#say('key-unknown', facts);
    if (nameListText(key) !== nameListText(known.columns)) return this.#say('key-free');
    return this.#say(known.evidence === 'documented' ? 'key-from-catalogue-sure' : 'key-from-catalogue', facts);
  }

  #dateNote(): string {
    if (!this.#records) return this.#failure || this.#say('date-free');
    const facts = { endpoint: this.#endpoint };
    const { dateColumn } = this.#settings;
    if (dateColumn === '') return this.#say(this.#records.recordDate ? 'date-free' : 'date-unknown', facts);
    const absent = this.#absent([dateColumn]);
    if (absent) return absent;
    return dateColumn === this.#records.recordDate ? this.#say('date-from-catalogue', facts) : '';
  }

  /** The service may have more columns than are documented, and a node in between may make some. */
  #absent(columns: readonly string[]): string | undefined {
    const known = this.#records?.columns.map(({ name }) => name) ?? [];
    const column = columns.find((name) => !known.includes(name));
    return column === undefined ? undefined : this.#say('column-absent', { endpoint: this.#endpoint, column });
  }
}

/** Its own name for itself, in the language of the editor. */
function wordOfEndpoint({ type, _def }: EditorNode): string {
  const { paletteLabel } = _def as unknown as { paletteLabel?: unknown };
  return typeof paletteLabel === 'function' ? String(paletteLabel.call({ type, _: _def._ })) : type;
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
