/**
 * The one function that makes SQL from records. One message is one batch is one text, which can be repeated. What each
 * database node takes of it is in `messageFor`.
 */
import { mysqlText } from './mysql-text';
import { postgresqlText } from './postgresql-text';
import type { SqlBatch, SqlMessage, SqlOrder } from './sql-order';
import { type SqlTable, tableFor } from './sql-table';
import { sqliteText } from './sqlite-text';
import { sqlserverRows, sqlserverText } from './sqlserver-text';

/**
 * What the message of a batch holds for the database's node.
 * @throws DataConnectError `RECORDS_INVALID`, with the name of the column
 */
export function writeSql(order: SqlOrder, batch: SqlBatch): SqlMessage {
  return messageFor(tableFor(order, batch));
}

function messageFor(table: SqlTable): SqlMessage {
  switch (table.order.database) {
    case 'sqlite': {
      const text = sqliteText(table);
      return { text, set: { topic: text, payload: [] }, unset: ['extension'] };
    }
    case 'postgresql': {
      const text = postgresqlText(table);
      return { text, set: { query: text, payload: [] }, unset: ['params', 'queryParameters'] };
    }
    case 'mysql': {
      const text = mysqlText(table);
      return { text, set: { topic: text, payload: table.rows.length > 0 ? [table.rows] : [] }, unset: [] };
    }
    case 'sqlserver': {
      const text = sqlserverText(table);
      const rows = { output: false, name: 'rows', type: 'nvarchar(max)', value: sqlserverRows(table) };
      return { text, set: { query: text, queryParams: [rows], payload: [] }, unset: [] };
    }
  }
}
