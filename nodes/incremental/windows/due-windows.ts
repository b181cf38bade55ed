/**
 * What the next run of a node asks for that goes on from where it was confirmed: the rules of
 * docs/incremental.md, Which dates are asked for. The dialog shows it with the same code. Instants are milliseconds since
 * 1970.
 */
import { DAY } from '../../parameters/date-axis';
import { isCalendar } from '../../parameters/date-kinds';
import { type Duration, minutesOf } from '../../parameters/duration';
import type { Grain, Reach } from './grain';
import { type DateWriting, type RangeTexts, rangeTexts } from './range-texts';
import { cutDown, earlier, later } from './zone-calendar';

export interface IncrementalOrder extends Reach, DateWriting {
  /** All before it is confirmed; undefined before the first run. */
  cursor: number | undefined;
  /** As `presentTime` has it. */
  now: number;
  /** Where the first run begins; no later one looks back before it. */
  from: number;
  grain: Grain;
}

/** One request, unless it has to be split; it is confirmed as a whole, and the next is asked for only then. */
export interface DueWindow extends RangeTexts {
  from: number;
  /** Exclusive: all before it is confirmed with the window. */
  to: number;
}

export type DueWindows =
  /** In their order; the first looks back. `behind` is what is left when all are confirmed, in milliseconds. */
  | { kind: 'windows'; windows: readonly [DueWindow, ...DueWindow[]]; behind: number }
  /** `due` is when there will be something to ask for. */
  | { kind: 'nothing'; reason: NothingDue; due: number }
  /** The confirmed point lies more than a day ahead: the clock is wrong, or was. */
  | { kind: 'in-future'; cursor: number };

/** `up-to-date`: confirmed up to now. `not-begun`: of the first day nothing can be asked for yet. `clock-went-back`: now is before the point. */
export type NothingDue = 'up-to-date' | 'not-begun' | 'clock-went-back';

const A_DAY: Duration = { count: 1, unit: 'day' };

/** What is to be asked for now, window by window, or why there is nothing. */
export function dueWindows(order: IncrementalOrder): DueWindows {
  const { cursor, now, zone, grain } = order;
  if (cursor !== undefined && cursor > now + DAY) return { kind: 'in-future', cursor };
  const confirmed = confirmedPoint(order);
  const end = endOf(order);
  if (end <= confirmed) return { kind: 'nothing', reason: reasonOf(order), due: dueAfter(confirmed, order) };
  const edges = edgesBetween(cutDown(confirmed, grain, zone), end, order);
  const starts = [beginning(confirmed, order), ...edges];
  const [first, ...others] = edges.map((to, index) => windowBetween(starts[index]!, to, order));
  return { kind: 'windows', windows: [first!, ...others], behind: end - edges.at(-1)! };
}

/** How much of what could be asked for is not confirmed yet, in milliseconds; 0 where all is. */
export function behindOf(order: IncrementalOrder): number {
  return Math.max(0, endOf(order) - confirmedPoint(order));
}

/**
 * The point after a window is confirmed: it never moves back.
 * @param latest the end of what may be confirmed by the clock of the service that answered: where ours ran ahead, what
 *   was asked for had not happened yet
 */
export function cursorAfter(cursor: number | undefined, window: Pick<DueWindow, 'to'>, latest = window.to): number {
  return Math.max(cursor ?? Number.NEGATIVE_INFINITY, Math.min(window.to, latest));
}

/** Up to where a run may ask: now without the delay, cut down to the grain. */
export function endOf({ now, delay, grain, zone }: Pick<IncrementalOrder, 'now' | 'delay' | 'grain' | 'zone'>): number {
  return cutDown(earlier(now, delay, zone), grain, zone);
}

function confirmedPoint({ cursor, from, grain, zone }: IncrementalOrder): number {
  return cursor ?? cutDown(from, grain, zone);
}

/** Never behind the confirmed point, even where the first day was set to a later one: that would leave a gap. */
function beginning(confirmed: number, order: IncrementalOrder): number {
  const { cursor, from, lookback, stopDate, grain, zone } = order;
  const start = cutDown(confirmed, grain, zone);
  if (cursor === undefined) return start;
  const back = [earlier(confirmed, lookback, zone), ...(stopDate === 'unknown' ? [oneBefore(start, order)] : [])];
  return Math.min(start, cutDown(Math.max(Math.min(...back), from), grain, zone));
}

/** The least overlap: the day or second that an exclusive stop would have left out. */
function oneBefore(start: number, { grain, zone }: IncrementalOrder): number {
  return grain === 'day' ? earlier(start, A_DAY, zone) : start - 1000;
}

/** Where windows end, at most as many as a run may have; the last edge is the end where they reach it. */
function edgesBetween(start: number, end: number, { step, most, grain, zone }: IncrementalOrder): number[] {
  const { count, unit } = grain === 'day' ? inDays(step) : step;
  const edges: number[] = [];
  let edge = start;
  // Counted from the start: a month after the 31st of January, and another one, is the 31st of March.
  for (let steps = 1; edge < end && edges.length < most; steps++) {
    const next = Math.min(end, cutDown(later(start, { count: steps * count, unit }, zone), grain, zone));
    // A day that a zone left out of its calendar has no window.
    if (next > edge) edges.push(next);
    edge = next;
  }
  return edges;
}

/** From midnight to midnight, whatever part of a day was asked for. */
function inDays(step: Duration): Duration {
  return isCalendar(step.unit) ? step : { count: Math.ceil(minutesOf(step) / minutesOf(A_DAY)), unit: 'day' };
}

function windowBetween(from: number, to: number, writing: DateWriting): DueWindow {
  return { from, to, ...rangeTexts({ from, to }, writing) };
}

function reasonOf({ cursor, now }: IncrementalOrder): NothingDue {
  if (cursor === undefined) return 'not-begun';
  return cursor > now ? 'clock-went-back' : 'up-to-date';
}

/** When the end will have passed the point by a day or a second. */
function dueAfter(confirmed: number, { delay, grain, zone }: IncrementalOrder): number {
  const start = cutDown(confirmed, grain, zone);
  const end = grain === 'day' ? cutDown(later(start, A_DAY, zone), grain, zone) : start + 1000;
  return later(end, delay, zone);
}
