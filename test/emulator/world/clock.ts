/**
 * Instants of the world are wall-clock times of the company without a zone, counted in milliseconds as if they were
 * UTC. They become text only when an answer is written.
 */
export const DAY = 86_400_000;
export const HOUR = 3_600_000;
export const MINUTE = 60_000;

/** The years the world covers, the same two on every day: from the first instant up to but not including the second. */
export const WORLD_START = Date.UTC(2025, 0, 1);
export let WORLD_END = Date.UTC(2027, 0, 1);

/**
 * Makes the world go on to the end of that year, for a person to whom *yesterday* is a day of the calendar. What was sold
 * in the two years is the same. Before a world is made.
 */
export function letWorldReach(instant: number): void {
  WORLD_END = Math.max(WORLD_END, Date.UTC(new Date(instant).getUTCFullYear() + 1, 0, 1));
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
