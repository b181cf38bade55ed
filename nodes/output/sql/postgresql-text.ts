/** The text for PostgreSQL: several statements in one text, which are one transaction, and so without parameters. */
import type { SqlKind } from './sql-column';
import { type Emptied, othersThanKey, type SqlTable } from './sql-table';

const TYPES: Readonly<Record<SqlKind, string>> = {
  integer: 'bigint',
  decimal: 'numeric',
  float: 'double precision',
  number: 'numeric',
  boolean: 'boolean',
  timestamp: 'timestamp',
  instant: 'timestamptz',
  date: 'date',
  guid: 'uuid',
  text: 'text',
};

/** Statements that end in a semicolon each. */
export function postgresqlText(table: SqlTable): string {
  const { order, name, columns, names } = table;
  const statements: string[] = [];
  if (order.createTable) statements.push(creation(table));
  if (order.addColumns) {
    const added = columns.map(({ kind }, index) => `ADD COLUMN IF NOT EXISTS ${names[index]} ${TYPES[kind]}`);
    statements.push(`ALTER TABLE ${name}\n  ${added.join(',\n  ')};\n`);
  }
  statements.push(deletion(name, table.emptied));
  if (table.rows.length > 0) statements.push(insertion(table));
  return statements.join('');
}

function creation({ name, columns, names, key }: SqlTable): string {
  const lines = columns.map(({ kind }, index) => `${names[index]} ${TYPES[kind]}`);
  if (key.length > 0) lines.push(`PRIMARY KEY (${key.join(', ')})`);
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${lines.join(',\n  ')}\n);\n`;
}

function deletion(name: string, emptied: Emptied): string {
  if (emptied.what === 'nothing') return '';
  if (emptied.what === 'table') return `DELETE FROM ${name};\n`;
  const { column, period } = emptied;
  return `DELETE FROM ${name} WHERE ${column} >= '${period.from}' AND ${column} < '${period.before}';\n`;
}

/** Short names in the JSON: those of the table may be longer than PostgreSQL lets a name be. */
function insertion(table: SqlTable): string {
  const { name, names, key, columns, rows } = table;
  const short = columns.map((_, index) => `c${index}`);
  const records = rows.map((row) => Object.fromEntries(row.map((cell, index) => [short[index], cell])));
  const json = dollarQuoted(JSON.stringify(records));
  const typed = columns.map(({ kind }, index) => `${short[index]} ${TYPES[kind]}`);
  const keys = short.filter((_, index) => columns[index]!.isKey).join(', ');
  const source =
    key.length > 0
      ? `SELECT DISTINCT ON (${keys}) ${short.join(', ')} FROM ROWS FROM (json_to_recordset(${json}::json) AS (${typed.join(', ')}))
WITH ORDINALITY AS r(${short.join(', ')}, n) ORDER BY ${keys}, n DESC`
      : `SELECT ${short.join(', ')} FROM json_to_recordset(${json}::json) AS r(${typed.join(', ')})`;
  const assignments = othersThanKey(table).map((each) => `${each} = excluded.${each}`);
  const update = assignments.length > 0 ? `UPDATE SET ${assignments.join(', ')}` : 'NOTHING';
  const conflict = key.length > 0 ? `\nON CONFLICT (${key.join(', ')}) DO ${update}` : '';
  return `INSERT INTO ${name} (${names.join(', ')})\n${source}${conflict};\n`;
}

/** The text in a tag that is not in it. */
function dollarQuoted(text: string): string {
  let tag = '$dc$';
  for (let number = 1; text.includes(tag.slice(0, -1)); number++) tag = `$dc${number}$`;
  return tag + text + tag;
}
