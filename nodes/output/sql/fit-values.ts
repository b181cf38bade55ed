/** Values of records as the cells of a table: exact, or an error that says which is not. */
import type { PhraseKey } from '../../errors';
import { recordsInvalid, shapeOf } from './records-invalid';
import type { SqlColumn, SqlKind } from './sql-column';
import type { SqlBatch, SqlDatabase, SqlOrder } from './sql-order';

/** A value as a database gets it. Numbers whose digits a double cannot hold are text. */
export type Cell = string | number | boolean | null;

/** A cell; or what is wrong with the value. */
type Fit = (value: unknown, database: SqlDatabase) => Cell | Misfit;

class Misfit {
  constructor(readonly phrase: PhraseKey) {}
}

const NUMBER = /^-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,4})?$/;
const LOCAL = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6}0*)?)?)?$/;
const ZONED = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6}0*)?)?(?:Z|[+-]\d\d:?\d\d)$/i;
const DAY = /^(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?$/;
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const misfit = new Misfit('sql-misfit');
const nested = new Misfit('sql-nested');

/**
 * One list of cells for each record, in the order of the columns.
 * @throws DataConnectError `RECORDS_INVALID`
 */
export function fitRecords(order: SqlOrder, columns: readonly SqlColumn[], records: SqlBatch['records']): Cell[][] {
  const { table, database } = order;
  const fits = columns.map(({ kind }) => FITS[kind]);
  return records.map((record, row) =>
    columns.map(({ name, isKey }, index) => {
      const value = record[name];
      const cell = value === undefined || value === null ? null : fits[index]!(value, database);
      if (cell instanceof Misfit) {
        throw recordsInvalid(table, {
          phrase: cell.phrase,
          facts: { column: name, row: row + 1, value: shapeOf(value) },
        });
      }
      if (isKey && cell === null) {
        throw recordsInvalid(table, { phrase: 'sql-no-key-value', facts: { column: name, row: row + 1 } });
      }
      return cell;
    }),
  );
}

const FITS: Readonly<Record<SqlKind, Fit>> = {
  integer: (value) => number(value),
  decimal: (value) => number(value),
  float: (value) => number(value),
  number: (value) => number(value),
  boolean: (value) => truth(value),
  timestamp: (value, database) => (database === 'sqlite' ? text(value, database) : matching(value, LOCAL)),
  instant: (value, database) => (database === 'sqlite' ? text(value, database) : matching(iso(value), ZONED)),
  date: (value, database) => (database === 'sqlite' ? text(value, database) : day(value)),
  guid: (value, database) => (database === 'sqlite' ? text(value, database) : matching(value, GUID)),
  text,
};

function number(value: unknown): Cell | Misfit {
  if (typeof value === 'number') return Number.isFinite(value) ? value : misfit;
  if (typeof value === 'bigint') return String(value);
  if (value === '') return null;
  return typeof value === 'string' && NUMBER.test(value) ? value : misfit;
}

function truth(value: unknown): Cell | Misfit {
  if (typeof value === 'boolean') return value;
  if (value === '') return null;
  if (value === 0 || value === 1) return value === 1;
  return misfit;
}

function matching(value: unknown, pattern: RegExp): Cell | Misfit {
  if (value === '') return null;
  return typeof value === 'string' && pattern.test(value) ? value : misfit;
}

function day(value: unknown): Cell | Misfit {
  if (value === '') return null;
  return (typeof value === 'string' && DAY.exec(value)?.[1]) || misfit;
}

function iso(value: unknown): unknown {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : value;
}

function text(value: unknown, database: SqlDatabase): Cell | Misfit {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) return misfit;
    return database === 'postgresql' && value.includes('\0') ? misfit : value;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : misfit;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const written = iso(value);
  return typeof written === 'string' ? written : nested;
}
