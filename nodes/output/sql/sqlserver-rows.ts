/** What SQL Server gets as `@rows`. */
import type { FittedColumn, SqlValue } from './fitted-column';
import type { SqlTable } from './sql-table';

/**
 * A list of objects whose keys are `c0`, `c1` and so on: JSON. Of a key that comes twice only the last record is in it,
 * for MERGE refuses two.
 */
export function sqlserverRows({ columns, rows, key }: SqlTable): string {
  const positions = Array.from({ length: rows }, (_, row) => row);
  const kept = key.length > 0 ? lastOfEachKey(columns, positions) : positions;
  return `[${kept.map((row) => objectOf(columns, row)).join(',')}]`;
}

function objectOf(columns: readonly FittedColumn[], row: number): string {
  let text = '{';
  for (let index = 0; index < columns.length; index++) {
    const cell = columns[index]!.cells[row]!;
    if (cell === null) continue;
    text += `${(text.length > 1 ? ',"c' : '"c') + index}":`;
    text += typeof cell === 'string' ? (PLAIN.test(cell) ? `"${cell}"` : JSON.stringify(cell)) : cell;
  }
  return `${text}}`;
}

/** What JSON writes as it is. */
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
