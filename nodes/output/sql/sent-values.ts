/** What is sent for columns, so that a database can be asked whether a column of its own holds it. */
import type { FittedColumn } from './fitted-column';
import type { SqlKind } from './sql-column';

/** Columns that are the same in what a type must hold for them. */
export interface SentValues {
  sort: 'number' | 'timestamp' | 'instant' | 'date' | 'truth' | 'text';
  /** Digits behind the point: of numbers, and of the seconds of times. */
  scale: number;
  /** True where a double would lose digits. */
  exact: boolean;
  /** Of the columns. */
  names: string[];
}

/** By the kind of the column. */
export const SORTS: Readonly<Record<SqlKind, SentValues['sort']>> = {
  integer: 'number',
  decimal: 'number',
  float: 'number',
  number: 'number',
  boolean: 'truth',
  timestamp: 'timestamp',
  instant: 'instant',
  date: 'date',
  guid: 'text',
  text: 'text',
};

/** Whether there may be any characters in a column. Numbers that are texts are digits. */
export function hasAnyText({ column }: FittedColumn): boolean {
  return SORTS[column.kind] !== 'number' && SORTS[column.kind] !== 'truth';
}

/** @param condition when a column of some values would change one, in SQL; undefined where none would */
export function lossyConditions(
  columns: readonly FittedColumn[],
  condition: (values: SentValues) => string | undefined,
): string[] {
  const groups = new Map<string, SentValues>();
  for (const { column, scale, exact } of columns) {
    const sort = SORTS[column.kind];
    const group = groups.get(`${sort} ${scale} ${exact}`) ?? { sort, scale, exact, names: [] };
    group.names.push(column.name);
    groups.set(`${sort} ${scale} ${exact}`, group);
  }
  return [...groups.values()].map(condition).filter((each) => each !== undefined);
}
