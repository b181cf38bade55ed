/** What pasting brings along and nobody sees: it makes a right user name a wrong one, and finds nothing in a list. */

/**
 * Control characters, and those of Unicode that format without a shape: soft hyphens, zero-width spaces, direction
 * marks, byte order marks, tags; and the fillers of Hangul. The joiners are no such: scripts need them inside of words.
 */
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u;
const JOINERS = '\u200c\u200d';

/** The text without white space and unseen characters at its ends. */
export function cleanText(text: string): string {
  return trimmedOf(isNothing, text);
}

/** The text without the characters at its ends that are unwanted there. */
export function trimmedOf(isUnwanted: (character: string) => boolean, text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isUnwanted(text[start]!)) start++;
  while (start < end && isUnwanted(text[end - 1]!)) end--;
  return text.slice(start, end);
}

function isNothing(character: string): boolean {
  return character.trim() === '' || JOINERS.includes(character) || UNSEEN.test(character);
}

/** @returns the first unseen character inside of a text, as `U+200B` */
export function unseenCharacter(text: string): string | undefined {
  const found = UNSEEN.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}
