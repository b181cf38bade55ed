/**
 * The one interface of all formats: bytes go in as they arrive, complete records come out. A reader never waits and
 * never holds more than the record it is in the middle of, so back-pressure is the caller's: it does not write the
 * next piece before it has handed on what the last one gave.
 */

/** A field's value: as the service sent it. Numbers a double cannot hold exactly are strings of their digits. */
export type Value = string | number | boolean | null | Date | Value[] | { [name: string]: Value };

export type DataRecord = { [column: string]: Value };

/** One column of an answer, as known so far. */
export interface ColumnInfo {
  /** The key in the records. */
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'unknown';
  /** SQL Server's type, from the catalogue or the answer's Schema. */
  sqlType?: string;
  /** Maximum length the answer's Schema states. */
  length?: number;
  /** Where the type comes from. */
  source: 'catalogue' | 'schema' | 'data';
  /** The service's own name, where the key differs from it (duplicate or dangerous names). */
  originalName?: string;
  /** True once a value of this column was kept as text because a number would have lost digits. */
  digitsKeptAsText?: true;
}

export interface RecordReader {
  /**
   * Takes the next bytes of the answer and returns the records they complete, in order.
   * @throws DataConnectError `MALFORMED`, `LIMIT_EXCEEDED` or `API_ERROR`
   */
  write(chunk: Buffer): DataRecord[];
  /**
   * Says that the answer is complete and returns what was still open.
   * @throws DataConnectError `MALFORMED` or `TRUNCATED` when the text stops in the middle
   */
  end(): DataRecord[];
  /** Columns in the answer's order, as known so far; complete after `end()`. */
  columns(): ColumnInfo[];
}

/** The reader of a whole answer. */
export interface AnswerReader extends RecordReader {
  /** True once a value of a record was a list or an object. */
  readonly nests: boolean;
}
