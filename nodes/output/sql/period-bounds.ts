/**
 * Whether records lie in the period that a run replaces. One that does not would be there twice after a second run.
 * Dates without a zone are taken as UTC on both sides, here and in the SQL: what counts is that both see the same.
 */
import type { Period } from '../../parameters/date-axis';
import type { FittedColumn } from './fitted-column';
import { recordsInvalid } from './records-invalid';

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})(\d{0,6}))?)?(Z|[-+]\d\d:\d\d)?)?$/i;

const MINUTE = 60_000;

/** In milliseconds: from the first of them on, before the second. */
export interface Bounds {
  from: number;
  before: number;
}

/** @throws DataConnectError `RECORDS_INVALID` where it is no period */
export function boundsOf(table: string, { from, before }: Period): Bounds {
  const bounds = { from: instantOf(from)?.floor, before: instantOf(before)?.floor };
  if (bounds.from === undefined || bounds.before === undefined || bounds.from > bounds.before) {
    throw recordsInvalid(table, { phrase: 'sql-bad-period' });
  }
  return { from: bounds.from, before: bounds.before };
}

/** @throws DataConnectError `RECORDS_INVALID` with the first record that is outside of them, or has no date */
export function requireWithin(table: string, { column, cells }: FittedColumn, bounds: Bounds): void {
  for (const [row, cell] of cells.entries()) {
    const instant = typeof cell === 'string' ? instantOf(cell) : undefined;
    // Databases that keep only milliseconds round what is finer.
    if (instant && instant.floor >= bounds.from && instant.ceiling < bounds.before) continue;
    const phrase = instant === undefined ? 'sql-no-date' : 'sql-outside-period';
    throw recordsInvalid(table, { phrase, facts: { column: column.name, row: row + 1 } });
  }
}

/** In milliseconds; nothing for a text that is no date, or a day that does not exist. */
function instantOf(text: string): { floor: number; ceiling: number } | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', finer = '', zone = 'Z'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const milliseconds = Number(fraction.padEnd(3, '0'));
  const floor = date.setUTCHours(Number(hour), Number(minute), Number(second), milliseconds) - offsetOf(zone);
  return { floor, ceiling: /[1-9]/.test(finer) ? floor + 1 : floor };
}

/** Milliseconds of `+05:30`. */
function offsetOf(zone: string): number {
  if (zone.length === 1) return 0;
  const size = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * MINUTE;
  return zone.startsWith('-') ? -size : size;
}
