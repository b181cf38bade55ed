/** Records without a key: whole records, with counts. A changed one is one added and one removed; of those removed only the number is known. */
import path from 'node:path';
import type { DataRecord } from '../../record';
import type { PointHook } from '../cursor/crash-point';
import type { Snapshot } from '../cursor/cursor-state';
import type { StateFiles } from '../cursor/state-files';
import { HASH_BYTES, HashCounts, hashOf, PARTS, type RowHash } from '../delivered/hash-counts';
import { loadKnown, saveKnown } from '../delivered/known-file';
import { type Sent, sentTexts } from '../delivered/sent-journal';
import { ComparedTexts } from './compared-texts';
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
  readonly #texts: ComparedTexts;

  private constructor(
    readonly options: RecordComparisonOptions,
    readonly old: HashCounts,
  ) {
    const { snapshot } = options;
    this.#texts = new ComparedTexts(snapshot, old.total > 0);
  }

  /** @throws DataConnectError `STATE_DAMAGED` */
  static async open(options: RecordComparisonOptions): Promise<RecordComparison> {
    const { files, snapshot } = options;
    const old = snapshot && (await loadKnown(files, { file: `${snapshot.file}.known`, check: snapshot.check }));
    return new RecordComparison(options, old ?? new HashCounts());
  }

  begin(columns: readonly string[]): void {
    this.#texts.begin(columns);
  }

  compare(record: DataRecord): Compared {
    const { before, now } = this.#texts.hashes(record);
    if (before !== now) this.#now ??= this.#seen.copy();
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
    return this.#texts.newColumns;
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
    return { file: path.parse(file).name, rows, ...this.#texts.described, key: [], check };
  }

  async discard(): Promise<void> {}

  #isOnlySent(hash: RowHash): boolean {
    return hash.length === HASH_BYTES && this.old.count(hash) === 0 && this.#seen.count(hash) === 0;
  }

  #wasSent(text: string): boolean {
    const { texts, isOther } = this.options.sent;
    return isOther || (texts.size > 0 && texts.count(hashOf(text)) > 0);
  }
}

/** A snapshot is of all there is. */
const NO_RANGE = { from: '', to: '' };
