/**
 * Which numbers a double holds exactly: those that read back as the digits that were sent. All others (integers beyond
 * 2^53, long decimals, `1e400`) are kept as text, so that no digit is lost.
 */

/** Sixteen digits in a row, written out because V8 then looks at every eighth character only. */
const LONG_DIGITS = /[\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.]/;
const SMALL_EXPONENT = /[eE]-\d\d\d/;
/** The same as a value of JSON or an element of an array, not inside a string of digits. */
const INEXACT_CANDIDATE = /[:,[]\s*-?(?:[\d.]{16}|\d[\d.]*[eE][+-]?\d{3})/;

/**
 * False when no number in the JSON text can lose digits by `JSON.parse`. Text columns full of digits give a false
 * alarm at most. Numbers too large for a double are not looked for: they come out as Infinity, which JSON cannot say.
 */
export function mayLoseDigits(json: string): boolean {
  return (LONG_DIGITS.test(json) || SMALL_EXPONENT.test(json)) && INEXACT_CANDIDATE.test(json);
}

/** Whether the number written as `text` (JSON's or SQL's way) reads back as the same digits from a double. */
export function isExact(text: string): boolean {
  if (text.length <= 15 && !/e/i.test(text)) return true;
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  return canonical(text) === canonical(String(number));
}

/** `-12.50e3` -> `125|2`: the digits without zeros around them, and the power of ten of the last one. */
function canonical(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^[-+]?(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${significant}|${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
