/**
 * The one function that makes SQL from records. One message is one batch is one text, which can be repeated: it makes
 * the table, adds what is missing, empties what a run replaces, and writes.
 */
import { mysqlRows, mysqlText } from './mysql-text';
import { postgresqlText } from './postgresql-text';
import type { SqlBatch, SqlMessage, SqlOrder } from './sql-order';
import { type SqlTable, tableFor } from './sql-table';
import { sqliteText } from './sqlite-text';
import { sqlserverRows } from './sqlserver-rows';
import { sqlserverText } from './sqlserver-text';
import { requireWholeCharacters } from './whole-text';

/** What the nodes would take for no text, and send no message on. */
const NOTHING = 'SELECT 1;';

/**
 * What the message of a batch holds for the database's node. Without records it has all but what writes them.
 * @throws DataConnectError `RECORDS_INVALID`, with the name of the column and the number of the record
 */
export function writeSql(order: SqlOrder, batch: SqlBatch): SqlMessage {
  const table = tableFor(order, batch);
  switch (order.database) {
    case 'sqlite': {
      const text = sqliteText(table) || NOTHING;
      requireWholeCharacters(table, text);
      return { text, set: { topic: text, payload: [] }, unset: ['extension'] };
    }
    case 'postgresql': {
      const text = postgresqlText(table) || NOTHING;
      requireWholeCharacters(table, text);
      return { text, set: { query: text, payload: [] }, unset: ['params', 'queryParameters', 'tick'] };
    }
    case 'mysql':
      return mysqlMessage(table);
    case 'sqlserver': {
      const text = sqlserverText(table);
      const value = sqlserverRows(table);
      requireWholeCharacters(table, value);
      const rows = { output: false, name: 'rows', type: 'nvarchar(max)', value };
      return { text, set: { query: text, queryParams: [rows], payload: [] }, unset: [] };
    }
  }
}

function mysqlMessage(table: SqlTable): SqlMessage {
  const text = mysqlText(table);
  // A list, even an empty one: with an object the node would look for names such as `:name` in the text.
  return { text, set: { topic: text, payload: table.rows > 0 ? [mysqlRows(table)] : [] }, unset: [] };
}
