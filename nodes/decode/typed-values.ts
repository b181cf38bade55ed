/**
 * The text of a Csv or Xml field -> the value its column's type asks for. Only a text that is plainly of the type is
 * cast; any other stays the text it is, and a number whose digits a double cannot hold stays text and flags its column.
 */
import { isExact } from './exact-numbers';
import type { ColumnInfo, Value } from './record-reader';

/** Digits that are always exact, whatever their value. */
const SAFE_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const INTEGER = /^-?(0|[1-9]\d*)$/;
const NUMBER = /^-?(0|[1-9]\d*|(?=\.\d))(\.\d+)?([eE][-+]?\d+)?$/;
const TRUE = /^(true|1|yes|y)$/i;
const FALSE = /^(false|0|no|n)$/i;

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const POINT = 46;

/**
 * The value of the field `text[start..end)`. An empty field is null, in a text column the empty text. Columns of
 * unknown type are text.
 * @param column gets `digitsKeptAsText` where a number stays text
 */
export function typedValue(text: string, start: number, end: number, column: ColumnInfo): Value {
  switch (column.type) {
    case 'integer':
    case 'number':
      return start === end
        ? null
        : (plainNumber(text, start, end, column.type) ?? otherNumber(text.slice(start, end), column));
    case 'boolean':
      return start === end ? null : truth(text.slice(start, end));
    case 'string':
    case 'unknown':
      return start === end ? '' : ownText(text, start, end);
  }
}

/** A text as long as this is not kept alive by a short part of it. */
const LONG_TEXT = 4096;
/** V8 copies shorter parts; longer ones refer to the whole text and keep it in memory. */
const SHORTEST_REFERENCE = 13;

/** The part of a text; a copy where a reference would keep a long text in memory for a short value. */
export function ownText(text: string, start: number, end: number): string {
  const part = text.slice(start, end);
  if (text.length < LONG_TEXT || part.length < SHORTEST_REFERENCE) return part;
  return Buffer.from(part, 'utf16le').toString('utf16le');
}

/**
 * The number `text[start..end)` of up to 15 characters without exponent: the common case, without a text of its own.
 * @returns nothing for any other
 */
export function plainNumber(text: string, start: number, end: number, type: 'integer' | 'number'): number | undefined {
  if (end - start > SAFE_DIGITS) return undefined;
  const negative = text.charCodeAt(start) === MINUS;
  const first = negative ? start + 1 : start;
  if (!startsNumber(text, first, end)) return undefined;
  let digits = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) digits = digits * 10 + code - ZERO;
    else if (code === POINT && point < 0 && type === 'number' && at + 1 < end) point = at;
    else return undefined;
  }
  // Both are exact doubles, so the quotient is the double nearest to the decimal.
  const size = point < 0 ? digits : digits / POWERS_OF_TEN[end - point - 1]!;
  return negative ? -size : size;
}

/** A leading zero before a digit belongs to a code, not to a number. */
function startsNumber(text: string, first: number, end: number): boolean {
  if (first >= end) return false;
  if (text.charCodeAt(first) !== ZERO || first + 1 === end) return true;
  return text.charCodeAt(first + 1) === POINT;
}

function otherNumber(text: string, column: ColumnInfo): Value {
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
