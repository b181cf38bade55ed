/**
 * The text of a Csv or Xml field -> the value its column's type asks for. Only a text that is plainly of the type is
 * cast; any other stays the text it is, and a number whose digits a double cannot hold stays text and flags its column.
 */
import type { ColumnInfo, Value } from '../record';
import { MINUS, NINE, POINT, ZERO } from './ascii';
import { isExact } from './exact-numbers';
import type { PieceView } from './piece-view';

/** Digits that are always exact, whatever their value. */
const SAFE_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const INTEGER = /^-?(0|[1-9]\d*)$/;
const NUMBER = /^-?(0|[1-9]\d*|(?=\.\d))(\.\d+)?([eE][-+]?\d+)?$/;
const TRUE = /^(true|1|yes|y)$/i;
const FALSE = /^(false|0|no|n)$/i;

/**
 * The value of a field. An empty one is null, in a text column the empty text. Columns of unknown type are text.
 * @param column gets `digitsKeptAsText` where a number stays text
 */
export function typedValue(text: string, column: ColumnInfo): Value {
  switch (column.type) {
    case 'string':
    case 'unknown':
      return text;
    case 'boolean':
      return text === '' ? null : truth(text);
    case 'integer':
    case 'number':
      return text === '' ? null : numberIn(text, column);
  }
}

/**
 * The same for a field that stands in the bytes as it is.
 * @param isAscii whether all of its bytes are
 */
export function typedBytes(piece: PieceView, start: number, end: number, isAscii: boolean, column: ColumnInfo): Value {
  if (column.type === 'integer' || column.type === 'number') {
    const number = plainNumber(piece.bytes, start, end, column.type);
    if (number !== undefined) return number;
  }
  return typedValue(piece.text(start, end, isAscii), column);
}

/**
 * The number in `bytes[start..end)` of up to 15 characters without exponent: the common case, without a text of its own.
 * @returns nothing for any other
 */
export function plainNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: 'integer' | 'number',
): number | undefined {
  if (end - start > SAFE_DIGITS) return undefined;
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (!startsNumber(bytes, first, end)) return undefined;
  let digits = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) digits = digits * 10 + byte - ZERO;
    else if (byte === POINT && point < 0 && type === 'number' && at > first && at + 1 < end) point = at;
    else return undefined;
  }
  // Both are exact doubles, so the quotient is the double nearest to the decimal.
  const size = point < 0 ? digits : digits / POWERS_OF_TEN[end - point - 1]!;
  return negative ? -size : size;
}

/** A leading zero before a digit belongs to a code, not to a number. */
function startsNumber(bytes: Uint8Array, first: number, end: number): boolean {
  if (first >= end) return false;
  return bytes[first] !== ZERO || first + 1 === end || bytes[first + 1] === POINT;
}

function numberIn(text: string, column: ColumnInfo): Value {
  const pattern = column.type === 'integer' ? INTEGER : NUMBER;
  if (!pattern.test(text)) return text;
  if (isExact(text)) return Number(text);
  column.digitsKeptAsText = true;
  return text;
}

function truth(text: string): Value {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
}
