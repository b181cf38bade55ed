/** Made-up rows for the `rows` dial: the endpoint's own rows over and over, each with its own key and date. */
import type { Column } from '../../../nodes/catalogue';
import type { RowsDial } from '../dials';
import type { World } from '../world';
import { WORLD_END, WORLD_START } from '../world/clock';
import type { Answer, Row, Series, Value } from './answer';
import { lengthOf, rowOf } from './column-value';
import { factName } from './facts/fact';
import { otherTests } from './filters';
import type { DateRange, Question } from './question';
import type { Subject } from './subject';

/** Keys are 9 digits, so that they fit an INT and all have the same length. */
export const FIRST_KEY = 100_000_000;

const TEMPLATES = 480;

/**
 * @param subjects what the endpoint's rows are about, without filters; a series repeats evenly spaced ones of them
 * @returns the rows that pass the request's filters, in order of number and date
 */
export function seriesAnswer(
  question: Question,
  dial: RowsDial,
  columns: readonly Column[],
  subjects: () => readonly Subject[],
): Answer {
  const { chosen, templates } = repeated(question, columns, subjects);
  const tests = otherTests(question);
  const passes = chosen.map((subject) => tests.every((test) => test(subject)));
  const window = windowOf(question, dial);
  const dateColumn = columns.findIndex((column) => column.format === 'date-time' || column.format === 'date');
  const keyColumn = keyColumnOf(columns);
  const series: Series = {
    templates,
    keyColumn: keyColumn < 0 ? undefined : keyColumn,
    dateColumn: dateColumn < 0 ? undefined : dateColumn,
    *numbers() {
      for (let number = window.first; number < window.end; number++) if (passes[number % passes.length]) yield number;
    },
    dateOf: window.dateOf,
  };
  return { columns, series, count: countOf(window, passes), rows: () => rowsOf(series, columns) };
}

interface Repeated {
  chosen: readonly Subject[];
  templates: readonly Row[];
}

const repeatedBefore = new WeakMap<World, Map<string, Repeated>>();

/** What a series repeats, chosen once per world, endpoint and set of columns. */
function repeated(
  { world, endpoint }: Question,
  columns: readonly Column[],
  subjects: () => readonly Subject[],
): Repeated {
  const key = `${endpoint.id} ${columns.map((column) => column.name).join()}`;
  const known = repeatedBefore.get(world) ?? new Map<string, Repeated>();
  repeatedBefore.set(world, known);
  const before = known.get(key);
  if (before) return before;
  const chosen = evenlySpaced(subjects(), TEMPLATES);
  const made = { chosen, templates: chosen.map((subject) => rowOf(subject, columns)) };
  known.set(key, made);
  return made;
}

/** A row's values, with its own key and date in place of the template's. */
export function seriesRow(series: Series, columns: readonly Column[], number: number): Row {
  const row: Value[] = [...(series.templates[number % series.templates.length] as Row)];
  if (series.keyColumn !== undefined) row[series.keyColumn] = keyValue(columns[series.keyColumn] as Column, number);
  if (series.dateColumn !== undefined)
    row[series.dateColumn] = seriesDate(series, columns[series.dateColumn] as Column, number);
  return row;
}

export function keyValue(column: Column, number: number): Value {
  return column.type === 'integer' ? FIRST_KEY + number : String(FIRST_KEY + number);
}

/** Dates of made-up rows all have the same length, three fraction digits included. */
function seriesDate(series: Series, column: Column, number: number): string {
  const text = new Date(series.dateOf(number)).toISOString();
  return column.format === 'date' ? text.slice(0, 10) : text.slice(0, 23);
}

function* rowsOf(series: Series, columns: readonly Column[]): Iterable<Row> {
  for (const number of series.numbers()) yield seriesRow(series, columns, number);
}

/** The first column that looks like the row's own id, and can hold 9 digits; -1 where there is none. */
function keyColumnOf(columns: readonly Column[]): number {
  const first = (isKey: (column: Column, name: string) => boolean) =>
    columns.findIndex((column) => isKey(column, factName(column.name)));
  const isText = (column: Column) => column.type === 'string' && !column.format && (lengthOf(column) ?? 9) >= 9;
  const choices = [
    first((column, name) => column.type === 'integer' && /id$/.test(name) && !OF_ANOTHER.test(name)),
    first((column, name) => isText(column) && /sku|identifier/.test(name)),
    first((column, name) => isText(column) && /number|id/.test(name)),
    first((column) => column.type === 'integer'),
  ];
  return choices.find((index) => index >= 0) ?? -1;
}

/** Ids of places, people and the like: many rows have the same. */
const OF_ANOTHER = /^(store|location|region|district|channel|employee|customer|vendor|specialproduct|category)/;

interface Window {
  first: number;
  end: number;
  dateOf(number: number): number;
}

/** Numbers whose date is in the request's window; dates are spread evenly from the first to the last. */
function windowOf({ endpoint, parameters, dials }: Question, dial: RowsDial): Window {
  const from =
    dial.from === undefined
      ? WORLD_START
      : Date.parse(`${dial.from.slice(0, 10)}T${dial.from.slice(11) || '00:00:00'}Z`);
  const to =
    dial.to === undefined ? WORLD_END : Date.parse(`${dial.to.slice(0, 10)}T${dial.to.slice(11) || '00:00:00'}Z`);
  const dateOf = (number: number) => from + Math.floor((number * (to - from)) / Math.max(dial.count, 1));
  const range: DateRange = endpoint.range
    ? parameters.range(endpoint.range.start, endpoint.range.stop, dials)
    : { from: undefined, before: undefined };
  const firstAt = (instant: number) => firstNumber(dial.count, (number) => dateOf(number) >= instant);
  const first = range.from === undefined ? 0 : firstAt(range.from);
  const end = range.before === undefined ? dial.count : firstAt(range.before);
  return { first, end: Math.max(first, end), dateOf };
}

/** The first number below `count` that is late enough, by halving; `count` where none is. */
function firstNumber(count: number, isLate: (number: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isLate(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function countOf({ first, end }: Window, passes: readonly boolean[]): number {
  const cycle = passes.length;
  const perCycle = passes.filter(Boolean).length;
  const upTo = (number: number) =>
    Math.floor(number / cycle) * perCycle + passes.slice(0, number % cycle).filter(Boolean).length;
  return cycle === 0 ? 0 : upTo(end) - upTo(first);
}

function evenlySpaced<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)] as T);
}
