/** How the records of an answer are compared with those of the last confirmed one. */
import type { DataRecord } from '../../record';
import type { Snapshot } from '../cursor/cursor-state';

export interface Compared {
  /** `same` leaves out what need not be sent. */
  is: 'added' | 'changed' | 'same';
  /** What the journal notes before it leaves. */
  text: string;
}

export interface Comparison {
  /** @param columns of the answer, as known with its first records */
  begin(columns: readonly string[]): void;
  compare(record: DataRecord): Compared;
  /** True once the answer cannot be compared: nothing more may leave. */
  readonly hasFailed: boolean;
  /** @throws DataConnectError why it cannot */
  check(): void;
  /** Writes what was gathered. */
  flush(): Promise<void>;
  /** Columns that came with this answer, and that were left out of the comparison. */
  readonly newColumns: readonly string[];
  /** Records of the last confirmed answer. */
  readonly known: number;
  /** Of them, how many must be gone, judged by what a lost permission does. */
  readonly missing: number;
  /** All that are gone, those that only unconfirmed runs sent as well. */
  countRemoved(): Promise<number>;
  /** @yields the texts of keys of records that are gone; nothing where only their number is known */
  removedTexts(): AsyncGenerator<string[]>;
  /** On the disk when it returns; nobody's until a state names it. */
  save(): Promise<Snapshot>;
  /** Removes what it wrote, unless it is saved: a state may name it by then. Never rejects. */
  discard(): Promise<void>;
}
