/** What an endpoint answers with, before it becomes text. */
import type { Column } from '../../../nodes/catalogue';

export type Value = string | number | bigint | boolean | null;

/** Values in the order of the columns, so that columns of the same name stay apart. */
export type Row = readonly Value[];

export interface Answer {
  columns: readonly Column[];
  count: number;
  rows(): Iterable<Row>;
  /** Where the service answers Json with one object instead of a list. */
  single?: true;
  /** Set where the rows are made up by the `rows` dial: lets the answer be written without making each row. */
  series?: Series;
}

/** Made-up rows: a few templates over and over, each with its own key and date. */
export interface Series {
  templates: readonly Row[];
  /** Column that holds a number of 9 digits, different in every row; its first value is `firstKey`. */
  keyColumn: number | undefined;
  /** Column that holds the date; undefined where the endpoint's rows have none. */
  dateColumn: number | undefined;
  /** Numbers of the rows that belong to the answer, in order. */
  numbers(): Iterable<number>;
  /** Milliseconds of a row, as the world counts them. */
  dateOf(number: number): number;
}

/** A request the service could not understand. The message goes out as it is. */
export class BadRequest extends Error {}
