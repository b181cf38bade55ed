/**
 * The columns of one answer: which keys they have in the records, and what is known of each. What the answer's Schema
 * says goes before the catalogue, and that before what the values look like.
 */
import type { Column } from '../catalogue/schema';
import type { ColumnInfo, Value } from '../record';
import type { AnswerFaults } from './answer-faults';
import { FreeKeys, isPlainName } from './column-names';
import { isKeptAsText } from './exact-numbers';
import type { Limits } from './limits';
import type { SchemaColumn } from './schema-rows';

export interface KnownColumn {
  readonly info: ColumnInfo;
  /** False while the values still say what the type is. */
  settled: boolean;
}

export class AnswerColumns {
  readonly #columns: KnownColumn[] = [];
  readonly #keys = new Set<string>();
  /** By the service's name; several where a name comes more than once in a record. */
  readonly #byName = new Map<string, KnownColumn[]>();
  readonly #freeKeys = new FreeKeys();
  readonly #expected: ColumnIndex;
  /** True once a value was a list or an object. */
  nests = false;

  constructor(
    private readonly expected: readonly Column[],
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {
    this.#expected = indexOf(expected);
  }

  /** The columns seen, else the ones to be expected. */
  list(): ColumnInfo[] {
    if (this.#columns.length === 0) return this.expected.map(fromCatalogue);
    return this.#columns.map(({ info }) => ({ ...info }));
  }

  /**
   * The columns with these names, in their order; made known where they are new. The second of a name is another
   * column than the first.
   * @throws DataConnectError `LIMIT_EXCEEDED`
   */
  named(names: readonly string[]): KnownColumn[] {
    if (new Set(names).size === names.length && names.every(isPlainName)) {
      return names.map((name) => this.column(name, 0));
    }
    const occurrence = occurrences(names);
    const reserved = new Set(names.filter((name) => isPlainName(name) && !this.#byName.has(name)));
    return names.map((name, index) => {
      const known = this.#byName.get(name)?.[occurrence[index]!];
      if (known !== undefined) return known;
      const keepsName = occurrence[index] === 0 && reserved.delete(name);
      return this.#add(name, index + 1, keepsName ? undefined : reserved);
    });
  }

  /**
   * The column that has the name for the `occurrence`-th time (from 0) in one record; made known where it is new.
   * @throws DataConnectError `LIMIT_EXCEEDED`
   */
  column(name: string, occurrence: number): KnownColumn {
    return this.#byName.get(name)?.[occurrence] ?? this.#add(name, this.#columns.length + 1);
  }

  /**
   * Takes in the answer's Schema, before the records or after them. A column's type says what its values are: those that
   * were handed on before stay as they were, so behind them the Schema adds SQL type and length, and no other type.
   * @param unknown what values of an unknown type are: text, or what they look like
   */
  declare(schema: readonly SchemaColumn[], unknown: 'text' | 'as seen'): void {
    const hasValues = schema.map(({ name }) => this.#byName.has(name));
    const columns = this.named(schema.map(({ name }) => name));
    schema.forEach((stated, index) => {
      const column = columns[index]!;
      column.info.type = hasValues[index] ? typeBehindValues(column, stated, unknown) : typeOf(stated, column);
      applySchema(column, stated);
    });
  }

  /** Learns from the value of a record that was read with its types. */
  note(column: KnownColumn, value: Value): void {
    if (typeof value === 'object' && value !== null) this.nests = true;
    if (!column.settled) noteType(column, value);
  }

  /** @param reserved names that other new columns keep */
  #add(name: string, position: number, reserved?: ReadonlySet<string>): KnownColumn {
    if (this.#columns.length >= this.limits.columns) {
      throw this.faults.limit({ phrase: 'too-many-columns', facts: { limit: this.limits.columns } });
    }
    const same = this.#byName.get(name) ?? [];
    const isTaken = (key: string) => this.#keys.has(key) || reserved?.has(key) === true;
    const key = this.#freeKeys.keyFor(name, position, same.length, isTaken);
    const info: ColumnInfo = { ...this.#described(name), name: key };
    if (key !== name) info.originalName = name;
    const column: KnownColumn = { info, settled: info.source !== 'data' };
    this.#columns.push(column);
    this.#keys.add(key);
    same.push(column);
    this.#byName.set(name, same);
    return column;
  }

  /** The exact name goes before one that differs in upper and lower case. */
  #described(name: string): ColumnInfo {
    const known = this.#expected.exact.get(name) ?? this.#expected.inLowerCase.get(name.toLowerCase());
    return known ?? { name, type: 'unknown', source: 'data' };
  }
}

/** What the catalogue says of columns, by name; the first of a name counts. */
interface ColumnIndex {
  exact: ReadonlyMap<string, ColumnInfo>;
  inLowerCase: ReadonlyMap<string, ColumnInfo>;
}

const indexes = new WeakMap<readonly Column[], ColumnIndex>();

/** Made once for all answers of an endpoint. */
function indexOf(columns: readonly Column[]): ColumnIndex {
  const known = indexes.get(columns);
  if (known) return known;
  const firstLast = [...columns].reverse();
  const index = {
    exact: new Map(firstLast.map((column) => [column.name, fromCatalogue(column)])),
    inLowerCase: new Map(firstLast.map((column) => [column.name.toLowerCase(), fromCatalogue(column)])),
  };
  indexes.set(columns, index);
  return index;
}

function fromCatalogue({ name, type, sqlType }: Column): ColumnInfo {
  return { name, type, ...(sqlType === undefined ? {} : { sqlType }), source: 'catalogue' };
}

function applySchema(column: KnownColumn, { sqlType, length }: SchemaColumn): void {
  const { info } = column;
  // A value may contradict what the Schema says. Types that differ already stay unknown.
  if (info.type !== 'unknown') column.settled = false;
  info.source = 'schema';
  if (sqlType !== undefined) info.sqlType = sqlType;
  if (length !== undefined) info.length = length;
}

function typeOf(stated: SchemaColumn, { info }: KnownColumn): ColumnInfo['type'] {
  return stated.type === 'unknown' ? info.type : stated.type;
}

function typeBehindValues(column: KnownColumn, stated: SchemaColumn, unknown: 'text' | 'as seen'): ColumnInfo['type'] {
  const { info, settled } = column;
  if (unknown === 'text') return info.type === 'unknown' ? 'string' : info.type;
  const isOpen = info.type === 'unknown' ? !settled : info.source === 'catalogue';
  const isWider = info.type === 'integer' && stated.type === 'number';
  return isOpen || isWider ? typeOf(stated, column) : info.type;
}

/** Nulls say nothing; whole numbers and others are numbers; anything else mixed is unknown. */
function noteType(column: KnownColumn, value: Value): void {
  const { info } = column;
  if (value === null) return;
  const isKeptNumber = typeof value === 'string' && info.digitsKeptAsText === true && isKeptAsText(value);
  const type = isKeptNumber ? 'number' : typeOfValue(value);
  if (info.type === 'unknown') info.type = type;
  else if (info.type === 'integer' && type === 'number') info.type = 'number';
  else if (info.type !== type && !(info.type === 'number' && type === 'integer')) info.type = 'unknown';
  else return;
  if (info.type === 'unknown') column.settled = true;
}

function typeOfValue(value: Value): ColumnInfo['type'] {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as 'string' | 'boolean';
  return 'unknown';
}

/** `A B A` -> `0 0 1`: how often each name came before. */
function occurrences(names: readonly string[]): number[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before;
  });
}
