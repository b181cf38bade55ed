/**
 * Which numbers a double holds exactly: those that read back as the digits that were sent. All others (integers beyond
 * 2^53, long decimals, `1e400`) are kept as text, so that no digit is lost.
 */

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

/** Whether the number written as `text` (JSON's or SQL's way) reads back as the same digits from a double. */
export function isExact(text: string): boolean {
  if (text.length <= 15 && !/e/i.test(text)) return true;
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  return canonical(text) === canonical(String(number));
}

/** Whether the text is a number that had to stay one. */
export function isKeptAsText(text: string): boolean {
  return JSON_NUMBER.test(text) && !isExact(text);
}

/** `-12.50e3` -> `125|2`: the digits without zeros around them, and the power of ten of the last one. */
function canonical(text: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^[-+]?(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  if (end === 0) return '0';
  let start = 0;
  while (digits[start] === '0') start++;
  return `${digits.slice(start, end)}|${Number(exponent) - fraction.length + digits.length - end}`;
}
