/** Dates in English. What a dialog stores is said in these words, whatever its language. */
import { type DateUnit, isCalendar } from './date-kinds';
import {
  ago,
  counted,
  current,
  type DatePhrase,
  dayMoved,
  last,
  momentMoved,
  previous,
  said,
  type UnitName,
  untilToday,
} from './date-phrase';

export const unitLetters: Readonly<Partial<Record<DateUnit, string>>> = {
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};

const units: DateUnit[] = ['day', 'week', 'month', 'quarter', 'year', 'hour', 'minute'];

export const englishUnits: readonly UnitName[] = units.map((unit) => ({ unit, one: unit, several: `${unit}s` }));

export const englishDates: readonly DatePhrase[] = [
  ...said(['today'], () => dayMoved(0)),
  ...said(['yesterday'], () => dayMoved(-1)),
  ...said(['tomorrow'], () => dayMoved(1)),
  ...said(['now'], () => momentMoved(0)),
  ...units.flatMap((unit) => [...rangesOf(unit), ...movesOf(unit)]),
  ...said(['day before yesterday', 'the day before yesterday'], () => dayMoved(-2)),
];

function rangesOf(unit: DateUnit): DatePhrase[] {
  const units = `${unit}s`;
  const whole = [`previous ${unit}`, `last ${unit}`, `previous ${units}`, `last ${units}`];
  return [
    ...said(whole, () => previous(1, unit)),
    ...counted([`previous # ${unit}`], [`previous # ${units}`], (count) => previous(count, unit)),
    ...counted([`last # ${unit}`, `past # ${unit}`], [`last # ${units}`, `past # ${units}`], (count) =>
      last(count, unit),
    ),
    ...(isCalendar(unit) ? said([`this ${unit}`, `this ${units}`, `current ${unit}`], () => current(unit)) : []),
    ...(isCalendar(unit) && unit !== 'day' ? said([`${unit} to date`], () => untilToday(unit)) : []),
  ];
}

function movesOf(unit: DateUnit): DatePhrase[] {
  const letter = unitLetters[unit];
  if (letter === undefined) return [];
  const names = [letter, `${unit}s`, unit];
  const both = (start: string, means: (amount: number) => ReturnType<DatePhrase['means']>) => [
    ...said(
      names.map((name) => `${start}-#${name}`),
      (count) => means(-count),
    ),
    ...said(
      names.map((name) => `${start}+#${name}`),
      (count) => means(count),
    ),
  ];
  return [
    ...(isCalendar(unit) ? both('today', (amount) => dayMoved(amount, unit)) : []),
    ...both('now', (amount) => momentMoved(amount, unit)),
    ...counted([`# ${unit} ago`], [`# ${unit}s ago`], (count) => ago(count, unit)),
  ];
}
