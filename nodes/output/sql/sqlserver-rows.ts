/** What SQL Server gets as `@rows`. */
import type { FittedColumn, SqlValue } from './fitted-column';
import { hasAnyText } from './sent-values';
import type { SqlTable } from './sql-table';

/**
 * A list of objects whose keys are `c0`, `c1` and so on: JSON. Of a key that comes twice only the last record is in it,
 * for MERGE refuses two.
 */
export function sqlserverRows({ columns, rows, key }: SqlTable): string {
  const positions = Array.from({ length: rows }, (_, row) => row);
  const kept = key.length > 0 ? lastOfEachKey(columns, positions) : positions;
  const fields = columns.map((column, index) => {
    return { cells: column.cells, name: `"c${index}":`, isPlain: isPlain(column) };
  });
  return `[${kept.map((row) => objectOf(fields, row)).join(',')}]`;
}

interface Field {
  cells: readonly SqlValue[];
  /** As it stands before a value. */
  name: string;
  isPlain: boolean;
}

function objectOf(fields: readonly Field[], row: number): string {
  let text = '';
  for (const { cells, name, isPlain } of fields) {
    const cell = cells[row]!;
    if (cell === null) continue;
    if (text !== '') text += ',';
    text += name;
    if (typeof cell === 'string') text += isPlain ? `"${cell}"` : JSON.stringify(cell);
    else text += cell;
  }
  return `{${text}}`;
}

/** Whether JSON writes all texts of a column as they are; asked of all at once, which is quicker by far. */
function isPlain(column: FittedColumn): boolean {
  return !hasAnyText(column) || PLAIN.test(column.cells.join(''));
}

const PLAIN = /^[ !#-[\]-\ud7ff]*$/;

function lastOfEachKey(columns: readonly FittedColumn[], rows: readonly number[]): number[] {
  const keys = columns.filter(({ column }) => column.isKey);
  const last = new Map(rows.map((row) => [JSON.stringify(keys.map((key) => canonical(key, row))), row]));
  return [...last.values()];
}

/** What is the same to the database is the same text. */
function canonical({ column, cells }: FittedColumn, row: number): SqlValue {
  const cell = cells[row]!;
  if (typeof cell !== 'string') return cell === null ? null : String(cell);
  if (column.kind === 'guid') return cell.toLowerCase();
  return column.kind === 'timestamp' ? cell.replace('T', ' ').replace(/(?: 00:00)?(?::00)?(?:\.0*)?$/, '') : cell;
}
