/**
 * Json by the grammar, with nothing lost: scanned, put right where JSON.parse would lose something (digits, names that
 * come twice or cannot be keys), then parsed.
 */
import type { DataRecord, Value } from '../../record';
import type { AnswerColumns, KnownColumn } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import { KnownOrder } from '../known-order';
import type { Limits } from '../limits';
import { BytePattern } from '../piece-view';
import { textOf } from '../utf8';
import { JsonScanner, type Scan } from './json-scanner';

const COMMA = new BytePattern(',');

/** @template What is read */
interface Read<What> {
  value: What;
  /** Behind it. */
  end: number;
  /** Whether a number in it stayed text. */
  keepsDigits: boolean;
}

export class JsonGrammar {
  /** What the records had in them so far, by the names as they are written, with their colons. */
  readonly order = new KnownOrder((name) => ({ before: new BytePattern(name), behind: COMMA }));
  readonly #scanner: JsonScanner;

  constructor(
    private readonly columns: AnswerColumns,
    limits: Limits,
    faults: AnswerFaults,
  ) {
    this.#scanner = new JsonScanner(limits, faults);
  }

  /**
   * Reads the record that begins at `at`.
   * @param offset of the bytes in the answer, for errors
   * @returns nothing when the bytes stop inside it
   * @throws DataConnectError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  record(bytes: Buffer, at: number, offset: number): Read<DataRecord> | undefined {
    let columns: KnownColumn[] = [];
    const scan = this.#scanner.scan(bytes, at, offset, 1, (names) => {
      columns = this.columns.named(names);
      return columns.map(({ info }) => info.name);
    });
    if (scan === undefined) return undefined;
    for (const field of scan.keptAsText) columns[field]!.info.digitsKeptAsText = true;
    const read = readOf<DataRecord>(bytes, at, scan);
    for (const column of columns) this.columns.note(column, read.value[column.info.name]!);
    this.#learn(scan.names, columns);
    return read;
  }

  /**
   * The same for a value that is no record.
   * @param depth 2 for a value of a record
   */
  value(bytes: Buffer, at: number, offset: number, depth = 1): Read<Value> | undefined {
    const scan = this.#scanner.scan(bytes, at, offset, depth);
    return scan === undefined ? undefined : readOf(bytes, at, scan);
  }

  #learn(names: readonly string[], columns: readonly KnownColumn[]): void {
    let next = 0;
    names.forEach((name, index) => {
      const column = columns[index]!;
      if (column.info.originalName === undefined) this.order.learn(name, column, next);
      next = Math.max(next, this.order.placeOf(name) + 1);
    });
  }
}

function readOf<What>(bytes: Buffer, start: number, { end, edits, keptAsText }: Scan): Read<What> {
  let text = '';
  let from = start;
  for (const edit of edits) {
    text += textOf(bytes, from, edit.start) + edit.text;
    from = edit.end;
  }
  text += textOf(bytes, from, end);
  return { value: JSON.parse(text) as What, end, keepsDigits: keptAsText.length > 0 };
}
