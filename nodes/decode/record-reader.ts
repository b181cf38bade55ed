/**
 * The one interface of all formats: bytes go in as they arrive, complete records come out. A reader never waits and
 * never holds more than the record it is in the middle of, so back-pressure is the caller's: it does not write the
 * next piece before it has handed on what the last one gave.
 */
import type { ColumnInfo, DataRecord } from '../record';

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
  /**
   * Whether records that are like those before are only checked and counted from now on, for who passes the text on as it
   * came: by the same rules, at a fraction of the time. Others, and those that `end` gives, come all the same.
   */
  skim(isWanted: boolean): void;
  /** Records that were only counted. */
  readonly skimmed: number;
}

/** The reader of a whole answer. */
export interface AnswerReader extends RecordReader {
  /** True once a value of a record was a list or an object. */
  readonly nests: boolean;
}
