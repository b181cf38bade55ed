/** Records without a key: whole records, with counts. A changed one is one added and one removed; of those removed only the number is known. */
import path from 'node:path';
import type { DataRecord } from '../../record';
import type { PointHook } from '../cursor/crash-point';
import type { Snapshot } from '../cursor/cursor-state';
import type { StateFiles } from '../cursor/state-files';
import { HASH_BYTES, HashCounts, hashOf, PARTS, type RowHash } from '../delivered/hash-counts';
import { loadKnown, saveKnown } from '../delivered/known-file';
import { RowText } from '../delivered/row-text';
import { type Sent, sentTexts } from '../delivered/sent-journal';
import type { Compared, Comparison } from './comparison';

export interface RecordComparisonOptions {
  files: StateFiles;
  generation: number;
  /** Of the last confirmed answer, without a key. */
  snapshot: Snapshot | undefined;
  sent: Sent;
  journals: readonly string[];
  point: PointHook;
}

export class RecordComparison implements Comparison {
  /** By the columns that there were before. */
  readonly #seen = new HashCounts();
  /** By all columns, where there are more by now. */
  #now: HashCounts | undefined;
  readonly #before: ReadonlySet<string>;
  readonly #others: Set<string>;
  readonly #newColumns = new Set<string>();
  #text: RowText | undefined;

  private constructor(
    readonly options: RecordComparisonOptions,
    readonly old: HashCounts,
  ) {
    const { snapshot } = options;
    this.#before = new Set(snapshot?.late);
    this.#others = new Set(snapshot?.late);
    if (snapshot && old.total > 0) this.#text = new RowText(snapshot.columns);
  }

  /** @throws DataConnectError `STATE_DAMAGED` */
  static async open(options: RecordComparisonOptions): Promise<RecordComparison> {
    const { files, snapshot } = options;
    const old = snapshot && (await loadKnown(files, { file: `${snapshot.file}.known`, check: snapshot.check }));
    return new RecordComparison(options, old ?? new HashCounts());
  }

  begin(columns: readonly string[]): void {
    this.#text ??= new RowText(columns);
  }

  compare(record: DataRecord): Compared {
    const { before, now } = this.#hashes(record);
    const text = Buffer.from(before.slice(0, HASH_BYTES), 'latin1').toString('hex');
    const count = this.#seen.add(before);
    this.#now?.add(now);
    const isSame = count <= this.old.count(before) && !this.#wasSent(text);
    return { is: isSame ? 'same' : 'added', text };
  }

  /** Any answer can be. */
  readonly hasFailed = false;

  check(): void {}

  async flush(): Promise<void> {}

  get newColumns(): readonly string[] {
    return [...this.#newColumns];
  }

  get known(): number {
    return this.old.total;
  }

  /** A record that changed is gone and there, and no sign of anything. */
  get missing(): number {
    return Math.max(0, this.old.total - this.#seen.total);
  }

  async countRemoved(): Promise<number> {
    let removed = 0;
    for (let part = 0; part < PARTS; part++) {
      this.old.forEachIn(part, (first, second, third, fourth, count) => {
        removed += Math.max(0, count - this.#seen.countOf(first, second, third, fourth));
      });
    }
    const told = new HashCounts();
    for (const file of this.options.journals) {
      for await (const texts of sentTexts(file, [])) {
        const only = (texts ?? [])
          .map((text) => Buffer.from(text, 'hex').toString('latin1'))
          .filter((hash) => this.#isOnlySent(hash));
        for (const hash of only) if (told.add(hash) === 1) removed++;
      }
    }
    return removed;
  }

  async *removedTexts(): AsyncGenerator<string[]> {}

  async save(): Promise<Snapshot> {
    const { files, generation, point } = this.options;
    const { file, rows, check } = await saveKnown(files, generation, NO_RANGE, this.#now ?? this.#seen, point);
    const columns = [...(this.#text?.columns ?? [])];
    return { file: path.parse(file).name, rows, columns, late: [...this.#others].sort(), key: [], check };
  }

  async discard(): Promise<void> {}

  #isOnlySent(hash: RowHash): boolean {
    return hash.length === HASH_BYTES && this.old.count(hash) === 0 && this.#seen.count(hash) === 0;
  }

  /** With all columns, and with those that there were before. */
  #hashes(record: DataRecord): { now: RowHash; before: RowHash } {
    const text = this.#text!;
    const others = text.others(record);
    const now = hashOf(text.of(record, others));
    if (others.every((name) => this.#before.has(name))) return { now, before: now };
    for (const name of others) if (!this.#before.has(name)) this.#newColumns.add(name);
    for (const name of others) this.#others.add(name);
    this.#now ??= this.#seen.copy();
    return {
      now,
      before: hashOf(
        text.of(
          record,
          others.filter((name) => this.#before.has(name)),
        ),
      ),
    };
  }

  #wasSent(text: string): boolean {
    const { texts, isOther } = this.options.sent;
    return isOther || (texts.size > 0 && texts.count(hashOf(text)) > 0);
  }
}

/** A snapshot is of all there is. */
const NO_RANGE = { from: '', to: '' };
