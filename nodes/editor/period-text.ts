/** What a period stands for at this moment, in the language of the editor. */
import type { Parameter } from '../catalogue/schema';
import { toParameterText } from '../parameters/parameter-text';
import { describeDate } from './date-preview';

/** The two parameters that a period is sent as. */
export interface PeriodParameters {
  start: Parameter;
  stop: Parameter;
}

/** How the two dates go out; undefined where one of them is no date. */
export function datesSent(
  { start, stop }: PeriodParameters,
  from: string,
  to: string,
  zone: string,
): readonly [start: string, stop: string] | undefined {
  const clock = { now: new Date(), zone };
  const [first, last] = [toParameterText(start, from, clock), toParameterText(stop, to, clock)];
  return first.kind === 'text' && last.kind === 'text' ? [first.text, last.text] : undefined;
}

/**
 * `Nov 22 – 28, 2026` for whole days, else with the times.
 * @param sent as `datesSent` has it
 * @param more how a day is written beside its date: with its weekday, say
 */
export function periodText([start, stop]: readonly [string, string], more: Intl.DateTimeFormatOptions = {}): string {
  if (!isWholeDays(start, stop)) return `${describeInstant(start)} – ${describeInstant(stop)}`;
  const printer = new Intl.DateTimeFormat(RED.i18n.lang(), { ...DAY, ...more });
  const [first, last] = [start, stop].map((text) => new Date(`${text.slice(0, 10)}T00:00:00Z`)) as [Date, Date];
  return first.getTime() <= last.getTime()
    ? printer.formatRange(first, last)
    : `${printer.format(first)} – ${printer.format(last)}`;
}

const DAY = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;

/** From the first instant of a day to the last of one, or days without a time. */
function isWholeDays(start: string, stop: string): boolean {
  const isDay = (text: string) => text.length === 10;
  return (isDay(start) || start.endsWith('T00:00:00.000')) && (isDay(stop) || stop.endsWith('T23:59:59.997'));
}

/** One that names a zone is shown as it goes out. */
function describeInstant(text: string): string {
  if (text.length === 10) return describeDate(text, 'date');
  return Number.isNaN(Date.parse(`${text}Z`)) ? text : describeDate(text, 'date-time');
}
