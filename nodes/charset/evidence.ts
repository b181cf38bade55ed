/**
 * Whether a text that was declared to be of a one-byte charset is UTF-8 in truth. Servers name iso-8859-1 without
 * meaning it; but `NESCAFÉ®` of windows-1252 has bytes that are UTF-8, too (`NESCAFɮ`).
 *
 * What is not UTF-8 is as declared. What is UTF-8 is taken for it, unless it is one character that makes no sense there
 * while the declared charset gives what a word ends with: a letter after letters, then signs, then no letter. It makes
 * no sense when the declared charset does not have it, or when it is a small letter behind capitals.
 */
import { isUtf8 } from 'node:buffer';
import type { UpperHalf } from './one-byte';

const FIRST_UPPER = 0x80;
const SHARP_S = 0xdf;
/** Three bytes that begin so are signs or dashes far more often than letters with two signs. */
const SIGNS = new Set([0xe2, 0xef]);
const LONGEST_CHARACTER = 4;

interface Run {
  bytes: Buffer;
  /** The two characters before it, ASCII or empty. */
  before: string;
  /** The two behind it. */
  after: string;
}

/**
 * @param bytes from the first one beyond ASCII on: a few thousand, or all
 * @param before the two bytes before them
 * @param isCut whether the text goes on
 */
export function isMeantAsUtf8(bytes: Buffer, before: Buffer, isCut: boolean, upperHalf: UpperHalf): boolean {
  let isDeclared = false;
  for (const run of runsOf(bytes, before, isCut)) {
    if (!isUtf8(run.bytes)) return false;
    if (isUtf8Run(run, upperHalf)) return true;
    isDeclared = true;
  }
  return !isDeclared;
}

/** Bytes beyond ASCII that stand side by side. */
function* runsOf(bytes: Buffer, before: Buffer, isCut: boolean): Generator<Run> {
  let at = 0;
  while (at < bytes.length) {
    let end = at;
    while (end < bytes.length && bytes[end]! >= FIRST_UPPER) end++;
    if (end > at) {
      const run = bytes.subarray(at, end);
      const previous = at === 0 ? before : bytes.subarray(Math.max(0, at - 2), at);
      yield {
        bytes: isCut && end === bytes.length ? withoutCutCharacter(run) : run,
        before: previous.toString('latin1'),
        after: bytes.toString('latin1', end, end + 2),
      };
    }
    at = end + 1;
  }
}

function isUtf8Run({ bytes, before, after }: Run, upperHalf: UpperHalf): boolean {
  const [character, ...others] = bytes.toString();
  if (character === undefined || others.length > 0) return true;
  if (!endsWord(bytes, before, after, upperHalf)) return true;
  return upperHalf.includes(character) && !(/[A-Z]{2}$/.test(before) && /\p{Ll}/u.test(character));
}

/** Whether the bytes of one character are, as declared, a letter that goes on with a word and signs behind its end. */
function endsWord(bytes: Buffer, before: string, after: string, upperHalf: UpperHalf): boolean {
  const [letter = '', ...signs] = Array.from(bytes, (byte) => upperHalf[byte - FIRST_UPPER]!);
  if (bytes.length === LONGEST_CHARACTER || SIGNS.has(bytes[0]!) || !/\p{L}/u.test(letter)) return false;
  if (!signs.every((sign) => /[^\p{L}\p{Cc}\ufffd]/u.test(sign))) return false;
  const isCapital = bytes.length === 2 && bytes[0] !== SHARP_S;
  if (!(isCapital ? /[A-Z]$/ : /[A-Za-z]$/).test(before)) return false;
  return !/^[A-Za-z0-9]/.test(after) || (signs.at(-1) === '’' && /^s(?![A-Za-z0-9])/i.test(after));
}

/** The bytes up to the last character that is whole, as far as UTF-8 can tell. */
export function withoutCutCharacter(bytes: Buffer): Buffer {
  const first = Math.max(0, bytes.length - LONGEST_CHARACTER + 1);
  for (let at = bytes.length - 1; at >= first; at--) {
    const byte = bytes[at]!;
    if (byte < FIRST_UPPER) return bytes;
    if (byte >= 0xc0) return at + lengthOfCharacter(byte) > bytes.length ? bytes.subarray(0, at) : bytes;
  }
  return bytes;
}

function lengthOfCharacter(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
