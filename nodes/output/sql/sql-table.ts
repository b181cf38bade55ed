/** What a batch means for its table, in names and values that every database's text is written from. */
import { type Cell, fitRecords } from './fit-values';
import { recordsInvalid } from './records-invalid';
import { columnNamed, columnsOf, type SqlColumn } from './sql-column';
import { quoted, quotedTable } from './sql-names';
import type { SqlBatch, SqlOrder, SqlPeriod } from './sql-order';

export interface SqlTable {
  order: SqlOrder;
  /** Quoted. */
  name: string;
  columns: readonly SqlColumn[];
  /** Of the columns, quoted, in their order. */
  names: readonly string[];
  /** Quoted names of the columns of the key; empty where nothing is updated. */
  key: readonly string[];
  /** One list of cells for each record, in the order of the columns. */
  rows: readonly Cell[][];
  /** What is deleted before the records are written. */
  emptied: Emptied;
}

export type Emptied = { what: 'nothing' } | { what: 'table' } | { what: 'period'; column: string; period: SqlPeriod };

/** @throws DataConnectError `RECORDS_INVALID` */
export function tableFor(order: SqlOrder, batch: SqlBatch): SqlTable {
  const { table, database } = order;
  const name = quotedTable(database, table);
  const columns = columnsOf(order, batch);
  const names = columns.map((column) => quoted(database, column.name));
  const key = names.filter((_, index) => columns[index]!.isKey);
  const rows = fitRecords(order, columns, batch.records);
  return { order, name, columns, names, key, rows, emptied: emptiedBy(order, batch, columns) };
}

function emptiedBy({ table, database, write, dateColumn }: SqlOrder, batch: SqlBatch, columns: SqlColumn[]): Emptied {
  if (write !== 'replace' || !batch.first) return { what: 'nothing' };
  if (dateColumn === '') return { what: 'table' };
  const column = columnNamed(columns, dateColumn);
  if (column === undefined) {
    throw recordsInvalid(table, { phrase: 'sql-unknown-date-column', facts: { column: dateColumn } });
  }
  if (batch.period === undefined) throw recordsInvalid(table, { phrase: 'sql-no-period' });
  return { what: 'period', column: quoted(database, column.name), period: batch.period };
}

/** Quoted names of the columns that are not in the key. */
export function othersThanKey({ columns, names }: SqlTable): string[] {
  return names.filter((_, index) => !columns[index]!.isKey);
}
