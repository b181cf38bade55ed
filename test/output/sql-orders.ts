/** Orders and batches of Records to SQL in few words. */
import type { SqlBatch, SqlDatabase, SqlMessage, SqlOrder } from '../../nodes/output/sql/sql-order';
import { writeSql } from '../../nodes/output/sql/write-sql';
import type { ColumnInfo } from '../../nodes/record';

export const realDatabases = ['sqlite', 'postgresql', 'mysql'] as const;
export type RealDatabase = (typeof realDatabases)[number];
export const allDatabases: readonly SqlDatabase[] = [...realDatabases, 'sqlserver'];

/** Records are updated by `Id`, unless it says otherwise. */
export function orderFor(database: SqlDatabase, more: Partial<SqlOrder> = {}): SqlOrder {
  const choices = { table: 'sales', write: 'update', key: ['Id'], dateColumn: '', misfits: 'error' } as const;
  return { database, createTable: true, addColumns: true, ...choices, ...more };
}

/** `INT`, `VARCHAR(50)` and so on by the name of the column, as the catalogue says them. */
export function columnsOfTypes(types: Record<string, string>): ColumnInfo[] {
  return Object.entries(types).map(([name, sqlType]) => ({ name, type: 'unknown', sqlType, source: 'catalogue' }));
}

export function messageFor(order: SqlOrder, records: SqlBatch['records'], more: Partial<SqlBatch> = {}): SqlMessage {
  return writeSql(order, { records, first: true, ...more });
}
