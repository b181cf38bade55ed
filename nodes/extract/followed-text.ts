/** Reads along in a text that is passed on as it came: how many records it has, up to where, and that it is none of the service's errors. */
import type { Answer } from '../client/request';
import { AnswerFaults } from '../decode/answer-faults';
import { FIRST_BEYOND_ASCII } from '../decode/ascii';
import { findLineEnd } from '../decode/csv/csv-grammar';
import { CsvRowCount } from '../decode/csv/csv-row-count';
import type { AnswerReader } from '../decode/record-reader';
import { DataConnectError } from '../errors';
import type { ColumnInfo, DataRecord } from '../record';
import { csvAsked, readerFor } from './plan-reader';
import type { RunPlan } from './run-plan';

const MARK = Buffer.from('\ufeff');
/** A line of Excel's that is no row. */
const SEP_LINE = /^"?sep=/i;

export class FollowedText {
  #reader: AnswerReader | undefined;
  #records = 0;
  #bytes = 0;
  /** Bytes there were when records came out last: all records that began before the last time are complete. */
  #bytesWithRecords = 0;
  #covered = 0;
  /** In place of the reader, once nothing of the records has to be known. */
  #count: CsvRowCount | undefined;
  #markBytes = 0;

  constructor(
    readonly plan: RunPlan,
    readonly answer: Answer,
  ) {
    this.#reader = readerFor(plan, answer);
  }

  /** Records so far; undefined for a text that is none of the format, which is passed on all the same. */
  get records(): number | undefined {
    if (this.#count) return this.#count.rows - (csvAsked(this.plan).headers ? 1 : 0);
    return this.#reader && this.#records;
  }

  get isReadable(): boolean {
    return this.#reader !== undefined || this.#count !== undefined;
  }

  /** Whether rows are counted only. */
  get isSkimmed(): boolean {
    return this.#count !== undefined;
  }

  /** Bytes of the text whose records are known. */
  get covered(): number {
    if (this.#count) return this.#markBytes + this.#count.end;
    return this.isReadable ? this.#covered : this.#bytes;
  }

  get nests(): boolean {
    return this.#reader?.nests === true;
  }

  columns(): ColumnInfo[] {
    return this.#reader?.columns() ?? [];
  }

  /**
   * From now on only counts the rows, where the text allows it: that costs a tenth.
   * @param whole all bytes so far
   */
  skim(whole: Buffer): void {
    const text = whole.subarray(0, MARK.length).equals(MARK) ? whole.subarray(MARK.length) : whole;
    const delimiter = Buffer.from(csvAsked(this.plan).delimiter);
    const lineEnd = findLineEnd(text, 0, delimiter);
    const isPlain = delimiter.length === 1 && delimiter[0]! < FIRST_BEYOND_ASCII && text.includes(delimiter);
    if (this.plan.response !== 'Csv' || !lineEnd || !isPlain || SEP_LINE.test(text.toString('latin1', 0, 8))) return;
    this.#count = new CsvRowCount(delimiter[0]!, lineEnd);
    this.#count.add(text);
    this.#markBytes = whole.length - text.length;
    this.#reader = undefined;
  }

  /** @throws DataConnectError `API_ERROR` */
  write(bytes: Buffer): DataRecord[] {
    this.#bytes += bytes.length;
    this.#count?.add(bytes);
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
    if (this.#count?.isOpen) {
      const { host } = this.answer;
      throw new AnswerFaults({ host, path: this.plan.request.path }, this.plan.response).truncated(this.#bytes);
    }
    this.#count?.finish();
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
