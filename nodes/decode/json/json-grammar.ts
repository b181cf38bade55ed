/** JSON values read with nothing lost: scanned, put right where JSON.parse would lose something, then parsed. */

import type { ColumnInfo, DataRecord, Value } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import { uniqueKeys } from '../column-names';
import type { Limits } from '../limits';
import { textOf } from '../utf8';
import { JsonScanner, type Scan } from './json-scanner';

interface ReadRecord {
  end: number;
  record: DataRecord;
  keys: string[];
}

export class JsonGrammar {
  readonly #recordScanner: JsonScanner;
  readonly #valueScanner: JsonScanner;
  /** Columns of the record being scanned. */
  #fields: ColumnInfo[] = [];

  constructor(
    private readonly columns: AnswerColumns,
    limits: Limits,
    private readonly faults: AnswerFaults,
  ) {
    this.#recordScanner = new JsonScanner((names, depth) => this.#keysOf(names, depth), limits, faults);
    this.#valueScanner = new JsonScanner(uniqueKeys, limits, faults);
  }

  /**
   * Reads the record that begins at `at`.
   * @param offset of the bytes in the answer, for errors
   * @returns the record and its keys in the answer's order, which JavaScript may have another idea of; nothing when the
   *   bytes stop inside it
   * @throws DataConnectError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  record(bytes: Buffer, at: number, offset: number): ReadRecord | undefined {
    this.#fields = [];
    const scan = this.#recordScanner.scan(bytes, at, offset);
    if (scan === undefined) return undefined;
    for (const field of scan.keptAsText) this.#fields[field]!.digitsKeptAsText = true;
    const record = JSON.parse(this.#edited(bytes, at, offset, scan)) as DataRecord;
    this.columns.learnTypes(record);
    return { end: scan.end, record, keys: this.#fields.map(({ name }) => name) };
  }

  /** The same for a value that is no record. */
  value(bytes: Buffer, at: number, offset: number): { end: number; value: Value } | undefined {
    const scan = this.#valueScanner.scan(bytes, at, offset);
    if (scan === undefined) return undefined;
    return { end: scan.end, value: JSON.parse(this.#edited(bytes, at, offset, scan)) as Value };
  }

  #keysOf(names: readonly string[], depth: number): readonly string[] {
    if (depth > 1) return uniqueKeys(names);
    this.#fields = this.columns.named(names);
    return this.#fields.map(({ name }) => name);
  }

  #edited(bytes: Buffer, start: number, offset: number, { end, edits }: Scan): string {
    let text = '';
    let from = start;
    for (const edit of edits) {
      text += textOf(bytes, from, edit.start, offset, this.faults) + edit.text;
      from = edit.end;
    }
    return text + textOf(bytes, from, end, offset, this.faults);
  }
}
