/** The text for MySQL and MariaDB: its one `?` is filled by the database node with all rows. */
import type { SqlColumn, SqlKind } from './sql-column';
import { type Emptied, othersThanKey, type SqlTable } from './sql-table';

const TYPES: Readonly<Record<SqlKind, string>> = {
  integer: 'BIGINT',
  decimal: 'DECIMAL(38,10)',
  float: 'DOUBLE',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'DATETIME(6)',
  instant: 'DATETIME(6)',
  date: 'DATE',
  guid: 'CHAR(36)',
  text: 'LONGTEXT',
};

/** Statements that end in a semicolon each. */
export function mysqlText(table: SqlTable): string {
  const statements = [deletion(table.name, table.emptied)];
  if (table.order.createTable) statements.unshift(creation(table));
  if (table.rows.length > 0) statements.push(insertion(table));
  return statements.join('');
}

function creation({ name, columns, names, key }: SqlTable): string {
  const lines = columns.map((column, index) => `${names[index]} ${typeOf(column)}`);
  if (key.length > 0) lines.push(`PRIMARY KEY (${key.join(', ')})`);
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${lines.join(',\n  ')}\n) CHARACTER SET utf8mb4;\n`;
}

function typeOf({ kind, isKey }: SqlColumn): string {
  return kind === 'text' && isKey ? 'VARCHAR(191) COLLATE utf8mb4_bin' : TYPES[kind];
}

function deletion(name: string, emptied: Emptied): string {
  if (emptied.what === 'nothing') return '';
  if (emptied.what === 'table') return `DELETE FROM ${name};\n`;
  const { column, period } = emptied;
  return `DELETE FROM ${name} WHERE ${column} >= '${period.from}' AND ${column} < '${period.before}';\n`;
}

function insertion(table: SqlTable): string {
  const { name, names, key } = table;
  const assignments = othersThanKey(table).map((each) => `${each} = VALUES(${each})`);
  // Something must be assigned: where all is key, the key itself.
  const update = assignments.length > 0 ? assignments.join(', ') : `${key[0]} = VALUES(${key[0]})`;
  const conflict = key.length > 0 ? `\nON DUPLICATE KEY UPDATE ${update}` : '';
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES ?${conflict};\n`;
}
