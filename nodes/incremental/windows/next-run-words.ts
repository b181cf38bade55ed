/**
 * What the next run will ask for, and where the confirmed point stands, in sentences: for the dialog, the status and the
 * sidebar. Facts are texts and numbers, dates by the clock of the zone.
 */
import { DateTime } from 'luxon';
import type { Phrase } from '../../errors';
import { behindOf, type DueWindows, dueWindows, type IncrementalOrder } from './due-windows';
import type { PresentTime } from './present-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where a node stands, how far behind, and what its next run asks for. */
export function standingWords(order: IncrementalOrder, { isPaused }: { isPaused: boolean }): Phrase[] {
  const behind = behindOf(order);
  const isBehind = order.cursor !== undefined && behind > 0;
  return [
    pointWords(order),
    ...(isBehind ? [behindWords(behind)] : []),
    ...(isPaused ? [] : nextRunWords(dueWindows(order), order)),
  ];
}

/** What the next run of a node asks for that compares whole lists. @param isKnown whether one was confirmed */
export function listWords(isKnown: boolean): Phrase {
  return { phrase: isKnown ? 'incremental-compares' : 'incremental-compares-first' };
}

/** @param due what `dueWindows` makes of the order */
export function nextRunWords(due: DueWindows, order: IncrementalOrder): Phrase[] {
  if (due.kind === 'in-future') {
    const facts = { point: pointText(due.cursor, order), now: pointText(order.now, order) };
    return [{ phrase: 'incremental-in-future', facts }];
  }
  if (due.kind === 'nothing') return [nothingWords(due, order)];
  const { windows, behind } = due;
  const [first, last] = [windows[0], windows.at(-1)!];
  const { cursor, zone } = order;
  const again = cursor !== undefined && first.from < cursor;
  return [
    askedWords(first.from, last.to, windows.length, order),
    ...(again ? [{ phrase: 'incremental-again', facts: { point: pointText(cursor, order), zone } } as const] : []),
    ...(behind > 0 ? [lengthWords(behind, LEFT)] : []),
  ];
}

/** Where the confirmed point stands. */
export function pointWords(order: Pick<IncrementalOrder, 'cursor' | 'from' | 'zone' | 'grain'>): Phrase {
  const { cursor, from, zone } = order;
  if (cursor === undefined) return { phrase: 'incremental-none-yet', facts: { point: pointText(from, order), zone } };
  return { phrase: 'incremental-confirmed', facts: { point: pointText(cursor, order), zone } };
}

/** @param behind in milliseconds; 0 for a node that is not behind */
export function behindWords(behind: number): Phrase {
  return behind === 0 ? { phrase: 'incremental-not-behind' } : lengthWords(behind, BEHIND);
}

/** That one clock of two is wrong; undefined where they agree. */
export function clockWords({ ahead }: PresentTime): Phrase | undefined {
  if (ahead === undefined) return undefined;
  const phrase = ahead > 0 ? 'incremental-clock-ahead' : 'incremental-clock-slow';
  return { phrase, facts: { count: Math.round(Math.abs(ahead) / MINUTE) } };
}

/** That records lie outside of the window that was asked for, as `windowGuard` found. */
export function outsideWords(): Phrase {
  return { phrase: 'incremental-outside' };
}

/** The last day belongs to it, whatever the service takes the stop for. */
function askedWords(from: number, to: number, count: number, order: IncrementalOrder): Phrase {
  const { zone, grain } = order;
  const [first, last] = [pointText(from, order), pointText(grain === 'day' ? to - 1 : to, order)];
  if (count > 1) return { phrase: 'incremental-asks-windows', facts: { from: first, to: last, zone, count } };
  if (first === last) return { phrase: 'incremental-asks-day', facts: { day: first, zone } };
  return { phrase: 'incremental-asks', facts: { from: first, to: last, zone } };
}

function nothingWords({ reason, due }: DueWindows & { kind: 'nothing' }, order: IncrementalOrder): Phrase {
  const { cursor, from, zone } = order;
  const facts = { point: pointText(cursor ?? from, order), due: instantText(due, zone), zone };
  return { phrase: `incremental-${reason}`, facts };
}

/** A day where it is its midnight, and days are what counts; the offset where clocks show the time twice. */
function pointText(instant: number, { zone, grain }: Pick<IncrementalOrder, 'zone' | 'grain'>): string {
  return grain === 'day' ? instantText(instant, zone).slice(0, 'YYYY-MM-DD'.length) : instantText(instant, zone);
}

function instantText(instant: number, zone: string): string {
  const date = DateTime.fromMillis(instant, { zone });
  const time = date.second === 0 ? 'HH:mm' : 'HH:mm:ss';
  return date.toFormat(date.getPossibleOffsets().length > 1 ? `yyyy-MM-dd ${time} ZZ` : `yyyy-MM-dd ${time}`);
}

const LEFT = {
  minutes: 'incremental-left-minutes',
  hours: 'incremental-left-hours',
  days: 'incremental-left-days',
} as const;

const BEHIND = {
  minutes: 'incremental-behind-minutes',
  hours: 'incremental-behind-hours',
  days: 'incremental-behind-days',
} as const;

/** In the unit that says it best: 47 hours, three days. */
function lengthWords(length: number, phrases: typeof LEFT | typeof BEHIND): Phrase {
  if (length < HOUR) return { phrase: phrases.minutes, facts: { count: Math.ceil(length / MINUTE) } };
  if (length < 2 * DAY) return { phrase: phrases.hours, facts: { count: Math.round(length / HOUR) } };
  return { phrase: phrases.days, facts: { count: Math.round(length / DAY) } };
}
