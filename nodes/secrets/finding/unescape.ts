/**
 * Undoes every way in which a character may be written otherwise (JSON, XML, HTML, percent, doubled quotes, CDATA
 * sections and comments), in one pass, and tells for each character where it was written.
 */
import type { SecretPlace } from './secret-finder';

const WRITTEN_OTHERWISE =
  /\\u[\da-f]{4}|\\x[\da-f]{2}|\\[\\/"'bfnrt]|(?:%[\da-f]{2})+|&#0*\d{1,7};|&#x0*[\da-f]{1,6};|&(?:amp|lt|gt|quot|apos|sol|plus|equals|nbsp);|""|<!\[CDATA\[|\]\]>|<!--/gi;

const MAY_BE = /[\\%&"\]<]/;

/** JSON in JSON in a URL is as deep as it gets. */
const DEEPEST = 4;

/** A stretch of characters that stand for as many, or one spelling that stands for a few. */
interface Stretch {
  /** In the text that was undone. */
  at: number;
  from: number;
  length: number;
  isLiteral: boolean;
}

interface Plain {
  text: string;
  /** Where a span of it was written in the text it was made of. */
  written(span: SecretPlace): SecretPlace;
}

/** @returns the text itself, then what is left when one layer of escapes after the other is undone */
export function layersOf(text: string): Plain[] {
  const layers: Plain[] = [{ text, written: (span) => span }];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const outer = layers.at(-1)!;
    const inner = undone(outer.text);
    if (!inner) break;
    layers.push({ text: inner.text, written: (span) => outer.written(inner.written(span)) });
  }
  return layers;
}

function undone(text: string): Plain | undefined {
  if (!MAY_BE.test(text)) return undefined;
  const stretches: Stretch[] = [];
  let plain = '';
  let from = 0;
  const add = (part: string, start: number, length: number, isLiteral: boolean) => {
    if (part === '') return;
    stretches.push({ at: plain.length, from: start, length, isLiteral });
    plain += part;
  };
  const spellings = new RegExp(WRITTEN_OTHERWISE);
  for (let match = spellings.exec(text); match; match = spellings.exec(text)) {
    const [spelling] = match;
    add(text.slice(from, match.index), from, match.index - from, true);
    from = match.index + spelling.length;
    if (spelling === '<!--') {
      const end = text.indexOf('-->', from);
      if (end < 0) break;
      from = end + 3;
      spellings.lastIndex = from;
      continue;
    }
    let at = match.index;
    for (const [character, length] of meaningOf(spelling)) {
      add(character, at, length, false);
      at += length;
    }
  }
  if (stretches.length === 0 && from === 0) return undefined;
  add(text.slice(from), from, text.length - from, true);
  if (plain === text) return undefined;
  return { text: plain, written: (span) => writtenIn(stretches, span) };
}

function writtenIn(stretches: readonly Stretch[], { from, to }: SecretPlace): SecretPlace {
  const first = stretchAt(stretches, from);
  const last = stretchAt(stretches, to - 1);
  return {
    from: first.isLiteral ? first.from + from - first.at : first.from,
    to: last.isLiteral ? last.from + to - last.at : last.from + last.length,
  };
}

function stretchAt(stretches: readonly Stretch[], at: number): Stretch {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (stretches[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return stretches[low]!;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  sol: '/',
  plus: '+',
  equals: '=',
  nbsp: '\u00a0',
};
const CONTROL: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Each character a spelling stands for, and how much of the spelling is its. */
function meaningOf(spelling: string): [character: string, length: number][] {
  const { length } = spelling;
  if (spelling[0] === '%') return percentMeaning(spelling);
  if (spelling === '""') return [['"', 2]];
  if (spelling[0] === '\\') {
    const letter = spelling[1]!;
    if (length > 2) return [[String.fromCharCode(Number.parseInt(spelling.slice(2), 16)), length]];
    return [[CONTROL[letter] ?? letter, 2]];
  }
  if (spelling[0] !== '&') return [];
  const name = spelling.slice(1, -1).toLowerCase();
  if (name[0] !== '#') return [[NAMED[name]!, length]];
  const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x10ffff ? [] : [[String.fromCodePoint(code), length]];
}

/** Bytes of UTF-8; of Latin-1 where they are none. */
function percentMeaning(spelling: string): [string, number][] {
  const bytes = Buffer.from(spelling.replaceAll('%', ''), 'hex');
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd')) return Array.from(bytes.toString('latin1'), (character) => [character, 3]);
  return Array.from(text, (character) => [character, 3 * Buffer.byteLength(character)]);
}
