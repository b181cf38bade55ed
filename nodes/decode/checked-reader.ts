/**
 * Looks at the first and the last record of an answer before they are handed on: one of them is the error where a
 * service wrote it into the list, or where a sentence was read as Csv.
 */
import type { ColumnInfo, DataRecord } from '../record';
import type { AnswerColumns } from './answer-columns';
import type { CsvBeginning, ExpectedAnswer } from './expected-answer';
import type { AnswerReader, RecordReader } from './record-reader';

export class CheckedReader implements AnswerReader {
  #count = 0;

  /** @param csv as Csv was asked for and answered */
  constructor(
    private readonly reader: RecordReader,
    private readonly known: AnswerColumns,
    private readonly expected: ExpectedAnswer,
    private readonly csv: Pick<CsvBeginning, 'headers' | 'contentType'> | undefined,
  ) {}

  get nests(): boolean {
    return this.known.nests;
  }

  write(chunk: Buffer): DataRecord[] {
    const records = this.reader.write(chunk);
    if (records.length > 0) this.#check(records, false);
    return records;
  }

  end(): DataRecord[] {
    const records = this.reader.end();
    this.#check(records, true);
    const last = records.at(-1);
    if (last !== undefined) this.expected.refuseError(last);
    return records;
  }

  columns(): ColumnInfo[] {
    return this.reader.columns();
  }

  skim(isWanted: boolean): void {
    this.reader.skim(isWanted);
  }

  get skimmed(): number {
    return this.reader.skimmed;
  }

  #check(records: DataRecord[], isEnd: boolean): void {
    const isFirst = this.#count === 0;
    this.#count += records.length;
    if (!isFirst) return;
    if (records.length > 0) this.expected.refuseError(records[0]!);
    if (this.csv === undefined) return;
    const names = this.reader.columns().map(({ name, originalName = name }) => originalName);
    this.expected.refuseSentence({ ...this.csv, names, records, isWhole: isEnd });
  }
}
