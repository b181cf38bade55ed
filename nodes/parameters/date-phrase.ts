/** How a language says one kind of date, with the makers that its list of phrases is written with. */
import { type CalendarUnit, type DateUnit, type DateWords, isCalendar } from './date-kinds';

export interface DatePhrase {
  /** `#` stands for a number. */
  text: string;
  /** Undefined for a number that makes no sense there. */
  means(count: number): DateWords | undefined;
  /** The numbers that it is written with; any is understood. */
  with?: 'one' | 'several';
}

/** Ways to say one thing, the one that is shown first. */
export function said(texts: readonly string[], means: DatePhrase['means']): DatePhrase[] {
  return texts.map((text) => ({ text, means }));
}

/** The same with a number in them: `one` with 1, `several` with any other. */
export function counted(one: readonly string[], several: readonly string[], means: DatePhrase['means']): DatePhrase[] {
  const spelled = (texts: readonly string[], number: DatePhrase['with']) =>
    said(texts, means).map((phrase) => ({ ...phrase, with: number }));
  return [...spelled(several, 'several'), ...spelled(one, 'one')];
}

/** @param amount 0 for today itself */
export function dayMoved(amount: number, unit: DateUnit = 'day'): DateWords | undefined {
  return isCalendar(unit) ? moved('day', amount, unit) : undefined;
}

/** @param amount 0 for now itself */
export function momentMoved(amount: number, unit: DateUnit = 'minute'): DateWords {
  return moved('moment', amount, unit);
}

function moved(kind: 'day' | 'moment', amount: number, unit: DateUnit): DateWords {
  return { kind, shift: amount === 0 ? undefined : { amount, unit } };
}

/** `7 days ago` is a day, `15 minutes ago` an instant. A negative amount lies ahead. */
export function ago(amount: number, unit: DateUnit): DateWords | undefined {
  return isCalendar(unit) ? dayMoved(-amount, unit) : momentMoved(-amount, unit);
}

/** `last 7 days`: those before today. @returns undefined for none at all, which are no dates */
export function last(count: number, unit: DateUnit): DateWords | undefined {
  return count > 0 ? { kind: 'last', count, unit } : undefined;
}

/** `previous 2 months`: whole ones, before that of today. @returns undefined for none at all, which are no dates */
export function previous(count: number, unit: DateUnit): DateWords | undefined {
  return count > 0 ? { kind: 'previous', count, unit } : undefined;
}

/** `this month`: the whole one of today. */
export function current(unit: CalendarUnit): DateWords {
  return { kind: 'this', unit };
}

/** `month to date`: from its first day up to today. */
export function untilToday(unit: CalendarUnit): DateWords {
  return { kind: 'to-date', unit };
}

/** A unit's name in a language. */
export interface UnitName {
  unit: DateUnit;
  one: string;
  several: string;
}

/** What stands before a number of units: `in 3 days`, `today + 3 days`. */
interface MovingWords {
  ago: string;
  ahead: string;
  now: string;
  today: string;
}

/** A day or an instant, so many units away. */
export function moves({ unit, one, several }: UnitName, { ago: before, ahead, now, today }: MovingWords): DatePhrase[] {
  const moving = (start: string, means: DatePhrase['means']) =>
    counted([`${start} # ${one}`], [`${start} # ${several}`], means);
  return [
    ...moving(before, (count) => ago(count, unit)),
    ...moving(ahead, (count) => ago(-count, unit)),
    ...moving(`${now} -`, (count) => momentMoved(-count, unit)),
    ...moving(`${now} +`, (count) => momentMoved(count, unit)),
    ...moving(`${today} -`, (count) => dayMoved(-count, unit)),
    ...moving(`${today} +`, (count) => dayMoved(count, unit)),
  ];
}
