/** Charsets of one byte a character, ASCII in the lower half. */
import { TextDecoder } from 'node:util';

/** The upper half: 128 characters, U+FFFD where the charset has none. */
export type UpperHalf = string;

const FIRST_UPPER = 0x80;
const UPPER = Buffer.from(Array.from({ length: FIRST_UPPER }, (_, index) => FIRST_UPPER + index));
/** Node 20's decoder of windows-1252 takes these for control characters. Five are not used. */
const WINDOWS_1252_SPECIAL = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
export const WINDOWS_1252: UpperHalf = WINDOWS_1252_SPECIAL + UPPER.toString('latin1', WINDOWS_1252_SPECIAL.length);

/** @param name as `TextDecoder` spells it; all but windows-1252 are decoded rightly by it */
export function upperHalfOf(name: string): UpperHalf {
  return name === 'windows-1252' ? WINDOWS_1252 : new TextDecoder(name).decode(UPPER);
}

/** @returns the text, with U+FFFD for bytes that the charset does not have */
export function textOfOneByte(bytes: Buffer, upperHalf: UpperHalf): string {
  const text = bytes.toString('latin1');
  return text.replace(/[\u0080-\u00ff]/g, (character) => upperHalf[character.charCodeAt(0) - FIRST_UPPER]!);
}
