/**
 * How long something is, in words: `2 days`, `15 minutes`, `1 mois`, `6h`. All languages are understood, whatever that of
 * the reader, as dates are; what a dialog stores is English.
 */
import type { DateUnit } from './date-kinds';
import type { UnitName } from './date-phrase';
import { compared, type DateLanguage } from './date-words';
import { englishUnits, unitLetters } from './english-dates';
import { frenchUnits } from './french-dates';
import { spanishUnits } from './spanish-dates';

/** `count` is a whole number and not negative; days and longer are those of the calendar. */
export interface Duration {
  count: number;
  unit: DateUnit;
}

const unitNames: Readonly<Record<DateLanguage, readonly UnitName[]>> = {
  en: englishUnits,
  fr: frenchUnits,
  es: spanishUnits,
};

/** By every way to write them, as words are compared. */
const units: Readonly<Record<string, DateUnit>> = Object.fromEntries([
  ...Object.values(unitNames)
    .flat()
    .flatMap(({ unit, one, several }) => [one, several].map((text) => [compared(text), unit])),
  ...Object.entries(unitLetters).map(([unit, letters]) => [letters, unit]),
]);

/** Minutes of a unit, by the shortest month and year: to compare lengths, not to count with. */
const MINUTES: Readonly<Record<DateUnit, number>> = {
  minute: 1,
  hour: 60,
  day: 1440,
  week: 7 * 1440,
  month: 28 * 1440,
  quarter: 90 * 1440,
  year: 365 * 1440,
};

/** @returns undefined for text that is no duration */
export function parseDuration(text: string): Duration | undefined {
  const [, digits, word] = /^\s*(\d{1,4})\s*(\D{1,20})$/.exec(text) ?? [];
  const name = compared(word ?? '');
  return Object.hasOwn(units, name) ? { count: Number(digits), unit: units[name]! } : undefined;
}

/** In the words of the language; `parseDuration` understands them as the same. */
export function sayDuration({ count, unit }: Duration, language: DateLanguage): string {
  const name = unitNames[language].find((each) => each.unit === unit);
  return `${count} ${count === 1 ? name?.one : name?.several}`;
}

/** The same duration in the words of a language; what is none stays as it is. */
export function translateDuration(text: string, language: DateLanguage): string {
  const duration = parseDuration(text);
  return duration ? sayDuration(duration, language) : text;
}

/** About how many minutes it is. */
export function minutesOf({ count, unit }: Duration): number {
  return count * MINUTES[unit];
}
