/** The reader for a format of the service. */
import type { Column } from '../catalogue/schema';
import type { ColumnInfo, DataRecord } from '../record';
import { AnswerColumns } from './answer-columns';
import { type AnswerContext, AnswerFaults } from './answer-faults';
import { CheckedReader } from './checked-reader';
import { CsvRecords } from './csv/csv-records';
import { ExpectedAnswer } from './expected-answer';
import { JsonRecords } from './json/json-records';
import { DEFAULT_LIMITS, type Limits } from './limits';
import type { AnswerReader, RecordReader } from './record-reader';
import { AnswerUtf8 } from './utf8';
import { XmlRecords } from './xml/xml-records';

export type RecordFormat = 'Json' | 'JsonDataTable' | 'Xml' | 'XmlDataTable' | 'Csv';

export interface ReaderOptions {
  /** Charset of the content type, if any. */
  charset?: string | undefined;
  /** The columns the catalogue expects. */
  columns: readonly Column[];
  /** False where the answer may be of another path: then columns only say the types of their names. Default: true. */
  columnsAreCertain?: boolean;
  /** Media type in lower case, empty or left out where there is none. */
  contentType?: string;
  /** As asked of the service; only Csv reads it. */
  csv: { delimiter: string; headers: boolean };
  /** Default: `DEFAULT_LIMITS`, each. */
  limits?: Partial<Limits>;
  /** For errors. */
  context: AnswerContext;
}

/** @returns what takes the bytes of one answer, of any charset, and gives records; its methods say what they throw */
export function createReader(format: RecordFormat, options: ReaderOptions): AnswerReader {
  const { columns, columnsAreCertain = true, charset, contentType = '', csv, context } = options;
  const faults = new AnswerFaults(context, format);
  const expected = new ExpectedAnswer(columnsAreCertain ? columns : [], faults);
  const limits = options.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS;
  const known = new AnswerColumns(columns, limits, faults);
  const reader = formatReader(format, options, known, expected, limits, faults);
  const ofText = new CharsetReader(new AnswerUtf8(charset, faults), reader);
  return new CheckedReader(
    ofText,
    known,
    expected,
    format === 'Csv' ? { headers: csv.headers, contentType } : undefined,
  );
}

function formatReader(
  format: RecordFormat,
  { csv, columns: catalogued }: ReaderOptions,
  columns: AnswerColumns,
  expected: ExpectedAnswer,
  limits: Limits,
  faults: AnswerFaults,
): RecordReader {
  switch (format) {
    case 'Json':
    case 'JsonDataTable':
      return new JsonRecords(format === 'JsonDataTable', columns, expected, limits, faults);
    case 'Xml':
    case 'XmlDataTable':
      return new XmlRecords(format === 'XmlDataTable', columns, expected, limits, faults);
    case 'Csv':
      return new CsvRecords(csv, catalogued, columns, limits, faults);
  }
}

/** A reader of UTF-8 with the charset undone in front of it. */
class CharsetReader implements RecordReader {
  constructor(
    private readonly utf8: AnswerUtf8,
    private readonly reader: RecordReader,
  ) {}

  write(chunk: Buffer): DataRecord[] {
    return this.reader.write(this.utf8.write(chunk));
  }

  end(): DataRecord[] {
    const records = this.reader.write(this.utf8.end());
    for (const record of this.reader.end()) records.push(record);
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
}
