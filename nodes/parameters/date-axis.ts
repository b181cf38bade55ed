/**
 * The date range of a request as an axis that can be cut. The pieces of a range cover it without gap and without
 * overlap, whatever the service takes `StopDate` for (not known, so it is a setting: docs/api.md, Dates), and the
 * outermost ends keep the text the person gave.
 *
 * Texts without a zone are cut as wall-clock times: whichever zone the service reads them in, the end of one piece and
 * the beginning of the next are the same text, so no hour is lost or doubled when the clocks change.
 */
import { DateTime } from 'luxon';
import type { DateRange, Parameter } from '../catalogue/schema';

/**
 * Which records at the end of the range belong to the answer. `inclusive`: those at the instant of StopDate, and where
 * it has no time, of that whole day. `instant`: those at the instant, which is midnight where it has no time.
 * `exclusive`: only those before it.
 */
export type StopDateMeaning = 'inclusive' | 'instant' | 'exclusive';

/** A half-open piece of the axis, in milliseconds: `from` belongs to it, `to` does not. */
export interface Span {
  from: number;
  to: number;
}

/** A piece of time by its first instant and the first one behind it, ISO 8601, both with a zone (`Z`) or both without. */
export interface Period {
  from: string;
  before: string;
}

export interface DateAxis {
  startName: string;
  stopName: string;
  startText: string;
  stopText: string;
  /** The whole range. */
  span: Span;
  /** `day`: the parameters are dates without a time, and only midnights can be cut at. */
  grain: 'instant' | 'day';
  /** Zone of the axis: `utc` for wall-clock times, which no clock change touches. */
  zone: string;
  /** True where the texts name a zone, so that cut texts must name one too. */
  zoned: boolean;
  stopDate: StopDateMeaning;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * SQL Server's DATETIME counts in steps of 3 1/3 ms: the last value before a full second ends in .997, and a text
 * ending in .999 is rounded up to that second.
 */
export const LAST_STEP = 3;

/** Characters of the longest date. */
const LONGEST_DATE = 40;

/**
 * @param sent the parameters of the request
 * @param range the two of them to cut by; undefined where there are none
 * @param zone IANA zone for calendar days of texts that name a zone
 * @returns undefined where the request has no readable pair of dates in the right order
 */
export function dateAxis(
  sent: ReadonlyMap<string, string>,
  range: DateRange | undefined,
  parameters: readonly Parameter[],
  zone: string,
  stopDate: StopDateMeaning,
): DateAxis | undefined {
  if (!range) return undefined;
  const { start: startName, stop: stopName } = range;
  const startText = sent.get(startName);
  const stopText = sent.get(stopName);
  if (startText === undefined || stopText === undefined) return undefined;
  if (Math.max(startText.length, stopText.length) > LONGEST_DATE) return undefined;
  const zoned = hasZone(startText) || hasZone(stopText);
  const axisZone = zoned ? zone : 'utc';
  const isDay = parameters.find(({ name }) => name === startName)?.format === 'date';
  const from = DateTime.fromISO(startText, { zone: axisZone }).toMillis();
  const stop = DateTime.fromISO(stopText, { zone: axisZone });
  const wholeDay = isDay || (stopDate === 'inclusive' && !stopText.includes('T'));
  const to = stopDate === 'exclusive' ? stop : stop.plus(wholeDay ? { days: 1 } : { milliseconds: 1 });
  const span = { from, to: to.toMillis() };
  // NaN, for text that is no date, fails this comparison too.
  if (!(span.from < span.to)) return undefined;
  const grain = isDay ? 'day' : 'instant';
  return { startName, stopName, startText, stopText, span, grain, zone: axisZone, zoned, stopDate };
}

/** The period that the whole range is: where its records lie, whatever the service takes the stop for. */
export function periodOf(axis: DateAxis): Period {
  return { from: write(axis, axis.span.from), before: write(axis, axis.span.to) };
}

/** The two parameters that ask for a piece of the axis. */
export function datesOf(axis: DateAxis, { from, to }: Span): Array<readonly [name: string, value: string]> {
  return [
    [axis.startName, from === axis.span.from ? axis.startText : write(axis, from)],
    [
      axis.stopName,
      to === axis.span.to && !beginsAfterStopText(axis, from) ? axis.stopText : write(axis, lastOf(axis, to)),
    ],
  ];
}

/**
 * Cuts a piece in two at the roundest instant near its middle.
 * @returns undefined where it cannot be cut any finer: a day of a `day` axis, else a second
 */
export function halve(axis: DateAxis, span: Span): [Span, Span] | undefined {
  const middle = roundestNear((span.from + span.to) / 2, span, axis);
  if (middle <= span.from || middle >= span.to) return undefined;
  return [
    { from: span.from, to: middle },
    { from: middle, to: span.to },
  ];
}

/** Calendar pieces of the axis: `count` days, weeks (from Monday) or months each, the outermost ones cut to the range. */
export function calendarSpans(axis: DateAxis, unit: 'day' | 'week' | 'month', count: number): Span[] {
  const spans: Span[] = [];
  let edge = DateTime.fromMillis(axis.span.from, { zone: axis.zone }).startOf(unit);
  for (let from = axis.span.from; from < axis.span.to; from = edge.toMillis()) {
    edge = edge.plus({ [unit]: count });
    spans.push({ from, to: Math.min(edge.toMillis(), axis.span.to) });
  }
  return spans;
}

function roundestNear(instant: number, { from, to }: Span, axis: DateAxis): number {
  const length = to - from;
  if (axis.grain === 'day' || length >= 2 * DAY) return midnightNear(instant, axis.zone);
  const step = [HOUR, MINUTE, SECOND].find((candidate) => length >= 2 * candidate) ?? SECOND;
  return Math.round(instant / step) * step;
}

/** Rounded by the calendar, because a day with a clock change has 23 or 25 hours. */
function midnightNear(instant: number, zone: string): number {
  return DateTime.fromMillis(instant + DAY / 2, { zone })
    .startOf('day')
    .toMillis();
}

/** A piece of the last day: a bare StopDate would be read as before its beginning, were it read as midnight. */
function beginsAfterStopText({ stopText, zone, grain }: DateAxis, from: number): boolean {
  return grain === 'instant' && from > DateTime.fromISO(stopText, { zone }).toMillis();
}

/** What StopDate must be for a piece that ends before `to`. */
function lastOf(axis: DateAxis, to: number): number {
  if (axis.stopDate === 'exclusive') return to;
  if (axis.grain === 'instant') return to - LAST_STEP;
  return DateTime.fromMillis(to, { zone: axis.zone }).minus({ days: 1 }).toMillis();
}

function write(axis: DateAxis, instant: number): string {
  const date = DateTime.fromMillis(instant, { zone: axis.zone });
  if (axis.grain === 'day') return date.toISODate() ?? '';
  return axis.zoned ? (date.toUTC().toISO() ?? '') : (date.toISO({ includeOffset: false }) ?? '');
}

/** `Z` or an offset behind a time. */
function hasZone(text: string): boolean {
  return /^[^T]*T.*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
}
