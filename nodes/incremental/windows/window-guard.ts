/**
 * Whether a service honoured what it was asked for: one that overlooks times of day answers a quarter of an hour with a
 * whole day, or with nothing (docs/incremental.md, Which dates are asked for).
 */
import type { DueWindow } from './due-windows';
import { type DateWriting, rangeTexts } from './range-texts';

/** `2026-03-04T10:15:00`: services differ in the digits behind it. */
const SECONDS = 19;
const DAY = 10;
const LETTER_T = 0x54;

/** @returns tells of such a text whether it lies behind the window: then it came early, and comes again with the next */
export function earlyGuard(window: Pick<DueWindow, 'from' | 'to'>, writing: DateWriting): (text: string) => boolean {
  const { stop } = rangeTexts(window, { ...writing, stopDate: 'exclusive', zonedTexts: false });
  const digits = writing.takes === 'date' ? DAY : SECONDS;
  const end = stop.slice(0, digits);
  return (text) => {
    if (isInOrder(text) && text < end) return false;
    const at = wallOf(text, digits);
    return at !== undefined && at >= end;
  };
}

/**
 * @returns tells of the text of a record's range column, a wall clock of the zone, whether it lies outside of the window;
 *   of what is no such text nothing is known, so it does not
 */
export function windowGuard(window: DueWindow, writing: DateWriting): (text: string) => boolean {
  const { start, stop } = rangeTexts(window, { ...writing, zonedTexts: false });
  const digits = writing.takes === 'date' ? DAY : SECONDS;
  const [first, last] = [start.slice(0, digits), stop.slice(0, digits)];
  return (text) => {
    if (isInOrder(text) && text >= first && text <= last) return false;
    const at = wallOf(text, digits);
    return at !== undefined && (at < first || at > last);
  };
}

/** Whether it compares as it stands with one of ours: nearly every text is within, and needs no closer look. */
function isInOrder(text: string): boolean {
  return text.charCodeAt(DAY) === LETTER_T;
}

/** Undefined for what is no wall clock. */
function wallOf(text: string, digits: number): string | undefined {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?$/.test(text)) return undefined;
  return text.slice(0, digits).replace(' ', 'T');
}
