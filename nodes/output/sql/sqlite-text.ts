/** The text for SQLite: values as literals, for its node binds none where several statements are in a text. */
import type { FittedColumn } from './fitted-column';
import { hasAnyText } from './sent-values';
import type { SqlKind } from './sql-column';
import type { EmptiedPeriod, SqlTable } from './sql-table';
import { sqliteCheck } from './sqlite-check';
import { exactLiterals } from './sqlite-numbers';
import { definitions, deletion, lines, onConflict } from './statements';

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
  const { order, name, columns, names, rows } = table;
  const typeOf = (index: number) => TYPES[columns[index]!.column.kind];
  const statements: string[] = [];
  if (order.createTable && names.length > 0) {
    const notNull = (index: number) => typeOf(index) + (columns[index]!.column.isKey ? ' NOT NULL' : '');
    statements.push(`CREATE TABLE IF NOT EXISTS ${name} ${lines(definitions(table, notNull))};`);
  }
  if (names.length > 0) statements.push(...sqliteCheck(table, typeOf));
  const written = deletion(table, inPeriod);
  if (rows > 0) written.push(insertion(table));
  statements.push(...(written.length > 1 ? atOnce(table, written) : written));
  return statements.join('\n');
}

/** Dates are texts here, with or without a time, a fraction and a zone: they are compared by what they mean. */
function inPeriod({ column, from, before }: EmptiedPeriod): string {
  const date = `strftime('%Y-%m-%dT%H:%M:%f', ${column})`;
  return `${date} >= '${from}' AND ${date} < '${before}'`;
}

/**
 * Both or neither. A transaction of several statements would stay open after an error, so it is one statement: a trigger
 * of a table of the connection's own, which has gone when the connection has.
 */
function atOnce({ order }: SqlTable, written: readonly string[]): string[] {
  // In a trigger no table may be named with its database.
  if (order.table.includes('.')) return [...written];
  return [
    'DROP TABLE IF EXISTS temp.dataconnect_replace;',
    'CREATE TEMP TABLE dataconnect_replace (go);',
    `CREATE TEMP TRIGGER dataconnect_replacing AFTER INSERT ON dataconnect_replace BEGIN\n${written.join('\n')}\nEND;`,
    'INSERT INTO temp.dataconnect_replace VALUES (1);',
    'DROP TABLE temp.dataconnect_replace;',
  ];
}

function insertion(table: SqlTable): string {
  const { name, names } = table;
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES\n${values(table)}${onConflict(table)};`;
}

/** Put together piece by piece, with few of them: joined lists take twice as long. */
function values({ columns, rows }: SqlTable): string {
  const literals = columns.map(exactLiterals);
  const isRaw = literals.map((each) => each !== undefined);
  const isPlain = columns.map(areAllPlain);
  const cells = columns.map((column, index) => literals[index] ?? column.cells);
  const before = columns.map((_, index) => (index === 0 ? '(' : ','));
  const beforeText = before.map((each) => `${each}'`);
  const width = columns.length;
  let text = '';
  for (let row = 0; row < rows; row++) {
    if (row > 0) text += ',\n';
    for (let index = 0; index < width; index++) {
      const cell = cells[index]![row]!;
      if (typeof cell !== 'string')
        text += before[index]! + (typeof cell === 'boolean' ? Number(cell) : (cell ?? 'NULL'));
      else if (isRaw[index]) text += before[index]! + cell;
      else text += beforeText[index]! + (isPlain[index] ? cell : careful(cell)) + QUOTE;
    }
    text += ')';
  }
  return text;
}

const QUOTE = "'";

/** Asked of all at once, which is quicker. */
function areAllPlain(column: FittedColumn): boolean {
  if (!hasAnyText(column)) return true;
  const all = column.cells.join('');
  return !all.includes("'") && !all.includes('\0');
}

/** What stands between the quotes. A NUL would end the text. */
function careful(text: string): string {
  return text.replaceAll("'", "''").replaceAll('\0', "'||char(0)||'");
}
