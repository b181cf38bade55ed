/** The reader for a format of the service. */
import type { Column } from '../catalogue/schema';
import { AnswerColumns } from './answer-columns';
import { type AnswerContext, AnswerFaults } from './answer-faults';
import { CsvRecords } from './csv-records';
import { JsonRecords } from './json-records';
import { JsonTable } from './json-table';
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
  /** As asked of the service; only Csv reads it. */
  csv: { delimiter: string; headers: boolean };
  limits?: Partial<Limits>;
  /** For errors. */
  context: AnswerContext;
}

export function createReader(format: RecordFormat, options: ReaderOptions): RecordReader {
  const faults = new AnswerFaults(options.context, format);
  const limits = options.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS;
  const columns = new AnswerColumns(options.columns, limits, faults);
  return new CharsetReader(
    new AnswerUtf8(options.charset, faults),
    formatReader(format, options, columns, limits, faults),
  );
}

function formatReader(
  format: RecordFormat,
  { csv, columns: expected }: ReaderOptions,
  columns: AnswerColumns,
  limits: Limits,
  faults: AnswerFaults,
): RecordReader {
  switch (format) {
    case 'Json':
      return new JsonRecords(columns, limits, faults);
    case 'JsonDataTable':
      return new JsonTable(columns, limits, faults);
    case 'Xml':
      return new XmlRecords(columns, limits, faults);
    case 'XmlDataTable':
      return new XmlTable(columns, limits, faults);
    case 'Csv':
      return new CsvRecords(csv, expected, columns, limits, faults);
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
