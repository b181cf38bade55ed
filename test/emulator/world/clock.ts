/**
 * Instants of the world are wall-clock times of the company without a zone, counted in milliseconds as if they were
 * UTC. They become text only when an answer is written.
 */
import { DateTime } from 'luxon';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** The two years the world covers: from the first instant up to but not including the second. */
export const WORLD_START = Date.UTC(2025, 0, 1);
export const WORLD_END = Date.UTC(2027, 0, 1);

/**
 * Where the world of `npm start` ends, to whose user *yesterday* is a day of the calendar: not before the year is over
 * in which it will be in a month.
 */
export function endForPeople(present: number): number {
  const year = new Date(present + 31 * DAY).getUTCFullYear();
  return Math.max(WORLD_END, Date.UTC(year + 1, 0, 1));
}

/** As SQL Server's DATETIME is written: no zone, 0 to 3 fraction digits (`2015-12-16T07:39:39.49`). */
export function dateTimeText(instant: number): string {
  const text = new Date(instant).toISOString();
  const milliseconds = text.slice(20, 23);
  if (milliseconds === '000') return text.slice(0, 19);
  return `${text.slice(0, 20)}${milliseconds.replace(/0+$/, '')}`;
}

export function dateText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** A moment as the rest of the world counts it, and as clocks of the company show it then. */
export interface Present {
  instant: number;
  wall: number;
}

/** What the dials of this name say. */
export function presentOf({ now, timeZone }: { now: string; timeZone: string }): Present {
  const at = now === '' ? DateTime.now() : DateTime.fromISO(now.replace(' ', 'T'), { zone: timeZone });
  return { instant: at.toMillis(), wall: wallOf(at.toMillis(), timeZone) };
}

/** What clocks of a zone show. */
export function wallOf(instant: number, timeZone: string): number {
  return DateTime.fromMillis(instant, { zone: timeZone }).setZone('UTC', { keepLocalTime: true }).toMillis();
}

/** When clocks of a zone show this: never where they leave it out, twice where they are put back over it. */
export function instantsOf(wall: number, timeZone: string): number[] {
  const near = [-DAY, DAY].map((away) => wall - (wallOf(wall + away, timeZone) - (wall + away)));
  return [...new Set(near)].filter((instant) => wallOf(instant, timeZone) === wall).sort((one, other) => one - other);
}
