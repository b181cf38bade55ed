/**
 * Numbers as SQLite reads them exactly. It makes a double of digits by multiplying a long double with 0.1 or 10 until the
 * point is where it belongs, each time a little off: `6.9e-15` may become the double beside it. Two kinds of digits bear
 * that. At most three behind the point are further from the middle between two doubles than three such steps are off:
 * half the distance of the doubles divided by 5 for each of them, 8 units of the long double against less than 3. And the
 * nearest number of 17 digits is so near to its double that the steps to 1e308 or 5e-324, some twenty, are too few.
 */
import { isInt64, readDecimal } from './decimal-digits';
import type { FittedColumn, SqlValue } from './fitted-column';
import { SORTS } from './sent-values';

const MOST_DECIMALS = 3;
const DIGITS = 17;
const INT64_END = 2 ** 63;
/** Digits that are left of a number that SQLite makes a text of. */
const DIGITS_AS_TEXT = 15;

/** The literals of a column of numbers that SQLite may read wrongly as they are written; undefined for any other. */
export function exactLiterals(column: FittedColumn): string[] | undefined {
  return isReadExactly(column) ? undefined : column.cells.map(literalOf);
}

function isReadExactly({ column, cells, scale }: FittedColumn): boolean {
  return SORTS[column.kind] !== 'number' || (scale <= MOST_DECIMALS && !cells.some(isBeyondInt64));
}

function literalOf(cell: SqlValue): string {
  if (cell === null) return 'NULL';
  return isWhole(cell) ? String(cell) : Number(cell).toPrecision(DIGITS);
}

/** Of a column of numbers: a whole number of 64 bits, which SQLite reads exactly, and makes the same text of. */
function isWhole(cell: SqlValue): boolean {
  return Number.isInteger(Number(cell)) && !isBeyondInt64(cell);
}

function isBeyondInt64(cell: SqlValue): boolean {
  const number = Number(cell);
  if (number > -INT64_END && number < INT64_END) return false;
  return typeof cell !== 'string' || !isInt64(readDecimal(cell)!);
}

/** Whether there is a number in the column that would lose digits in a column of texts. */
export function isShortenedByText(column: FittedColumn): boolean {
  if (SORTS[column.column.kind] !== 'number') return false;
  const end = 10 ** (DIGITS_AS_TEXT - column.scale);
  const areTextsKept = isReadExactly(column);
  return column.cells.some((cell) => {
    if (cell === null || (areTextsKept && typeof cell === 'string')) return false;
    const number = Number(cell);
    return Math.abs(number) >= end && !isWhole(cell) && Number(number.toPrecision(DIGITS_AS_TEXT)) !== number;
  });
}
