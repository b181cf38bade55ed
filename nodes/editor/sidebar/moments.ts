/** Moments, spans and numbers in the language of the editor. */

/** @param moment milliseconds since 1970; of today only the time */
export function momentText(moment: number): string {
  const date = new Date(moment);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(RED.i18n.lang(), {
    ...(!isToday && { dateStyle: 'short' }),
    timeStyle: isToday ? 'medium' : 'short',
  }).format(date);
}

/** @param milliseconds of a duration */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${numberText(Math.round(seconds * 10) / 10)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** With the marks of the language between thousands. */
export function numberText(number: number): string {
  return new Intl.NumberFormat(RED.i18n.lang()).format(number);
}

const DAY = 86_400_000;

/**
 * A period as people say it: its days, from the first to the last, or its times where it has any.
 * @param period ISO 8601, `before` is the first instant behind it; shown as the clock that they were written by shows them
 */
export function spanText({ from, before }: { from: string; before: string }): string {
  const [first, end] = [from, before].map(
    (text) => new Date(`${text.slice(0, 23).replace(/Z$/, '')}${text.includes('T') ? 'Z' : ''}`),
  );
  if (!first || !end || Number.isNaN(first.getTime()) || Number.isNaN(end.getTime())) return `${from} – ${before}`;
  const isOfDays = [first, end].every((date) => date.getTime() % DAY === 0);
  const last = new Date(end.getTime() - (isOfDays ? DAY : 0));
  const format = new Intl.DateTimeFormat(RED.i18n.lang(), {
    dateStyle: 'medium',
    ...(!isOfDays && { timeStyle: 'short' }),
    timeZone: 'UTC',
  });
  const [one, other] = [format.format(first), format.format(last)];
  return one === other ? one : `${one} – ${other}`;
}
