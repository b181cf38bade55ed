/** Whether words that were typed, in any order and with or without accents, are among those of a text. */

/** Words that say nothing of what is looked for, in the languages of the dialogs. */
const FILLERS = new Set(
  ['a', 'an', 'and', 'by', 'for', 'in', 'my', 'of', 'per', 'the', 'to', 'with'].concat(
    ['al', 'con', 'de', 'del', 'el', 'en', 'la', 'las', 'los', 'mi', 'mis', 'para', 'por', 'y'],
    ['au', 'aux', 'd', 'des', 'du', 'et', 'l', 'le', 'les', 'mes', 'mon', 'par', 'pour'],
  ),
);

/** @returns the words of a text in small letters, without accents */
export function searchable(text: string): string[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');
  return plain.split(/[^\p{L}\p{N}]/u).filter(Boolean);
}

/**
 * @param typed the last of them may be unfinished
 * @returns true where each word that says something is in the text, be it one or several that it stands for
 */
export function fitsWords(typed: readonly string[], text: readonly string[]): boolean {
  const wanted = typed.filter((word) => !FILLERS.has(word));
  const last = wanted.at(-1);
  if (last === undefined) return false;
  const has = (word: string) => text.some((each) => isSame(each, word));
  return wanted.slice(0, -1).every(has) && (has(last) || text.some((each) => each.startsWith(last)));
}

function isSame(one: string, other: string): boolean {
  return one === other || isPluralOf(one, other) || isPluralOf(other, one);
}

/** In English, Spanish and French. */
function isPluralOf(several: string, one: string): boolean {
  return one.length > 2 && ['s', 'es', 'x'].some((ending) => several === one + ending);
}
