/** What pasting brings along and nobody sees: it makes a right user name a wrong one, and finds nothing in a list. */

/** Soft hyphens, zero-width spaces, direction marks, invisible operators, byte order marks; not the joiners of scripts. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\p{Cc}/u;

/** The text without white space and unseen characters at its ends. */
export function cleanText(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isNothing(text[start]!)) start++;
  while (start < end && isNothing(text[end - 1]!)) end--;
  return text.slice(start, end);
}

function isNothing(character: string): boolean {
  return character.trim() === '' || UNSEEN.test(character);
}

/** @returns the first unseen character inside of a text, as `U+200B` */
export function unseenCharacter(text: string): string | undefined {
  const found = UNSEEN.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}
