/** Texts, ids and truth values as cells. */
import { isoOf } from './fit-dates';
import type { FittedColumn, Fitting, SqlValue } from './fitted-column';
import type { SqlDatabase } from './sql-order';

const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Characters of a text in a key, where its column must have a bound. */
export const LONGEST_KEY: Readonly<Record<SqlDatabase, number>> = {
  sqlite: Infinity,
  postgresql: Infinity,
  mysql: 191,
  sqlserver: 400,
};

/** Databases that take a text in a key for another one that has less spaces at its end. */
const IGNORES_SPACES: ReadonlySet<SqlDatabase> = new Set(['mysql', 'sqlserver']);

/** Any value but lists and objects is a text as JavaScript writes it; those are Json where misfits may be text. */
export function fitTexts(fitting: Fitting): FittedColumn {
  const { column, records } = fitting;
  const { name } = column;
  const cells: SqlValue[] = [];
  for (let row = 0; row < records.length; row++) {
    const value = records[row]![name];
    cells.push(
      typeof value === 'string' ? value : value === undefined || value === null ? null : textOf(fitting, row, value),
    );
  }
  if (column.isKey) requireFitKey(fitting, cells);
  return { column, cells, scale: 0, exact: false };
}

function textOf({ column, records, misfits, refuse }: Fitting, row: number, value: unknown): SqlValue {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? String(value) : refuse(row, 'sql-misfit');
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'function':
      // A column that the record lacks may have the name of what every object has.
      return Object.hasOwn(records[row]!, column.name) ? refuse(row, 'sql-nested') : null;
    case 'object':
      if (value instanceof Date) return isoOf(value) ?? refuse(row, 'sql-misfit');
      return (misfits === 'text' && !ArrayBuffer.isView(value) && jsonOf(value)) || refuse(row, 'sql-nested');
    default:
      return refuse(row, 'sql-nested');
  }
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function requireFitKey({ database, refuse }: Fitting, cells: readonly SqlValue[]): void {
  const size = LONGEST_KEY[database];
  for (const [row, cell] of cells.entries()) {
    if (typeof cell !== 'string') continue;
    if (cell.length > size) refuse(row, 'sql-long-key', { size });
    if (IGNORES_SPACES.has(database) && cell.endsWith(' ')) refuse(row, 'sql-key-space');
  }
}

/** An empty text is none. */
export function fitGuids(fitting: Fitting): FittedColumn {
  return fitEach(fitting, (value) => (typeof value === 'string' && GUID.test(value) ? value : undefined));
}

/** 1 and 0 are true and false as well; an empty text is neither. */
export function fitTruths(fitting: Fitting): FittedColumn {
  return fitEach(fitting, (value) => (typeof value === 'boolean' ? value : TRUTHS.get(value)));
}

const TRUTHS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...['true', 'True', 'TRUE', '1', 1].map((value) => [value, true] as const),
  ...['false', 'False', 'FALSE', '0', 0].map((value) => [value, false] as const),
]);

function fitEach({ column, records, refuse }: Fitting, cellOf: (value: unknown) => SqlValue | undefined): FittedColumn {
  const cells: SqlValue[] = [];
  for (let row = 0; row < records.length; row++) {
    const value = records[row]![column.name];
    const isNone = value === undefined || value === null || value === '';
    cells.push(isNone ? null : (cellOf(value) ?? refuse(row, 'sql-misfit')));
  }
  return { column, cells, scale: 0, exact: false };
}
