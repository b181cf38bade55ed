/**
 * Dates as people say them: `yesterday`, `last 7 days`, `month to date`, `now-15m`, or an ISO date. The editor checks
 * and previews them, a run resolves them; both with this file, so they never disagree. It uses nothing but `Intl`.
 * The words are those of `date-words.ts`.
 *
 * Every expression names a range of time, from its first to its last instant. A start date takes the first, a stop
 * date the last. All days, weeks and months are whole ones of the given time zone; weeks begin on Monday (ISO 8601).
 *
 * The last instant of a day is 23:59:59.997: the service's columns are SQL Server DATETIME, which counts in steps of
 * 3 1/3 milliseconds. `.997` is the last value before midnight, `.998` and `.999` are rounded, `.999` to the next day.
 * So a stop date is right whether the service compares with `<=` or with `<`, and whatever it takes a date without a
 * time for, unless a record lies on that very step. It is what a person means who writes a day out, so that goes out as
 * its first or last instant, too; an instant goes out as it was written.
 */
import { type CalendarUnit, type ClockUnit, type DateExpression, isCalendar, type Shift } from './date-kinds';
import { type DateLanguage, readDateWords, sayDate, suggestDateWords } from './date-words';
import { clockOf } from './time-zone';

/** Characters of the longest expression, with room for spaces. */
const LONGEST = 100;

/** Reads an expression, whatever its case and spacing; undefined when the text is none (`${NAME}` is none). */
export function parseDateExpression(text: string): DateExpression | undefined {
  if (text.length > LONGEST) return undefined;
  return parseWrittenOut(text.trim()) ?? readDateWords(text);
}

/** The same date in the words of a language; what is written out, or is no date, stays as it is. */
export function translateDate(text: string, language: DateLanguage): string {
  const date = parseDateExpression(text);
  return date === undefined || date.kind === 'date' || date.kind === 'date-time' ? text : sayDate(date, language);
}

/** The date that was most likely meant by a text that is none. */
export function suggestDate(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  return writtenProperly(text.trim()) ?? suggestDateWords(text);
}

/** `2026/3/1` for the first of March: with the year first, nothing else can be meant. */
function writtenProperly(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/.exec(text) ?? [];
  const date = year && `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return date && parseWrittenOut(date) ? date : undefined;
}

function parseWrittenOut(text: string): DateExpression | undefined {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,7})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, zone] = match;
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (hour === undefined) return { kind: 'date', date: text };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  if (zone !== undefined && !isOffset(zone)) return undefined;
  return { kind: 'date-time', text: text.replace(' ', 'T') };
}

function isOffset(zone: string): boolean {
  if (/^z$/i.test(zone)) return true;
  return Number(zone.slice(1, 3)) <= 14 && Number(zone.slice(-2)) <= 59;
}

export interface ResolveOptions {
  now: Date;
  /** IANA name, `America/Toronto`. */
  zone: string;
  /** Which end of the range is wanted. */
  edge: 'start' | 'stop';
  format: 'date' | 'date-time';
}

/**
 * The text to send: `2024-02-29`, or `2024-02-29T00:00:00.000`, the clock of `zone` without a zone, as the service's
 * own records have it. A date-time that was written out is given back as written; as a date it is that instant's day
 * in `zone`, or its own day where it names no zone.
 * @throws RangeError when `zone` is no known time zone
 */
export function resolveDateExpression(expression: DateExpression, options: ResolveOptions): string {
  if (expression.kind === 'date-time') {
    return options.format === 'date-time' ? expression.text : dayOf(expression.text, options.zone);
  }
  const wall = expression.kind === 'date' ? wallOfDay(expression.date) : wallClock(options.now, options.zone);
  const [start, stop] = rangeOf(expression, wall, options);
  return print(options.edge === 'start' ? start : stop, options.format);
}

/**
 * @param text a date written out; one that names no zone is meant in `zone`
 * @returns milliseconds since 1970; NaN for any other text
 */
export function instantOf(text: string, zone: string): number {
  const expression = parseDateExpression(text);
  if (expression?.kind === 'date') return instantIn(zone, wallOfDay(expression.date));
  if (expression?.kind !== 'date-time') return Number.NaN;
  if (namesZone(expression.text)) return instantNamed(expression.text).getTime();
  return instantIn(zone, instantNamed(`${expression.text}Z`));
}

/** The second look is for a zone that changes its clocks in between. */
function instantIn(zone: string, wall: Date): number {
  const near = wall.getTime() - offsetAt(wall, zone);
  return wall.getTime() - offsetAt(new Date(near), zone);
}

function offsetAt(instant: Date, zone: string): number {
  return wallClock(instant, zone).getTime() - instant.getTime();
}

function dayOf(text: string, zone: string): string {
  return namesZone(text) ? print(wallClock(instantNamed(text), zone), 'date') : text.slice(0, 10);
}

function namesZone(text: string): boolean {
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10));
}

function instantNamed(text: string): Date {
  return new Date(text.toUpperCase().replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

/**
 * What clocks in `zone` show, kept as if it were UTC: calendar arithmetic on it then has no daylight saving to
 * stumble over.
 */
function wallClock(instant: Date, zone: string): Date {
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone).formatToParts(instant)) parts[type] = value;
  const wall = new Date(0);
  wall.setUTCFullYear(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
  wall.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second), instant.getUTCMilliseconds());
  return wall;
}

function wallOfDay(date: string): Date {
  return new Date(`${date}T00:00:00.000Z`);
}

function rangeOf(
  expression: Exclude<DateExpression, { kind: 'date-time' }>,
  wall: Date,
  { now, zone }: ResolveOptions,
): [start: Date, stop: Date] {
  switch (expression.kind) {
    case 'date':
      return wholeUnits(wall, 'day');
    case 'day':
      return wholeUnits(expression.shift ? move(wall, expression.shift) : wall, 'day');
    case 'moment': {
      const moment = expression.shift ? moveMoment(now, wall, expression.shift, zone) : wall;
      return [moment, moment];
    }
    case 'this':
      return wholeUnits(wall, expression.unit);
    case 'to-date':
      return [startOf(wall, expression.unit), lastInstantOf(wall, 'day')];
    case 'last':
      return wholeUnits(unitsBefore(expression.count - 1, expression.unit, wall, now, zone), expression.unit, wall);
    case 'previous': {
      const first = unitsBefore(expression.count, expression.unit, wall, now, zone);
      return wholeUnits(first, expression.unit, unitsBefore(1, expression.unit, wall, now, zone));
    }
  }
}

/** From the start of the unit that `from` is in to the last instant of the one that `to` is in, by default the same one. */
function wholeUnits(from: Date, unit: CalendarUnit | ClockUnit, to = from): [start: Date, stop: Date] {
  return [startOf(from, unit), lastInstantOf(to, unit)];
}

/** Hours and minutes really pass, days and months are turned over on the calendar. */
function unitsBefore(count: number, unit: CalendarUnit | ClockUnit, wall: Date, now: Date, zone: string): Date {
  const shift = { amount: -count, unit };
  return isCalendar(unit) ? move(startOf(wall, unit), shift) : moveMoment(now, wall, shift, zone);
}

function moveMoment(now: Date, wall: Date, shift: Shift, zone: string): Date {
  if (isCalendar(shift.unit)) return move(wall, shift);
  return wallClock(new Date(now.getTime() + shift.amount * (shift.unit === 'hour' ? 3_600_000 : 60_000)), zone);
}

function move(wall: Date, { amount, unit }: Shift): Date {
  const moved = new Date(wall);
  if (unit === 'day' || unit === 'week') {
    moved.setUTCDate(moved.getUTCDate() + amount * (unit === 'week' ? 7 : 1));
    return moved;
  }
  const months = unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1;
  const day = moved.getUTCDate();
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + amount * months);
  const daysInMonth = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, daysInMonth));
  return moved;
}

function startOf(wall: Date, unit: CalendarUnit | ClockUnit): Date {
  const start = new Date(wall);
  start.setUTCSeconds(0, 0);
  if (unit === 'minute') return start;
  start.setUTCMinutes(0);
  if (unit === 'hour') return start;
  start.setUTCHours(0);
  if (unit === 'week') start.setUTCDate(start.getUTCDate() - ((start.getUTCDay() + 6) % 7));
  if (unit === 'month' || unit === 'quarter' || unit === 'year') start.setUTCDate(1);
  if (unit === 'quarter') start.setUTCMonth(start.getUTCMonth() - (start.getUTCMonth() % 3));
  if (unit === 'year') start.setUTCMonth(0);
  return start;
}

/** 3 ms before the next unit: the last step of SQL Server's DATETIME inside this one. */
function lastInstantOf(wall: Date, unit: CalendarUnit | ClockUnit): Date {
  const start = startOf(wall, unit);
  const next = isCalendar(unit)
    ? move(start, { amount: 1, unit })
    : laterBy(start, unit === 'hour' ? 3_600_000 : 60_000);
  return laterBy(next, -3);
}

function laterBy(wall: Date, milliseconds: number): Date {
  return new Date(wall.getTime() + milliseconds);
}

function print(wall: Date, format: 'date' | 'date-time'): string {
  const text = wall.toISOString();
  return format === 'date' ? text.slice(0, 10) : text.slice(0, -1);
}
