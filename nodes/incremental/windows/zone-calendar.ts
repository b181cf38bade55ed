/** Arithmetic with instants by the calendar and the clocks of a zone. Instants are milliseconds since 1970. */
import { DateTime } from 'luxon';
import { isCalendar } from '../../parameters/date-kinds';
import type { Duration } from '../../parameters/duration';
import type { Grain } from './grain';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Of the units that are the same on every day. */
const LENGTHS = { minute: MINUTE, hour: HOUR } as const;
/** Longer than any clock was ever put back. */
const LONGEST_CHANGE = 26 * HOUR;

/** Cut down to the midnight, or the second, that it is in. */
export function cutDown(instant: number, grain: Grain, zone: string): number {
  if (grain === 'instant') return Math.floor(instant / SECOND) * SECOND;
  return earliest(DateTime.fromMillis(instant, { zone }).startOf('day'));
}

/** Later by a duration: days keep the time of day. */
export function later(instant: number, { count, unit }: Duration, zone: string): number {
  if (!isCalendar(unit)) return instant + count * LENGTHS[unit];
  return DateTime.fromMillis(instant, { zone })
    .plus({ [unit]: count })
    .toMillis();
}

/** Earlier by a duration; where the clocks show the time of that day twice, the first. */
export function earlier(instant: number, { count, unit }: Duration, zone: string): number {
  if (!isCalendar(unit)) return instant - count * LENGTHS[unit];
  return earliest(DateTime.fromMillis(instant, { zone }).minus({ [unit]: count }));
}

/** Where clocks are put back, the same wall clock is shown twice. */
function earliest(date: DateTime): number {
  return Math.min(...date.getPossibleOffsets().map((each) => each.toMillis()));
}

/** What clocks of the zone show, as milliseconds: as if the zone were UTC. */
export function wallClockAt(instant: number, zone: string): number {
  return instant + offsetAt(instant, zone);
}

function offsetAt(instant: number, zone: string): number {
  return DateTime.fromMillis(instant, { zone }).offset * MINUTE;
}

/** All that clocks of the zone show between two instants: the least, and the first that is later than any of it. */
export interface Hull {
  least: number;
  /** Exclusive. */
  end: number;
}

/**
 * It is longer than the time between where clocks are put back near one of the ends: a wall clock that is shown twice
 * belongs to it with both passes.
 */
export function hullOf(from: number, to: number, zone: string): Hull {
  const hull = { least: wallClockAt(from, zone), end: wallClockAt(to, zone) };
  const afterFrom = putBackBetween(from, Math.min(to, from + LONGEST_CHANGE), zone);
  if (afterFrom && afterFrom.instant < to) hull.least = Math.min(hull.least, afterFrom.instant + afterFrom.offset);
  const beforeTo = putBackBetween(Math.max(from, to - LONGEST_CHANGE), to, zone);
  if (beforeTo) hull.end = Math.max(hull.end, beforeTo.instant + beforeTo.offsetBefore);
  return hull;
}

interface PutBack {
  /** The first with the new offset. */
  instant: number;
  offsetBefore: number;
  offset: number;
}

/** Clocks of no zone change twice in so short a time. */
function putBackBetween(from: number, to: number, zone: string): PutBack | undefined {
  const [offsetBefore, offset] = [offsetAt(from, zone), offsetAt(to, zone)];
  if (offset >= offsetBefore) return undefined;
  let [before, instant] = [from, to];
  while (instant - before > 1) {
    const middle = Math.floor((before + instant) / 2);
    if (offsetAt(middle, zone) === offset) instant = middle;
    else before = middle;
  }
  return { instant, offsetBefore, offset };
}
