/** The text for MySQL and MariaDB: its one `?` is filled by the database node with all rows. */
import { LONGEST_KEY } from './fit-texts';
import { mysqlCheck, mysqlNamesCheck } from './mysql-check';
import type { SqlColumn, SqlKind } from './sql-column';
import { type EmptiedPeriod, othersThanKey, type SqlTable } from './sql-table';
import { definitions, deletion, lines } from './statements';
import { Utf8Text } from './utf8-text';
import { requireWholeCharacters } from './whole-text';

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
  text: 'LONGTEXT CHARACTER SET utf8mb4',
};

/** Under which nothing is cut, zeroed or numbered by itself, and a backslash means what the driver takes it for. */
const STRICT = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO';

/** Statements that end in a semicolon each. */
export function mysqlText(table: SqlTable): string {
  const { order, name, columns, names, rows } = table;
  const typeOf = (index: number) => typeOfColumn(columns[index]!.column);
  const statements = [`SET @dc_mode = @@sql_mode, sql_mode = '${STRICT}';`, ...mysqlNamesCheck(table)];
  if (order.createTable && names.length > 0) {
    statements.push(`CREATE TABLE IF NOT EXISTS ${name} ${lines(definitions(table, typeOf))} CHARACTER SET utf8mb4;`);
  }
  if (names.length > 0) statements.push(...mysqlCheck(table, typeOf));
  const written = deletion(table, inPeriod);
  if (rows > 0) written.push(insertion(table));
  statements.push(...(written.length > 1 ? atOnce(written) : written), 'SET sql_mode = @dc_mode;');
  return statements.join('\n');
}

function typeOfColumn({ kind, isKey }: SqlColumn): string {
  if (kind !== 'text' || !isKey) return TYPES[kind];
  // Any other collation takes some texts for the same that are not.
  return `VARCHAR(${LONGEST_KEY.mysql}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`;
}

function inPeriod({ column, from, before }: EmptiedPeriod): string {
  return `${column} >= TIMESTAMP'${from.replace('T', ' ')}' AND ${column} < TIMESTAMP'${before.replace('T', ' ')}'`;
}

/** Both or neither, in MariaDB. MySQL has no way that leaves no transaction open behind an error; it skips the comments. */
function atOnce(statements: readonly string[]): string[] {
  return [
    '/*M! BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END; START TRANSACTION; */',
    ...statements,
    // Where the comment counts, this is three statements.
    'DO 0/*M!; COMMIT; END */;',
  ];
}

function insertion(table: SqlTable): string {
  const { name, names, key } = table;
  const assignments = othersThanKey(table).map((each) => `${each} = VALUES(${each})`);
  // Something must be assigned: where all is key, the key itself.
  const update = assignments.length > 0 ? assignments.join(', ') : `${key[0]} = VALUES(${key[0]})`;
  const conflict = key.length > 0 ? `\nON DUPLICATE KEY UPDATE ${update}` : '';
  return `INSERT INTO ${name} (${names.join(', ')}) VALUES ?${conflict};`;
}

/** What fills the `?`. */
export function mysqlRows(table: SqlTable): unknown[][] {
  const { columns, rows } = table;
  const width = columns.length;
  const cells = columns.map((column) => column.cells);
  const all = new Array<unknown[]>(rows);
  for (let row = 0; row < rows; row++) {
    const values = new Array<unknown>(width);
    for (let index = 0; index < width; index++) {
      const cell = cells[index]![row]!;
      values[index] = typeof cell === 'string' && !PLAIN.test(cell) ? wholeText(table, cell) : cell;
    }
    all[row] = values;
  }
  return all;
}

/** What any text but these is depends on the charset of the connection, and on what the server does with backslashes. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

function wholeText(table: SqlTable, text: string): Utf8Text {
  requireWholeCharacters(table, text);
  return new Utf8Text(text);
}
