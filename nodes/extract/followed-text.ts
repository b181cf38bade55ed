/**
 * Reads along in a text that is passed on as it came: how many records it has and up to where, by the reader that
 * records have, with all that it refuses.
 */
import type { Answer } from '../client/request';
import type { AnswerReader } from '../decode/record-reader';
import type { ColumnInfo, DataRecord } from '../record';
import { readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';

export class FollowedText {
  readonly #reader: AnswerReader;
  #given = 0;
  #bytes = 0;
  /** Bytes there were when records were read last: all records that began before the last time are complete. */
  #bytesWithRecords = 0;
  #covered = 0;

  constructor(plan: RunPlan, answer: Answer) {
    this.#reader = readerFor(plan, answer);
  }

  /** Records so far. */
  get records(): number {
    return this.#given + this.#reader.skimmed;
  }

  /** Bytes of the text whose records are known. */
  get covered(): number {
    return this.#covered;
  }

  get nests(): boolean {
    return this.#reader.nests;
  }

  columns(): ColumnInfo[] {
    return this.#reader.columns();
  }

  /** Whether records are wanted that are like those before. */
  skim(isWanted: boolean): void {
    this.#reader.skim(isWanted);
  }

  /** @throws DataConnectError of the format */
  write(bytes: Buffer): DataRecord[] {
    this.#bytes += bytes.length;
    const before = this.records;
    const records = this.#counted(this.#reader.write(bytes));
    if (this.records > before) {
      this.#covered = this.#bytesWithRecords;
      this.#bytesWithRecords = this.#bytes;
    }
    return records;
  }

  /** @throws DataConnectError of the format, `TRUNCATED` where the text ends within a record */
  end(): DataRecord[] {
    this.#covered = this.#bytes;
    return this.#counted(this.#reader.end());
  }

  #counted(records: DataRecord[]): DataRecord[] {
    this.#given += records.length;
    return records;
  }
}
