/** Dates and times as cells, in the databases that have types for them: exact, or refused. */
import type { FittedColumn, Fitting, SqlValue } from './fitted-column';
import type { SqlDatabase } from './sql-order';

const LOCAL =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)?$/;
const ZONED =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[-+](?:0\d|1[0-5]):[0-5]\d)$/i;
/** What a date that is written with a time has behind it, where it is of a day. */
const MIDNIGHT = /^(?:[T ]00:00(?::00(?:\.0{1,9})?)?)?$/;

/** Characters of a date. */
const DAY = 10;
/** Characters of a date with a time, up to the point before the fraction of a second. */
const TO_POINT = 20;

/** Digits of a fraction of a second that are kept. */
const FRACTION: Readonly<Record<SqlDatabase, number>> = { sqlite: 9, postgresql: 6, mysql: 6, sqlserver: 7 };

/** Of a date and time without a zone. */
export function fitTimestamps(fitting: Fitting): FittedColumn {
  return fitTexts(fitting, (text) => LOCAL.test(text));
}

/** Of a date and time with a zone. MySQL has no type for one: there only a `Date`, which is in no zone, goes in, as UTC. */
export function fitInstants(fitting: Fitting): FittedColumn {
  const { database } = fitting;
  return fitTexts(fitting, (text, isDate) => (database === 'mysql' ? isDate : ZONED.test(text)));
}

/** Of a date alone, also where it is written as its midnight. */
export function fitDays(fitting: Fitting): FittedColumn {
  const fitted = fitTexts(fitting, (text) => LOCAL.test(text) && MIDNIGHT.test(text.slice(DAY)));
  return {
    ...fitted,
    scale: 0,
    cells: fitted.cells.map((cell) => (cell === null ? null : String(cell).slice(0, DAY))),
  };
}

/** An empty text is no date: it is NULL. */
function fitTexts(fitting: Fitting, isFit: (text: string, isDate: boolean) => boolean): FittedColumn {
  const { column, records, database } = fitting;
  const cells: SqlValue[] = [];
  let scale = 0;
  for (let row = 0; row < records.length; row++) {
    const value = records[row]![column.name];
    if (value === undefined || value === null || value === '') {
      cells.push(null);
      continue;
    }
    const isDate = value instanceof Date;
    const text = isDate ? isoOf(value) : value;
    if (typeof text !== 'string' || !isFit(text, isDate)) return fitting.refuse(row, 'sql-misfit');
    if (text.length >= TO_POINT) {
      scale = Math.max(scale, fractionOf(text));
      if (scale > FRACTION[database]) return fitting.refuse(row, 'sql-misfit');
    }
    cells.push(database === 'mysql' && isDate ? text.slice(0, -1) : text);
  }
  return { column, cells, scale, exact: false };
}

/** Digits of the fraction of a second that say something. */
function fractionOf(text: string): number {
  if (text[TO_POINT - 1] !== '.') return 0;
  let end = TO_POINT;
  for (let at = TO_POINT; text[at] !== undefined && text[at]! >= '0' && text[at]! <= '9'; at++) {
    if (text[at] !== '0') end = at + 1;
  }
  return end - TO_POINT;
}

/** @returns nothing for a date that is none, or that four digits of a year do not say */
export function isoOf(date: Date): string | undefined {
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return /^\d/.test(text) ? text : undefined;
}
