/** Columns that compare a month and a year to date with the same stretch of the year before. */
import type { Line } from '../../world/invoices';
import type { Subject } from '../subject';
import { count, type Facts, sum } from './fact';
import { net, profit } from './sale';

/** The day asked for and the stretches before it that the forecast compares. */
const toDate: Record<string, (asOf: Date) => [from: number, before: number]> = {
  thismonth: (asOf) => [startOfMonth(asOf, 0), dayAfter(asOf, 0)],
  thismonthlastyear: (asOf) => [startOfMonth(asOf, 1), dayAfter(asOf, 1)],
  thisyear: (asOf) => [Date.UTC(asOf.getUTCFullYear(), 0, 1), dayAfter(asOf, 0)],
  lastyear: (asOf) => [Date.UTC(asOf.getUTCFullYear() - 1, 0, 1), dayAfter(asOf, 1)],
};

function startOfMonth(asOf: Date, yearsBefore: number): number {
  return Date.UTC(asOf.getUTCFullYear() - yearsBefore, asOf.getUTCMonth(), 1);
}

function dayAfter(asOf: Date, yearsBefore: number): number {
  return Date.UTC(asOf.getUTCFullYear() - yearsBefore, asOf.getUTCMonth(), asOf.getUTCDate() + 1);
}

function during({ asOf, lines = [], ...subject }: Subject, period: string): Subject | undefined {
  if (asOf === undefined) return undefined;
  const [from, before] = toDate[period]!(new Date(asOf));
  return { ...subject, lines: lines.filter(({ invoice: { at } }) => at >= from && at < before) };
}

export const comparisonFacts: Facts = Object.assign(
  {},
  ...Object.keys(toDate).map((period) => ({
    [`net${period}`]: (subject: Subject) => total(during(subject, period), net),
    [`profit${period}`]: (subject: Subject) => total(during(subject, period), profit),
    [`qty${period}`]: (subject: Subject) => {
      const within = during(subject, period);
      return within && count(within, (line) => line.quantity);
    },
  })),
);

function total(subject: Subject | undefined, centsOf: (line: Line) => number): number | undefined {
  return subject && sum(subject, centsOf);
}
