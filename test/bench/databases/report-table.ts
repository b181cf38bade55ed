/** The report that goes into databases, and the table that it goes into. */
import { endpointById } from '../../../nodes/catalogue';
import type { SqlBatch, SqlDatabase, SqlOrder } from '../../../nodes/output/sql/sql-order';
import { writeSql } from '../../../nodes/output/sql/write-sql';
import type { ColumnInfo } from '../../../nodes/record';
import { INVOICES } from '../server-protocol';

export const TABLE = 'invoices';

export const KEY = 'SaleInvoiceID';

export const columns: ColumnInfo[] = endpointById(INVOICES.id)!.columns!.map(({ name, type, sqlType }) => ({
  name,
  type,
  ...(sqlType !== undefined && { sqlType }),
  source: 'catalogue',
}));

/** Makes the table where it is not there, as our node does. */
export function createTable(database: SqlDatabase): string {
  const order: SqlOrder = {
    ...{ database, table: TABLE, write: 'update', key: [KEY], dateColumn: '' },
    ...{ createTable: true, addColumns: false, misfits: 'error' },
  };
  const nothing: SqlBatch = { records: [], columns, first: true };
  return writeSql(order, nothing).text;
}
