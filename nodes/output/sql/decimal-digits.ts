/** Numbers as the digits they are written with, so that it can be said which type holds them exactly. */

/** The value is `digits` times ten to the power of minus `scale`; `digits` has no zeros around it that say nothing. */
export interface Decimal {
  negative: boolean;
  digits: string;
  /** Digits behind the point; below 0 where the number ends in zeros. */
  scale: number;
}

const DECIMAL = /^(-?)(\d{0,1000})(?:\.(\d{0,1000}))?(?:[eE]([-+]?\d{1,4}))?$/;

/** @returns nothing for a text that is not a number, or has more than a thousand digits */
export function readDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const all = whole + fraction;
  if (all === '') return undefined;
  let start = 0;
  let end = all.length;
  while (start < end && all[start] === '0') start++;
  while (end > start && all[end - 1] === '0') end--;
  if (start === end) return { negative: false, digits: '0', scale: 0 };
  const scale = fraction.length - (all.length - end) - Number(exponent);
  return { negative: sign === '-', digits: all.slice(start, end), scale };
}

/** Digits behind the point of a finite number, as it is written. */
export function decimalsOf(value: number): number {
  return Math.max(0, readDecimal(String(value))?.scale ?? 0);
}

/** Without an exponent: `1e-7` is `0.0000001`. */
export function plainDigits({ negative, digits, scale }: Decimal): string {
  const sign = negative ? '-' : '';
  if (scale <= 0) return sign + digits + '0'.repeat(-scale);
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Whether a double holds these digits: reads back as them. */
export function isDouble(decimal: Decimal): boolean {
  const number = Number(plainExponent(decimal));
  if (!Number.isFinite(number)) return false;
  const read = readDecimal(String(number));
  return read?.digits === decimal.digits && read.scale === decimal.scale;
}

function plainExponent({ negative, digits, scale }: Decimal): string {
  return `${negative ? '-' : ''}${digits}e${-scale}`;
}

/** Whether it is a whole number of 64 bits. */
export function isInt64(decimal: Decimal): boolean {
  if (decimal.scale > 0 || decimal.digits.length - decimal.scale > 19) return false;
  return BigInt.asIntN(64, BigInt(plainDigits(decimal))) === BigInt(plainDigits(decimal));
}
