/** One text for one record, whatever the order of its columns and of the names inside its values. */
import type { DataRecord, Value } from '../../record';
import { canonicalJson } from '../cursor/canonical-json';

/**
 * The values of the columns that an answer began with, and by their names those that came later. A column that a record
 * lacks is null in it; `1` and `"1"` differ, a date and its ISO text do not.
 */
export class RowText {
  /** Sorted. */
  readonly columns: readonly string[];
  readonly #own: ReadonlySet<string>;
  readonly #values: unknown[];

  constructor(columns: readonly string[]) {
    this.columns = [...columns].sort();
    this.#own = new Set(columns);
    this.#values = new Array(columns.length);
  }

  /** @param others names of the columns besides that count, as `others` gives them */
  of(record: DataRecord, others: readonly string[]): string {
    const values = this.#values;
    for (let at = 0; at < this.columns.length; at++) values[at] = plain(record[this.columns[at]!] ?? null);
    const text = JSON.stringify(values);
    if (others.length === 0) return text;
    return text + canonicalJson(Object.fromEntries(others.map((name) => [name, record[name]])));
  }

  /** Whether none of these columns lacks a place of its own: then no record of theirs has `others`. */
  hasAll(columns: readonly string[]): boolean {
    return columns.every((name) => this.#own.has(name));
  }

  /** Columns that have a value, and no place of their own. */
  others(record: DataRecord): readonly string[] {
    let own = 0;
    for (let at = 0; at < this.columns.length; at++) if (record[this.columns[at]!] !== undefined) own++;
    let all = 0;
    for (const _name in record) all++;
    if (all === own) return NO_OTHERS;
    return Object.keys(record).filter((name) => !this.#own.has(name) && (record[name] ?? null) !== null);
  }
}

export const NO_OTHERS: readonly string[] = [];

/** The text of some columns of a record: that of a key. */
export function keyText(record: DataRecord, columns: readonly string[]): string {
  return JSON.stringify(columns.map((name) => plain(record[name] ?? null)));
}

function plain(value: Value | bigint): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  // Names inside a value are put in order.
  return JSON.parse(canonicalJson(value));
}
