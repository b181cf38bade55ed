/** Records without a key: whole records, with counts. A changed one is one added and one removed; of those removed only the number is known. */
import path from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { DataRecord } from '../../record';
import type { PointHook } from '../cursor/crash-point';
import type { Snapshot } from '../cursor/cursor-state';
import type { StateFiles } from '../cursor/state-files';
import { type CountSource, HashCounts } from '../delivered/hash-counts';
import { HashSet } from '../delivered/hash-set';
import { loadKnown, saveKnown } from '../delivered/known-file';
import { HASH_BYTES, hashOf, type RowHash } from '../delivered/row-hash';
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
  /** By all columns, records that have one that is new. */
  readonly #wider = new HashCounts();
  readonly #texts: ComparedTexts;

  /** @param counts by the columns that there were before, in the tallies below */
  private constructor(
    readonly options: RecordComparisonOptions,
    readonly counts: HashCounts,
  ) {
    const { snapshot } = options;
    this.#texts = new ComparedTexts(snapshot, counts.totalOf(OLD) > 0);
  }

  /** @throws DataConnectError `STATE_DAMAGED` */
  static async open(options: RecordComparisonOptions): Promise<RecordComparison> {
    const { files, snapshot } = options;
    const file = snapshot && { file: `${snapshot.file}.known`, check: snapshot.check };
    const counts = file ? await loadKnown(files, file, TALLIES) : new HashCounts(0, TALLIES);
    return new RecordComparison(options, counts);
  }

  begin(columns: readonly string[]): void {
    this.#texts.begin(columns);
  }

  compare(record: DataRecord): Compared {
    const { before, now } = this.#texts.hashes(record);
    const text = Buffer.from(before.slice(0, HASH_BYTES), 'latin1').toString('hex');
    const count = this.counts.add(before, 1, SEEN);
    if (before !== now) {
      this.counts.add(before, 1, WIDER);
      this.#wider.add(now);
    }
    const isSame = count <= this.counts.count(before, OLD) && !this.#wasSent(text);
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
    return this.counts.totalOf(OLD);
  }

  /** A record that changed is gone and there, and no sign of anything. */
  get missing(): number {
    return Math.max(0, this.known - this.counts.totalOf(SEEN));
  }

  async countRemoved(): Promise<number> {
    let removed = 0;
    for (let part = 0; part < this.counts.parts; part++) {
      this.counts.forEachIn(part, (_first, _second, _third, _fourth, old, seen) => {
        removed += Math.max(0, old - seen);
      });
      await breathe();
    }
    const told = new HashSet();
    for (const file of this.options.journals) {
      for await (const texts of sentTexts(file, [])) {
        const only = (texts ?? [])
          .map((text) => Buffer.from(text, 'hex').toString('latin1'))
          .filter((hash) => this.#isOnlySent(hash));
        for (const hash of only) if (told.add(hash)) removed++;
      }
    }
    return removed;
  }

  async *removedTexts(): AsyncGenerator<string[]> {}

  async save(): Promise<Snapshot> {
    const { files, generation, point } = this.options;
    const { file, rows, check } = await saveKnown(files, generation, NO_RANGE, this.#now(), point);
    return { file: path.parse(file).name, rows, ...this.#texts.described, key: [], check };
  }

  async discard(): Promise<void> {}

  #isOnlySent(hash: RowHash): boolean {
    if (hash.length !== HASH_BYTES) return false;
    return this.counts.count(hash, OLD) === 0 && this.counts.count(hash, SEEN) === 0;
  }

  /** The records of this answer by all of their columns. */
  #now(): CountSource {
    const { counts } = this;
    const wider = this.#wider;
    return {
      total: counts.totalOf(SEEN),
      parts: counts.parts + wider.parts,
      forEachIn: (part, take) => {
        if (part >= counts.parts) return wider.forEachIn(part - counts.parts, take);
        counts.forEachIn(part, (first, second, third, fourth, _old, seen, others) => {
          if (seen > others) take(first, second, third, fourth, seen - others, 0, 0);
        });
      },
    };
  }

  #wasSent(text: string): boolean {
    const { texts, isOther } = this.options.sent;
    return isOther || (texts.size > 0 && texts.has(hashOf(text)));
  }
}

/** What is counted of each record: in the last confirmed answer, in this one, and of these those that have a new column. */
const OLD = 0;
const SEEN = 1;
const WIDER = 2;
const TALLIES = 3;

/** A snapshot is of all there is. */
const NO_RANGE = { from: '', to: '' };
