/**
 * What changed in a list since the flow confirmed it last: added, changed, removed. Whatever leaves is noted first
 * (`sent-journal.ts`), and what is removed leaves at the very end, behind a complete answer. The new state is nobody's
 * until the cursor names it.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { DataConnectError, type Phrase } from '../../errors';
import type { DataRecord } from '../../record';
import { noPoint, type PointHook } from '../cursor/crash-point';
import { asNotWritable } from '../cursor/cursor-failures';
import type { CursorState, Snapshot } from '../cursor/cursor-state';
import type { StateFiles } from '../cursor/state-files';
import { readSent, SentJournal } from '../delivered/sent-journal';
import type { Comparison } from './comparison';
import { KeyComparison } from './key-comparison';
import { RecordComparison } from './record-comparison';

/** Records between which others of this process have their turn. */
const SLICE = 100;

export interface ChangeFeedOptions {
  files: StateFiles;
  /** Gone on from. */
  state: CursorState | undefined;
  /** As `CursorSession.journals` gives them. */
  journals: readonly string[];
  /** Columns that name a record; none: whole records are compared. */
  key: readonly string[];
  /** Most records of a batch. */
  batch: number;
  /** Percent of the known records that may be gone before somebody has to look. */
  mostRemoved: number;
  /** True for a column whose values no error tells. */
  isPersonal(column: string): boolean;
  /** Told what a person should know. */
  warn(warning: Phrase): void;
  point?: PointHook;
}

export type ChangeKind = 'added' | 'changed' | 'removed';

/** Records of one kind; of those that are removed the columns of the key. */
export interface Changes {
  change: ChangeKind;
  records: DataRecord[];
}

interface Waiting {
  records: DataRecord[];
  texts: string[];
}

export class ChangeFeed {
  readonly #waiting: Record<ChangeKind, Waiting> = { added: nothing(), changed: nothing(), removed: nothing() };
  readonly #counts = { added: 0, changed: 0, removed: 0, same: 0 };
  readonly #point: PointHook;

  private constructor(
    readonly options: ChangeFeedOptions,
    readonly comparison: Comparison,
    readonly journal: SentJournal,
  ) {
    this.#point = options.point ?? noPoint;
  }

  /**
   * Before anything is asked for.
   * @throws DataConnectError `STATE_DAMAGED`, `CURSOR_NOT_WRITABLE`
   */
  static async open(options: ChangeFeedOptions): Promise<ChangeFeed> {
    const { files, state, journals, key, isPersonal, point = noPoint } = options;
    const generation = state?.generation ?? 0;
    const snapshot = comparable(state?.snapshot, options);
    const sent = await readSent(journals, key);
    const given = { files, generation, snapshot, sent, journals, point };
    const opened = key.length > 0 ? KeyComparison.open({ ...given, key, isPersonal }) : RecordComparison.open(given);
    const comparison = await opened.catch((error: unknown) => {
      throw asNotWritable(files.folder, error);
    });
    await point('opened');
    return new ChangeFeed(options, comparison, new SentJournal(files, generation, key, point));
  }

  /** So far; `same` are those that did not leave. */
  get counts(): Readonly<Record<ChangeKind | 'same', number>> {
    return this.#counts;
  }

  /**
   * Some records of the answer, in its order.
   * @param columns of the answer, as known with its first records
   * @yields batches that are noted, and whole; the rest comes with `end`
   * @throws DataConnectError `KEY_MISSING`, `KEY_NOT_UNIQUE`, and `CURSOR_NOT_WRITABLE` when a batch could not be noted
   */
  async *take(records: readonly DataRecord[], columns: readonly string[]): AsyncGenerator<Changes> {
    yield* this.#written(this.#take(records, columns));
  }

  async *#take(records: readonly DataRecord[], columns: readonly string[]): AsyncGenerator<Changes> {
    this.comparison.begin(columns);
    for (let at = 0; at < records.length; at += SLICE) {
      for (const record of records.slice(at, at + SLICE)) this.#compare(record);
      await this.comparison.flush();
      yield* this.#leave(this.options.batch);
      await breathe();
    }
  }

  /**
   * The answer is complete: the rest of what was added and changed, then what is gone.
   * @throws DataConnectError `KEY_MISSING`, `KEY_NOT_UNIQUE`, `TOO_MANY_REMOVED`, `CURSOR_NOT_WRITABLE`
   */
  async *end(): AsyncGenerator<Changes> {
    yield* this.#written(this.#end());
  }

  async *#end(): AsyncGenerator<Changes> {
    this.comparison.check();
    this.#warnOfColumns();
    yield* this.#leave(1);
    await this.#point('rows-sent');
    this.#refuseTooMany();
    this.#counts.removed = await this.comparison.countRemoved();
    yield* this.#removed();
    await this.#point('removed-sent');
  }

  /**
   * The flow has confirmed all of it: writes the new state.
   * @returns what the state of the cursor is to name
   * @throws the error of the system
   */
  async save(): Promise<Snapshot> {
    await this.journal.close();
    return this.comparison.save();
  }

  /** Of a run that was not confirmed: what it noted stays. Never rejects. */
  async discard(): Promise<void> {
    await this.journal.close().catch(() => undefined);
    await this.comparison.discard();
  }

  /** Whoever takes the changes may fail, too: that is not thrown in here. */
  async *#written(changes: AsyncGenerator<Changes>): AsyncGenerator<Changes> {
    try {
      yield* changes;
    } catch (error) {
      throw asNotWritable(this.options.files.folder, error, 'under-way');
    }
  }

  #compare(record: DataRecord): void {
    const { is, text } = this.comparison.compare(record);
    if (this.comparison.hasFailed) return;
    this.#counts[is]++;
    if (is === 'same') return;
    this.#waiting[is].records.push(record);
    this.#waiting[is].texts.push(text);
  }

  /** @param least records that a batch must have */
  async *#leave(least: number): AsyncGenerator<Changes> {
    for (const change of ['added', 'changed', 'removed'] as const) {
      const waiting = this.#waiting[change];
      while (waiting.records.length >= least && waiting.records.length > 0) {
        const records = waiting.records.splice(0, this.options.batch);
        await this.journal.note(waiting.texts.splice(0, this.options.batch));
        yield { change, records };
        await this.#point('batch-sent');
      }
    }
  }

  async *#removed(): AsyncGenerator<Changes> {
    const { key, batch } = this.options;
    const half = this.#counts.removed / 2;
    let count = 0;
    for await (const texts of this.comparison.removedTexts()) {
      const before = count;
      count += texts.length;
      this.#waiting.removed.records.push(...texts.map((text) => keyRecord(text, key)));
      this.#waiting.removed.texts.push(...texts);
      yield* this.#leave(batch);
      if (before < half && count >= half) await this.#point('removed-half');
    }
    yield* this.#leave(1);
  }

  #refuseTooMany(): void {
    const { missing, known } = this.comparison;
    const { mostRemoved } = this.options;
    if (missing * 100 <= known * mostRemoved) return;
    throw new DataConnectError('TOO_MANY_REMOVED', { removed: missing, known, most: mostRemoved });
  }

  #warnOfColumns(): void {
    const { known, newColumns } = this.comparison;
    if (known === 0 || newColumns.length === 0) return;
    this.options.warn({ phrase: 'changes-columns-added', facts: { columns: newColumns.join(', ') } });
  }
}

/** By another key nothing can be compared. */
function comparable(snapshot: Snapshot | undefined, { key, warn }: ChangeFeedOptions): Snapshot | undefined {
  if (!snapshot || JSON.stringify(snapshot.key) === JSON.stringify(key)) return snapshot;
  warn({ phrase: 'changes-key-other', facts: { key: snapshot.key.join(', ') || '–' } });
  return undefined;
}

function keyRecord(text: string, key: readonly string[]): DataRecord {
  const values = JSON.parse(text) as DataRecord[string][];
  return Object.fromEntries(key.map((name, at) => [name, values[at] ?? null]));
}

function nothing(): Waiting {
  return { records: [], texts: [] };
}
