/** The text for SQL Server: the records come as one parameter, `@rows`, a text of JSON. */
import type { SqlColumn, SqlKind } from './sql-column';
import { type Emptied, othersThanKey, type SqlTable } from './sql-table';

const TYPES: Readonly<Record<SqlKind, string>> = {
  integer: 'bigint',
  decimal: 'decimal(38,10)',
  float: 'float',
  number: 'float',
  boolean: 'bit',
  timestamp: 'datetime2(7)',
  instant: 'datetimeoffset(7)',
  date: 'date',
  guid: 'uniqueidentifier',
  text: 'nvarchar(max)',
};

/** Statements that end in a semicolon each. */
export function sqlserverText(table: SqlTable): string {
  const { order, name, columns, names } = table;
  const statements = ['SET NOCOUNT, XACT_ABORT ON;\n'];
  if (order.createTable) statements.push(creation(table));
  if (order.addColumns) {
    for (const [index, column] of columns.entries()) {
      const added = `ALTER TABLE ${name} ADD ${names[index]} ${typeOf(column)}`;
      statements.push(`IF COL_LENGTH(${unicode(name)}, ${unicode(column.name)}) IS NULL ${added};\n`);
    }
  }
  statements.push('BEGIN TRANSACTION;\n', deletion(name, table.emptied));
  if (table.rows.length > 0) statements.push(insertion(table));
  statements.push('COMMIT;\n');
  return statements.join('');
}

/** The rows as `@rows` has them: objects whose keys are `c0`, `c1` and so on. */
export function sqlserverRows({ rows }: SqlTable): string {
  return JSON.stringify(rows.map((row) => Object.fromEntries(row.map((cell, index) => [`c${index}`, cell]))));
}

function creation({ name, columns, names, key }: SqlTable): string {
  const lines = columns.map((column, index) => `${names[index]} ${typeOf(column)}${column.isKey ? ' NOT NULL' : ''}`);
  if (key.length > 0) lines.push(`PRIMARY KEY (${key.join(', ')})`);
  return `IF OBJECT_ID(${unicode(name)}) IS NULL CREATE TABLE ${name} (\n  ${lines.join(',\n  ')}\n);\n`;
}

function typeOf({ kind, isKey }: SqlColumn): string {
  return kind === 'text' && isKey ? 'nvarchar(400) COLLATE Latin1_General_100_BIN2' : TYPES[kind];
}

function deletion(name: string, emptied: Emptied): string {
  if (emptied.what === 'nothing') return '';
  if (emptied.what === 'table') return `DELETE FROM ${name};\n`;
  const { column, period } = emptied;
  return `DELETE FROM ${name} WHERE ${column} >= '${period.from}' AND ${column} < '${period.before}';\n`;
}

function insertion(table: SqlTable): string {
  const { name, names, key, columns } = table;
  const typed = columns.map(({ kind }, index) => `${names[index]} ${TYPES[kind]} '$.c${index}'`);
  const source = `OPENJSON(@rows) WITH (\n  ${typed.join(',\n  ')}\n)`;
  const list = names.join(', ');
  if (key.length === 0) return `INSERT INTO ${name} (${list}) SELECT ${list} FROM ${source};\n`;
  const same = key.map((each) => `t.${each} = s.${each}`).join(' AND ');
  const assignments = othersThanKey(table).map((each) => `t.${each} = s.${each}`);
  const update = assignments.length > 0 ? `\nWHEN MATCHED THEN UPDATE SET ${assignments.join(', ')}` : '';
  const inserted = names.map((each) => `s.${each}`).join(', ');
  return `MERGE INTO ${name} WITH (HOLDLOCK) AS t USING (SELECT * FROM ${source}) AS s ON ${same}${update}
WHEN NOT MATCHED THEN INSERT (${list}) VALUES (${inserted});\n`;
}

function unicode(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
