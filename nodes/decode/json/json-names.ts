/**
 * A look at JSON text from colon to colon, for what `JSON.parse` would change unseen: a name that comes twice, and a
 * number whose digits a double cannot hold.
 */
import { isDigit, isSpace, MINUS, PLUS, POINT, QUOTE } from '../ascii';

const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** So many digits, a point among them, a double always holds. */
const SAFE_LENGTH = 15;
/** And exponents of so many, with them. */
const SAFE_EXPONENT = 2;

/**
 * How many names the objects in the text have: colons behind a quote. A value can only make it too many, so an equal
 * number of keys proves that no name came twice.
 * @param text JSON that parses, with no value inside a value
 * @returns nothing when a number may lose digits
 */
export function countNames(text: string): number | undefined {
  let count = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isSpace(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) !== QUOTE) continue;
    if (mayLoseDigits(text, colon + 1)) return undefined;
    count++;
  }
  return count;
}

/** Whether a number stands at this place, or behind white space, that a double might not hold. */
function mayLoseDigits(text: string, start: number): boolean {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === MINUS) at++;
  const end = digitsEnd(text, at);
  if (end === at) return false;
  if (end - at > SAFE_LENGTH) return true;
  const code = text.charCodeAt(end);
  return (code === LOWER_E || code === UPPER_E) && hasLargeExponent(text, end + 1);
}

function hasLargeExponent(text: string, start: number): boolean {
  const sign = text.charCodeAt(start);
  const first = sign === MINUS || sign === PLUS ? start + 1 : start;
  return digitsEnd(text, first) - first > SAFE_EXPONENT;
}

/** Behind the digits and points. */
function digitsEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); isDigit(code) || code === POINT; ) code = text.charCodeAt(++at);
  return at;
}
