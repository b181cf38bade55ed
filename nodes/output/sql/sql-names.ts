/** Names of tables and columns, quoted so that they are names and nothing else. */
import { recordsInvalid } from './records-invalid';
import type { SqlDatabase } from './sql-order';

const QUOTES: Readonly<Record<SqlDatabase, readonly [open: string, close: string]>> = {
  sqlite: ['"', '"'],
  postgresql: ['"', '"'],
  mysql: ['`', '`'],
  sqlserver: ['[', ']'],
};

/** PostgreSQL cuts what is longer, the others refuse it. */
const LONGEST: Readonly<Record<SqlDatabase, { size: number; unit: 'bytes' | 'characters' }>> = {
  sqlite: { size: 1000, unit: 'characters' },
  postgresql: { size: 63, unit: 'bytes' },
  mysql: { size: 64, unit: 'characters' },
  sqlserver: { size: 128, unit: 'characters' },
};

/** Columns that a table may have, if they are short. */
export const MOST_COLUMNS: Readonly<Record<SqlDatabase, number>> = {
  sqlite: 2000,
  postgresql: 1600,
  mysql: 1017,
  sqlserver: 1024,
};

/** Parts that the name of a table may have: database, schema, table. */
const MOST_PARTS: Readonly<Record<SqlDatabase, number>> = { sqlite: 2, postgresql: 2, mysql: 2, sqlserver: 3 };

/** A name in the quotes of the database. */
export function quoted(database: SqlDatabase, name: string): string {
  const [open, close] = QUOTES[database];
  return open + name.replaceAll(close, close + close) + close;
}

/**
 * `sales.daily` -> `"sales"."daily"`.
 * @throws DataConnectError `RECORDS_INVALID`
 */
export function quotedTable(database: SqlDatabase, table: string): string {
  const parts = table.split('.');
  if (parts.length > MOST_PARTS[database]) throw recordsInvalid(table, { phrase: 'sql-table-parts' });
  for (const part of parts) checkName(table, database, part);
  return parts.map((part) => quoted(database, part)).join('.');
}

/** @throws DataConnectError `RECORDS_INVALID` */
export function checkName(table: string, database: SqlDatabase, name: string): void {
  if (name.trim() === '') throw recordsInvalid(table, { phrase: 'sql-empty-name' });
  const { size, unit } = LONGEST[database];
  const length = unit === 'bytes' ? new TextEncoder().encode(name).length : name.length;
  if (length > size) throw recordsInvalid(table, { phrase: 'sql-long-name', facts: { column: name, size } });
  if (!canBeName(database, name)) throw recordsInvalid(table, { phrase: 'sql-bad-name', facts: { column: name } });
}

function canBeName(database: SqlDatabase, name: string): boolean {
  if (name.includes('\0') || !name.isWellFormed()) return false;
  if (database === 'mysql') return !/[?\u{10000}-\u{10ffff}]|\s$/u.test(name);
  // The node of SQL Server fills in what stands between such braces.
  return database !== 'sqlserver' || !name.includes('{{');
}
