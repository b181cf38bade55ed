/**
 * The text for SQL Server: the records come as one parameter, `@rows`, a text of JSON. All is one transaction, which any
 * error ends.
 */
import { LONGEST_KEY } from './fit-texts';
import type { SqlColumn, SqlKind } from './sql-column';
import { type EmptiedPeriod, othersThanKey, type SqlTable } from './sql-table';
import { sqlserverCheck } from './sqlserver-check';
import { unicode } from './sqlserver-quotes';
import { definitions, deletion, lines } from './statements';

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
  const typeOf = (index: number) => typeOfColumn(columns[index]!.column);
  const statements = ['SET NOCOUNT, XACT_ABORT ON;', 'BEGIN TRANSACTION;'];
  if (order.createTable && names.length > 0) {
    const notNull = (index: number) => typeOf(index) + (columns[index]!.column.isKey ? ' NOT NULL' : '');
    const created = `CREATE TABLE ${name} ${lines(definitions(table, notNull))}`;
    statements.push(`IF OBJECT_ID(${unicode(name)}) IS NULL ${created};`);
  }
  if (names.length > 0) statements.push(...sqlserverCheck(table, typeOf));
  const written = writing(table).join('\n');
  if (written !== '') statements.push(later(written));
  statements.push('COMMIT;');
  return statements.join('\n');
}

/** Compiled when it is its turn: before, a column that has just been added would not be known. */
function later(statements: string): string {
  return `EXEC sp_executesql ${unicode(`\n${statements}`)}, N'@rows nvarchar(max)', @rows;`;
}

function typeOfColumn({ kind, isKey }: SqlColumn): string {
  if (kind !== 'text' || !isKey) return TYPES[kind];
  // Any other collation takes some texts for the same that are not.
  return `nvarchar(${LONGEST_KEY.sqlserver}) COLLATE Latin1_General_100_BIN2`;
}

function writing(table: SqlTable): string[] {
  const deleted = deletion(table, inPeriod);
  return table.rows > 0 ? [...deleted, insertion(table)] : deleted;
}

function inPeriod({ column, kind, from, before }: EmptiedPeriod): string {
  const [type, zone] = kind === 'instant' ? ['datetimeoffset(7)', 'Z'] : ['datetime2(7)', ''];
  return `${column} >= CAST('${from}${zone}' AS ${type}) AND ${column} < CAST('${before}${zone}' AS ${type})`;
}

function insertion(table: SqlTable): string {
  const { name, names, key, columns } = table;
  const typed = columns.map(({ column }, index) => `${names[index]} ${TYPES[column.kind]} '$.c${index}'`);
  const list = names.join(', ');
  const source = `SELECT ${list} FROM OPENJSON(@rows) WITH ${lines(typed)}`;
  if (key.length === 0) return `INSERT INTO ${name} (${list})\n${source};`;
  const same = key.map((each) => `t.${each} = s.${each}`).join(' AND ');
  const assignments = othersThanKey(table).map((each) => `t.${each} = s.${each}`);
  const update = assignments.length > 0 ? `\nWHEN MATCHED THEN UPDATE SET ${assignments.join(', ')}` : '';
  const inserted = names.map((each) => `s.${each}`).join(', ');
  return `MERGE INTO ${name} WITH (HOLDLOCK) AS t USING (\n${source}\n) AS s ON ${same}${update}
WHEN NOT MATCHED THEN INSERT (${list}) VALUES (${inserted});`;
}
