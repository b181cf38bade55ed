/** The columns of a table: their names, and what their values are. */
import type { ColumnInfo } from '../../record';
import { recordsInvalid } from './records-invalid';
import { checkName, MOST_COLUMNS } from './sql-names';
import type { SqlBatch, SqlOrder } from './sql-order';

/**
 * What a column holds, in the words of no database. `float`: what a double holds; `number`: a number of which no more is
 * known; `timestamp`: date and time without a zone; `instant`: with one.
 */
export type SqlKind =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'number'
  | 'boolean'
  | 'timestamp'
  | 'instant'
  | 'date'
  | 'guid'
  | 'text';

export interface SqlColumn {
  /** In the records and in the table. */
  name: string;
  kind: SqlKind;
  isKey: boolean;
}

/** SQL Server's words, without what stands in parentheses. Any other is text. */
const KINDS: Readonly<Record<string, SqlKind>> = {
  bigint: 'integer',
  int: 'integer',
  integer: 'integer',
  smallint: 'integer',
  tinyint: 'integer',
  decimal: 'decimal',
  numeric: 'decimal',
  money: 'decimal',
  smallmoney: 'decimal',
  float: 'float',
  real: 'float',
  bit: 'boolean',
  datetime: 'timestamp',
  datetime2: 'timestamp',
  smalldatetime: 'timestamp',
  datetimeoffset: 'instant',
  date: 'date',
  uniqueidentifier: 'guid',
};

/** Kinds whose values a database may not be able to hold as they came. */
const MAY_MISFIT: ReadonlySet<SqlKind> = new Set(['decimal', 'number', 'timestamp', 'instant', 'date', 'guid']);

/**
 * The columns that a batch has, those of `msg.columns` first, in their order.
 * @throws DataConnectError `RECORDS_INVALID`
 */
export function columnsOf(order: SqlOrder, { records, columns: infos = [] }: SqlBatch): SqlColumn[] {
  const kinds = new Map(infos.map((info) => [info.name, kindOf(info)]));
  const found = namesIn(records, kinds);
  requireFewColumns(order, kinds.size + found.size);
  for (const name of found) kinds.set(name, kindOfValues(records, name));
  const columns = [...kinds].map(([name, kind]) => ({ name, kind, isKey: false }));
  checkNames(order, columns);
  if (columns.length === 0) return noneFor(order, records);
  if (order.write === 'update') markKey(order, columns);
  const dated = order.write === 'replace' ? columnNamed(columns, order.dateColumn) : undefined;
  for (const column of columns) {
    if (column === dated) column.kind = kindOfDates(records, column);
    else if (order.misfits === 'text' && MAY_MISFIT.has(column.kind)) column.kind = 'text';
    else if (column.kind === 'timestamp' || column.kind === 'date') {
      if (firstValue(records, column.name) instanceof Date) column.kind = 'instant';
    }
  }
  return columns;
}

/** What is written has a place for each column in each record. */
function requireFewColumns({ table, database }: SqlOrder, count: number): void {
  const most = MOST_COLUMNS[database];
  if (count > most) throw recordsInvalid(table, { phrase: 'sql-many-columns', facts: { count, most } });
}

/** An answer without a record may come without columns; a record without any would be lost. */
function noneFor({ table }: SqlOrder, records: SqlBatch['records']): SqlColumn[] {
  if (records.length > 0) throw recordsInvalid(table, { phrase: 'sql-no-columns' });
  return [];
}

/** Names in the records that are not known, in the order in which they come. Records of the same names are the rule. */
function namesIn(records: SqlBatch['records'], known: ReadonlyMap<string, unknown>): Set<string> {
  const found = new Set<string>();
  let last: string[] = [];
  for (const record of records) {
    const names = Object.keys(record);
    if (areSame(names, last)) continue;
    for (const name of names) if (!known.has(name)) found.add(name);
    last = names;
  }
  return found;
}

function areSame(names: readonly string[], others: readonly string[]): boolean {
  if (names.length !== others.length) return false;
  for (let index = 0; index < names.length; index++) if (names[index] !== others[index]) return false;
  return true;
}

/** By the date column a period is deleted, so it is a date in any case. */
function kindOfDates(records: SqlBatch['records'], { name, kind }: SqlColumn): SqlKind {
  const first = firstValue(records, name);
  if (first instanceof Date || (typeof first === 'string' && ENDS_IN_ZONE.test(first))) return 'instant';
  return kind === 'date' || kind === 'instant' ? kind : 'timestamp';
}

/** Of a date with a time. */
const ENDS_IN_ZONE = /:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/i;

function firstValue(records: SqlBatch['records'], name: string): unknown {
  for (const record of records) {
    const value = record[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function kindOf({ type, sqlType, source }: ColumnInfo): SqlKind {
  const word = /^[a-z]+\d?/i.exec(sqlType ?? '')?.[0].toLowerCase();
  if (word !== undefined) return KINDS[word] ?? 'text';
  if (type === 'integer') return source === 'data' ? 'number' : 'integer';
  return type === 'number' || type === 'boolean' ? type : 'text';
}

/** Whole numbers are numbers: the next batch may have others. */
function kindOfValues(records: SqlBatch['records'], name: string): SqlKind {
  let kind: SqlKind | undefined;
  for (const record of records) {
    const value = record[name];
    if (value === undefined || value === null) continue;
    const seen = kindOfValue(value);
    if (kind !== undefined && kind !== seen) return 'text';
    kind = seen;
  }
  return kind ?? 'text';
}

function kindOfValue(value: unknown): SqlKind {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return value instanceof Date ? 'instant' : 'text';
}

function checkNames({ table, database }: SqlOrder, columns: readonly SqlColumn[]): void {
  const taken = new Map<string, string>();
  for (const { name } of columns) {
    checkName(table, database, name);
    const folded = database === 'postgresql' ? name : name.toLowerCase();
    const other = taken.get(folded);
    if (other !== undefined) {
      throw recordsInvalid(table, { phrase: 'sql-same-name', facts: { column: name, other } });
    }
    taken.set(folded, name);
  }
}

function markKey({ table, key }: SqlOrder, columns: readonly SqlColumn[]): void {
  if (key.length === 0) throw recordsInvalid(table, { phrase: 'sql-no-key' });
  for (const name of key) {
    const column = columnNamed(columns, name);
    if (column === undefined) throw recordsInvalid(table, { phrase: 'sql-unknown-key', facts: { column: name } });
    column.isKey = true;
  }
}

/** The column of that name, else the only one that differs in upper and lower case. */
export function columnNamed(columns: readonly SqlColumn[], name: string): SqlColumn | undefined {
  const exact = columns.find((column) => column.name === name);
  if (exact !== undefined) return exact;
  const folded = name.toLowerCase();
  const [like, another] = columns.filter((column) => column.name.toLowerCase() === folded);
  return another === undefined ? like : undefined;
}
