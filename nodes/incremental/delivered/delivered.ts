/**
 * Which records of an answer were delivered before. Counts, no set: equal records can both be real, and the k-th of an
 * answer is known when as many were delivered. What a new answer says replaces what was known of its range, when the
 * flow has confirmed it.
 */
import type { DataRecord } from '../../record';
import { noPoint, type PointHook } from '../cursor/crash-point';
import { asNotWritable } from '../cursor/cursor-failures';
import type { CursorState, KnownFile } from '../cursor/cursor-state';
import type { StateFiles } from '../cursor/state-files';
import { HashCounts } from './hash-counts';
import { HashSet } from './hash-set';
import { loadKnown, saveKnown } from './known-file';
import { hashOf, type RowHash } from './row-hash';
import { keyText, NO_OTHERS, RowText } from './row-text';
import { readSent, type Sent, SentJournal } from './sent-journal';

export interface DeliveredOptions {
  files: StateFiles;
  /** Gone on from. */
  state: CursorState | undefined;
  /** As `CursorSession.journals` gives them. */
  journals: readonly string[];
  /** Columns that name a record, where they are known: then a run that failed repeats the records it had sent, else all. */
  key: readonly string[];
  /** `all` where known records leave, too. */
  leaves: 'new' | 'all';
  point?: PointHook;
}

/** What a window asks for. ISO instants, exclusive at the end. */
export interface AskedRange {
  from: string;
  to: string;
  /** Up to which records may come early and incomplete, where it is not known what the end of a range means. */
  earlyTo?: string;
}

/** What is delivered is said by a line where no key tells what it was. */
const ANYTHING = '*';

/** Records whose texts wait for one write, at most: in one message of a million records, too. */
const NOTED_AT_ONCE = 10_000;

interface Table {
  file: KnownFile;
  counts: HashCounts;
}

/** What one node has delivered, as a run goes on from it. */
export class Delivered {
  #tables: Table[];
  #sent: Sent;
  #text: RowText | undefined;
  #isFirst = true;

  private constructor(
    readonly options: DeliveredOptions,
    tables: Table[],
    sent: Sent,
  ) {
    this.#tables = tables;
    this.#sent = sent;
    const columns = options.state?.knownColumns;
    // Where nothing is known the columns of the answer are those of the texts.
    this.#text = columns && tables.some(({ counts }) => counts.total > 0) ? new RowText(columns) : undefined;
  }

  /** @throws DataConnectError `STATE_DAMAGED` */
  static async open(options: DeliveredOptions): Promise<Delivered> {
    const { files, state, journals, key } = options;
    const tables: Table[] = [];
    for (const file of state?.known ?? []) tables.push({ file, counts: await loadKnown(files, file) });
    return new Delivered(options, tables, await readSent(journals, key));
  }

  /** @param generation that the window goes on from */
  begin(range: AskedRange, generation: number): DeliveredWindow {
    return new DeliveredWindow(this, range, generation);
  }

  /** @param columns of the answer, as far as they are known */
  textFor(columns: readonly string[]): RowText {
    this.#text ??= new RowText(columns);
    return this.#text;
  }

  get columns(): string[] {
    return [...(this.#text?.columns ?? [])];
  }

  /** How many equal records the flow has of those that no later answer replaced. */
  countOf(hash: RowHash): number {
    let count = 0;
    for (const { counts } of this.#tables) count = Math.max(count, counts.count(hash));
    return count;
  }

  /** True for a record that an unconfirmed run may have sent in another form. */
  mayDiffer(record: DataRecord): boolean {
    const { key } = this.options;
    const { texts, isOther } = this.#sent;
    if (isOther || texts.size === 0) return isOther;
    return key.length === 0 || texts.has(hashOf(keyText(record, key)));
  }

  /** The tables that stay beside those of a window: the first of a run begins with the lookback, and replaces all. */
  besides({ from, to }: AskedRange): KnownFile[] {
    return this.#beside(from, to).map(({ file }) => file);
  }

  /** @param tables of the window */
  replace({ from, to }: AskedRange, tables: Table[]): void {
    this.#tables = [...this.#beside(from, to), ...tables];
    this.#sent = { texts: new HashSet(), isOther: false };
    this.#isFirst = false;
  }

  #beside(from: string, to: string): Table[] {
    if (this.#isFirst) return [];
    const isWithin = (file: KnownFile) => isNoLater(from, file.from) && isNoLater(file.to, to);
    return this.#tables.filter(({ file }) => !isWithin(file));
  }
}

/** The records of one window. */
export class DeliveredWindow {
  #counts = new HashCounts();
  #early = new HashCounts();
  readonly #journal: SentJournal;
  /** Whether it was said that something leaves, where no key tells what. */
  #isSaid = false;
  /** Texts of records that are to leave, and are not noted yet. */
  #leaving: string[] = [];
  #tables: Table[] = [];

  constructor(
    readonly delivered: Delivered,
    readonly range: AskedRange,
    readonly generation: number,
  ) {
    const { files, key, point } = delivered.options;
    this.#journal = new SentJournal(files, generation, key, point);
  }

  /** Marks what has come so far; the returned function forgets what came after: it comes again. */
  mark(): () => void {
    const [counts, early] = [this.#counts, this.#early].map((each) => each.copy()) as [HashCounts, HashCounts];
    return () => {
      this.#counts = counts;
      this.#early = early;
    };
  }

  /**
   * Of the records in the order of the answer. `note` must have returned before one of them leaves.
   * @param columns of the answer, as known with these records: none of them has another
   * @param isEarly true for a record that lies behind the end of the range
   * @returns for each whether it was delivered
   * @throws DataConnectError, as `note` does
   */
  async sift(
    records: readonly DataRecord[],
    columns: readonly string[],
    isEarly: (record: DataRecord) => boolean = () => false,
  ): Promise<boolean[]> {
    const text = this.delivered.textFor(columns);
    const hasAll = text.hasAll(columns);
    const known = records.map((record) => {
      const hash = hashOf(text.of(record, hasAll ? NO_OTHERS : text.others(record)));
      const count = (isEarly(record) ? this.#early : this.#counts).add(hash);
      return count <= this.delivered.countOf(hash) && !this.delivered.mayDiffer(record);
    });
    const { leaves } = this.delivered.options;
    for (const [at, record] of records.entries()) if (leaves === 'all' || !known[at]) this.#leaves(record);
    if (this.#leaving.length >= NOTED_AT_ONCE) await this.note();
    return known;
  }

  /**
   * Those that are to leave are on the disk when it returns.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`: nothing may leave then
   */
  async note(): Promise<void> {
    const { files } = this.delivered.options;
    await this.#journal.note(this.#leaving).catch((error: unknown) => {
      throw asNotWritable(files.folder, error, 'under-way');
    });
    this.#leaving = [];
  }

  /**
   * The flow has confirmed the window: writes what it had.
   * @returns what the state is to name
   * @throws the error of the system
   */
  async save(): Promise<{ known: KnownFile[]; knownColumns: string[] }> {
    const { from, to, earlyTo } = this.range;
    await this.#journal.close();
    this.#tables = [await this.#saved({ from, to }, this.#counts)];
    if (this.#early.total > 0) this.#tables.push(await this.#saved({ from: to, to: earlyTo ?? to }, this.#early));
    const known = [...this.delivered.besides(this.range), ...this.#tables.map(({ file }) => file)];
    return { known, knownColumns: this.delivered.columns };
  }

  /** The state names what `save` wrote. */
  confirmed(): void {
    this.delivered.replace(this.range, this.#tables);
  }

  /** However the window ended. Never rejects. */
  async close(): Promise<void> {
    await this.#journal.close().catch(() => undefined);
  }

  async #saved(range: Pick<KnownFile, 'from' | 'to'>, counts: HashCounts): Promise<Table> {
    const { files, point = noPoint } = this.delivered.options;
    return { file: await saveKnown(files, this.generation, range, counts, point), counts };
  }

  #leaves(record: DataRecord): void {
    const { key } = this.delivered.options;
    if (key.length > 0) this.#leaving.push(keyText(record, key));
    else if (!this.#isSaid) this.#leaving.push(ANYTHING);
    this.#isSaid = true;
  }
}

function isNoLater(one: string, other: string): boolean {
  return Date.parse(one) <= Date.parse(other);
}
