/** The text for SQLite: values as literals, for its node binds none where several statements are in a text. */
import type { Cell } from './fit-values';
import type { SqlKind } from './sql-column';
import { type Emptied, othersThanKey, type SqlTable } from './sql-table';

const TYPES: Readonly<Record<SqlKind, string>> = {
  integer: 'INTEGER',
  decimal: 'NUMERIC',
  float: 'REAL',
  number: 'NUMERIC',
  boolean: 'BOOLEAN',
  timestamp: 'TEXT',
  instant: 'TEXT',
  date: 'TEXT',
  guid: 'TEXT',
  text: 'TEXT',
};

/** Statements that end in a semicolon each. */
export function sqliteText(table: SqlTable): string {
  const statements = [deletion(table.name, table.emptied)];
  if (table.order.createTable) statements.unshift(creation(table));
  if (table.rows.length > 0) statements.push(insertion(table));
  return statements.join('');
}

function creation({ name, columns, names, key }: SqlTable): string {
  const lines = columns.map(({ kind, isKey }, index) => `${names[index]} ${TYPES[kind]}${isKey ? ' NOT NULL' : ''}`);
  if (key.length > 0) lines.push(`PRIMARY KEY (${key.join(', ')})`);
  return `CREATE TABLE IF NOT EXISTS ${name} (\n  ${lines.join(',\n  ')}\n);\n`;
}

function deletion(name: string, emptied: Emptied): string {
  if (emptied.what === 'nothing') return '';
  if (emptied.what === 'table') return `DELETE FROM ${name};\n`;
  const { column, period } = emptied;
  return `DELETE FROM ${name} WHERE ${column} >= '${period.from}' AND ${column} < '${period.before}';\n`;
}

function insertion(table: SqlTable): string {
  const { name, names, key, rows } = table;
  const values = rows.map((row) => `(${row.map(literal).join(',')})`).join(',\n');
  const assignments = othersThanKey(table).map((each) => `${each} = excluded.${each}`);
  const update = assignments.length > 0 ? `UPDATE SET ${assignments.join(', ')}` : 'NOTHING';
  const conflict = key.length > 0 ? `\nON CONFLICT (${key.join(', ')}) DO ${update}` : '';
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES\n${values}${conflict};\n`;
}

function literal(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (typeof cell === 'number') return String(cell);
  const quoted = `'${cell.replaceAll("'", "''")}'`;
  return cell.includes('\0') ? quoted.replaceAll('\0', "'||char(0)||'") : quoted;
}
