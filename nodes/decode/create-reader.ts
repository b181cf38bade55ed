/** The reader for a format of the service. */
import type { Column } from '../catalogue/schema';
import { AnswerColumns } from './answer-columns';
import { type AnswerContext, AnswerFaults } from './answer-faults';
import { CheckedReader } from './checked-reader';
import { CsvRecords } from './csv-records';
import { ExpectedAnswer } from './expected-answer';
import { JsonRecords } from './json-records';
import { DEFAULT_LIMITS, type Limits } from './limits';
import type { ColumnInfo, DataRecord, RecordReader } from './record-reader';
import { AnswerUtf8 } from './utf8';
import { XmlRecords } from './xml-records';
import { XmlTable } from './xml-table';

export type RecordFormat = 'Json' | 'JsonDataTable' | 'Xml' | 'XmlDataTable' | 'Csv';

export interface ReaderOptions {
  /** Charset of the content type, if any. */
  charset?: string | undefined;
  /** The columns the catalogue expects. */
  columns: readonly Column[];
  /** False where the answer may be that of another path, so that the columns say no more than the types of their names. */
  columnsAreCertain?: boolean;
  /** Media type in lower case, empty or left out where there is none. */
  contentType?: string;
  /** As asked of the service; only Csv reads it. */
  csv: { delimiter: string; headers: boolean };
  limits?: Partial<Limits>;
  /** For errors. */
  context: AnswerContext;
}

export function createReader(format: RecordFormat, options: ReaderOptions): RecordReader {
  const { columns, columnsAreCertain = true, charset, contentType = '', csv, context } = options;
  const faults = new AnswerFaults(context, format);
  const expected = new ExpectedAnswer(columnsAreCertain ? columns : [], faults);
  const reader = new CharsetReader(new AnswerUtf8(charset, faults), formatReader(format, options, expected, faults));
  return new CheckedReader(reader, expected, format === 'Csv' ? { headers: csv.headers, contentType } : undefined);
}

function formatReader(
  format: RecordFormat,
  { csv, columns: catalogued, limits: given }: ReaderOptions,
  expected: ExpectedAnswer,
  faults: AnswerFaults,
): RecordReader {
  const limits = given ? { ...DEFAULT_LIMITS, ...given } : DEFAULT_LIMITS;
  const columns = new AnswerColumns(catalogued, limits, faults);
  switch (format) {
    case 'Json':
    case 'JsonDataTable':
      return new JsonRecords(format === 'JsonDataTable', columns, expected, limits, faults);
    case 'Xml':
      return new XmlRecords(columns, expected, limits, faults);
    case 'XmlDataTable':
      return new XmlTable(columns, expected, limits, faults);
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
}
