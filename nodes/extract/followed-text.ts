/** Reads along in a text that is passed on as it came: how many records it has, up to where, and that it is none of the service's errors. */
import type { Answer } from '../client/request';
import type { AnswerReader } from '../decode/record-reader';
import { DataConnectError } from '../errors';
import type { ColumnInfo, DataRecord } from '../record';
import { readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';

export class FollowedText {
  #reader: AnswerReader | undefined;
  #records = 0;
  #bytes = 0;
  /** Bytes there were when records came out last: all records that began before the last time are complete. */
  #bytesWithRecords = 0;
  #covered = 0;

  constructor(plan: RunPlan, answer: Answer) {
    this.#reader = readerFor(plan, answer);
  }

  /** Records so far; undefined for a text that is none of the format, which is passed on all the same. */
  get records(): number | undefined {
    return this.#reader && this.#records;
  }

  get isReadable(): boolean {
    return this.#reader !== undefined;
  }

  /** Bytes of the text whose records are known. */
  get covered(): number {
    return this.isReadable ? this.#covered : this.#bytes;
  }

  get nests(): boolean {
    return this.#reader?.nests === true;
  }

  columns(): ColumnInfo[] {
    return this.#reader?.columns() ?? [];
  }

  /** @throws DataConnectError `API_ERROR` */
  write(bytes: Buffer): DataRecord[] {
    this.#bytes += bytes.length;
    const records = this.#read((reader) => reader.write(bytes));
    if (records.length > 0) {
      this.#covered = this.#bytesWithRecords;
      this.#bytesWithRecords = this.#bytes;
    }
    return records;
  }

  /** @throws DataConnectError `API_ERROR`, or `TRUNCATED` where the text ends within a record */
  end(): DataRecord[] {
    this.#covered = this.#bytes;
    return this.#read((reader) => reader.end(), ['API_ERROR', 'TRUNCATED']);
  }

  #read(read: (reader: AnswerReader) => DataRecord[], thrown: readonly string[] = ['API_ERROR']): DataRecord[] {
    if (!this.#reader) return [];
    try {
      const records = read(this.#reader);
      this.#records += records.length;
      return records;
    } catch (error) {
      if (!(error instanceof DataConnectError) || thrown.includes(error.code)) throw error;
      this.#reader = undefined;
      return [];
    }
  }
}
