/**
 * Whether a service honoured what it was asked for: one that overlooks times of day answers a quarter of an hour with a
 * whole day, or with nothing (docs/incremental.md, Which dates are asked for).
 */
import type { DueWindow } from './due-windows';
import { type DateWriting, rangeTexts } from './range-texts';

/** `2026-03-04T10:15:00`: services differ in the digits behind it. */
const SECONDS = 19;
const DAY = 10;

/**
 * @returns tells of the text of a record's range column, a wall clock of the zone, whether it lies outside of the window;
 *   of what is no such text nothing is known, so it does not
 */
export function windowGuard(window: DueWindow, writing: DateWriting): (text: string) => boolean {
  const { start, stop } = rangeTexts(window, { ...writing, zonedTexts: false });
  const digits = writing.takes === 'date' ? DAY : SECONDS;
  const [first, last] = [start.slice(0, digits), stop.slice(0, digits)];
  return (text) => {
    if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?$/.test(text)) return false;
    const at = text.slice(0, digits).replace(' ', 'T');
    return at < first || at > last;
  };
}
