/** What a batch means for its table, in names and values that every database's text is written from. */
import { fitRecords } from './fit-records';
import type { FittedColumn } from './fitted-column';
import { type Bounds, boundsOf, requireWithin } from './period-bounds';
import { recordsInvalid } from './records-invalid';
import { columnNamed, columnsOf, type SqlKind } from './sql-column';
import { quoted, quotedTable } from './sql-names';
import type { SqlBatch, SqlOrder } from './sql-order';

export interface SqlTable {
  order: SqlOrder;
  /** Quoted. */
  name: string;
  columns: readonly FittedColumn[];
  /** Of the columns, quoted, in their order. */
  names: readonly string[];
  /** Quoted names of the columns of the key; empty where nothing is updated. */
  key: readonly string[];
  /** How many records there are. */
  rows: number;
  /** What is deleted before the records are written. */
  emptied: Emptied;
}

export type Emptied = { what: 'nothing' } | { what: 'table' } | EmptiedPeriod;

/** A column by its quoted name, and between which values of it all records are deleted. */
export interface EmptiedPeriod extends EmptiedBounds {
  what: 'period';
  column: string;
  kind: SqlKind;
}

/** Dates with their times, to the millisecond and without a zone: `2026-03-01T00:00:00.000`. */
interface EmptiedBounds {
  from: string;
  before: string;
}

/** @throws DataConnectError `RECORDS_INVALID` */
export function tableFor(order: SqlOrder, batch: SqlBatch): SqlTable {
  const { table, database } = order;
  const name = quotedTable(database, table);
  const columns = fitRecords(order, columnsOf(order, batch), batch.records);
  const names = columns.map(({ column }) => quoted(database, column.name));
  const key = names.filter((_, index) => columns[index]!.column.isKey);
  const rows = batch.records.length;
  return { order, name, columns, names, key, rows, emptied: emptiedBy(order, batch, columns) };
}

/** Quoted names of the columns that are not in the key. */
export function othersThanKey({ columns, names }: SqlTable): string[] {
  return names.filter((_, index) => !columns[index]!.column.isKey);
}

function emptiedBy(order: SqlOrder, batch: SqlBatch, columns: readonly FittedColumn[]): Emptied {
  const { table, database, write, dateColumn } = order;
  if (write !== 'replace') return { what: 'nothing' };
  if (dateColumn === '') return { what: batch.first ? 'table' : 'nothing' };
  if (batch.period === undefined) throw recordsInvalid(table, { phrase: 'sql-no-period' });
  const bounds = boundsOf(table, batch.period);
  const found = columnNamed(
    columns.map(({ column }) => column),
    dateColumn,
  );
  // An answer without a record may come without columns, too.
  if (found === undefined && columns.length > 0) {
    throw recordsInvalid(table, { phrase: 'sql-unknown-date-column', facts: { column: dateColumn } });
  }
  for (const column of columns) if (column.column === found) requireWithin(table, column, bounds);
  if (!batch.first) return { what: 'nothing' };
  const { name, kind } = found ?? { name: dateColumn, kind: 'timestamp' };
  return { what: 'period', column: quoted(database, name), kind, ...written(bounds) };
}

function written({ from, before }: Bounds): EmptiedBounds {
  const text = (instant: number) => new Date(instant).toISOString().slice(0, -1);
  return { from: text(from), before: text(before) };
}
