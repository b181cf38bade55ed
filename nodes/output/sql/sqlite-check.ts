/**
 * What SQLite does before it writes: it stops where a column of a table that somebody else made would change a value
 * without a word, and where a column is missing, for it has no way to add one only if it is. The error of a path that is
 * none says any words in SQLite.
 */
import type { FittedColumn } from './fitted-column';
import { SORTS } from './sent-values';
import type { SqlTable } from './sql-table';
import { isShortenedByText } from './sqlite-numbers';
import { textLiteral } from './statements';

/** Statements, each of which does nothing where all is well. */
export function sqliteCheck(table: SqlTable, typeOf: (index: number) => string): string[] {
  const { order, columns } = table;
  const lossy = columns.flatMap((column) => {
    const change = changeOf(column);
    if (change === undefined) return [];
    return [`(${textLiteral(column.column.name)}, '${change.by.join(' ')}', '${change.better}')`];
  });
  const statements = lossy.length > 0 ? [lossyTypes(table, lossy)] : [];
  return order.addColumns ? [...statements, missingColumns(table, typeOf)] : statements;
}

/** The affinities that would change a value of the column, and the type that would not. */
function changeOf(column: FittedColumn): { by: string[]; better: string } | undefined {
  if (SORTS[column.column.kind] !== 'number') {
    const isChanged = column.cells.some(isChangedByNumbers);
    return isChanged ? { by: ['INTEGER', 'REAL', 'NUMERIC'], better: 'TEXT' } : undefined;
  }
  if (isShortenedByText(column)) return { by: column.exact ? ['TEXT', 'REAL'] : ['TEXT'], better: 'NUMERIC' };
  return column.exact ? { by: ['REAL'], better: 'TEXT' } : undefined;
}

/** A text that a column of numbers would make a number of: `007` would be 7. */
function isChangedByNumbers(cell: FittedColumn['cells'][number]): boolean {
  return typeof cell === 'string' && cell !== '' && cell.charCodeAt(0) <= NINE && LIKE_A_NUMBER.test(cell);
}

const NINE = '9'.charCodeAt(0);
const LIKE_A_NUMBER = /^[\t\n\v\f\r ]*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?[\t\n\v\f\r ]*$/;

/** The affinity of a column by its type, as SQLite finds it. */
const AFFINITY = `CASE WHEN p.type LIKE '%INT%' THEN 'INTEGER' WHEN p.type LIKE '%CHAR%' OR p.type LIKE '%CLOB%' OR p.type LIKE '%TEXT%' THEN 'TEXT'
    WHEN p.type LIKE '%BLOB%' OR p.type = '' THEN 'BLOB' WHEN p.type LIKE '%REAL%' OR p.type LIKE '%FLOA%' OR p.type LIKE '%DOUB%' THEN 'REAL' ELSE 'NUMERIC' END`;

function lossyTypes({ order }: SqlTable, sent: readonly string[]): string {
  return `SELECT json_extract('{}', (SELECT 'The column ' || p.name || ' of this table is ' || p.type || ', which would change a value without a word. Make it ' || s.better || '.'
  FROM (SELECT column1 AS name, column2 AS changed_by, column3 AS better FROM (VALUES ${sent.join(', ')})) AS s
  JOIN ${tableInfo(order.table)} AS p ON p.name = s.name COLLATE NOCASE
  WHERE instr(s.changed_by, ${AFFINITY})));`;
}

/** A table that is not there has none that could be added: the INSERT says so. */
function missingColumns({ order, name, columns, names }: SqlTable, typeOf: (index: number) => string): string {
  const added = columns.map(({ column }, index) => {
    const alter = `ALTER TABLE ${name} ADD COLUMN ${names[index]} ${typeOf(index)};`;
    return `(${textLiteral(column.name)}, ${textLiteral(alter)})`;
  });
  return `SELECT json_extract('{}', (SELECT 'SQLite cannot add a column only where it is missing. Run this once: ' || group_concat(s.statement, ' ')
  FROM (SELECT column1 AS name, column2 AS statement FROM (VALUES\n    ${added.join(',\n    ')})) AS s
  WHERE s.name COLLATE NOCASE NOT IN (SELECT name FROM ${tableInfo(order.table)}) AND EXISTS (SELECT 1 FROM ${tableInfo(order.table)})));`;
}

/** The columns of the table; none where there is no table. */
function tableInfo(table: string): string {
  const [name = '', schema] = table.split('.').reverse();
  return `pragma_table_info(${textLiteral(name)}${schema === undefined ? '' : `, ${textLiteral(schema)}`})`;
}
