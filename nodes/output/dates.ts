/**
 * Text -> `Date`, for people who ask for it. Only a text that names one exact instant is converted; any other stays
 * text, so that nothing is guessed:
 * - with `Z` or an offset, or as `/Date(1435839302450)/`: the instant it names;
 * - without either: only when a zone is given. Of a local time that comes twice (clocks put back) the first is taken;
 *   one that never was (clocks put forward), a date that does not exist, and digits finer than a millisecond stay text.
 */
import { DateTime } from 'luxon';
import type { ColumnInfo } from '../record';
import type { OutputOrder, Transform } from './transform';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})(\d*))?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;
const EPOCH = /^\/Date\((-?\d{1,16})([+-]\d{4})?\)\/$/;
const DATE_TYPE = /^(small)?date(time)?(2|offset)?\b/i;

const MINUTE = 60_000;

/** Makes dates `Date` objects, in place: in the columns that hold dates by the catalogue's format or the SQL type. */
export function dates({ choices, expected, zone }: OutputOrder): Transform | undefined {
  if (choices.dates !== 'date') return undefined;
  const formats = new Map(expected.map(({ name, format }) => [name.toLowerCase(), format]));
  const holdsDates = ({ name, originalName = name, sqlType }: ColumnInfo) => {
    const format = formats.get(originalName.toLowerCase());
    return format === 'date' || format === 'date-time' || (sqlType !== undefined && DATE_TYPE.test(sqlType));
  };
  let known: ColumnInfo[] | undefined;
  let keys: string[] = [];
  return {
    apply(piece) {
      // In pieces of one record, the columns are the same many times over.
      if (piece.columns !== known) keys = piece.columns.filter(holdsDates).map(({ name }) => name);
      known = piece.columns;
      for (const record of piece.records) {
        for (const key of keys) {
          const value = record[key];
          if (typeof value === 'string') record[key] = toDate(value, zone) ?? value;
        }
      }
      return piece;
    },
  };
}

/** @returns nothing when the text names no exact instant */
export function toDate(text: string, zone?: string): Date | undefined {
  const epoch = EPOCH.exec(text);
  if (epoch !== null) return validDate(Number(epoch[1]));
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', finer = '', offset] = match;
  if (/[1-9]/.test(finer)) return undefined;
  const local = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (local === undefined) return undefined;
  const time = local + Number(fraction.padEnd(3, '0'));
  if (offset !== undefined) return validDate(time - offsetOf(offset));
  return zone === undefined ? undefined : validDate(instantIn(zone, time));
}

/** Milliseconds, as if the clock were UTC; nothing for a date or time of day that does not exist. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number) {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.setUTCHours(hour, minute, second);
}

/** Milliseconds of `+05:30`; 0 for `Z`. */
function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -size : size) * MINUTE;
}

/** The first instant at which the zone's clocks show the local time; NaN where they never do. */
function instantIn(zone: string, local: number): number {
  const clock = DateTime.fromMillis(local, { zone: 'utc' });
  const guess = clock.setZone(zone, { keepLocalTime: true });
  if (!guess.isValid) return Number.NaN;
  const instants = guess.getPossibleOffsets().map((possible) => possible.toMillis());
  const first = Math.min(...instants);
  const shown = DateTime.fromMillis(first, { zone }).setZone('utc', { keepLocalTime: true });
  return shown.toMillis() === local ? first : Number.NaN;
}

function validDate(time: number): Date | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
