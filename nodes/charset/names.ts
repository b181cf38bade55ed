/** The names that services and files have for charsets -> what they stand for. */
import { TextDecoder } from 'node:util';
import { type UpperHalf, upperHalfOf } from './one-byte';

export type Charset =
  | { kind: 'utf-8' }
  | { kind: 'wide'; name: WideCharset }
  | { kind: 'one byte'; name: string; upperHalf: UpperHalf }
  | { kind: 'many bytes'; name: string };

/** `utf-16` and `utf-32` do not say which byte comes first. */
export type WideCharset = 'utf-16' | 'utf-16le' | 'utf-16be' | 'utf-32' | 'utf-32le' | 'utf-32be';

const UTF_8 = /^(x-)?(unicode-?1-?1-?)?utf-?8(-?sig|-?bom|mb[34])?$/;
const WIDE = /^utf-?(16|32)-?(le|be)?$/;
const UCS_2 = /^(ucs-?2|iso-10646-ucs-2|(cs)?unicode)$/;
const ONE_BYTE = /^(ibm866|iso-8859-\d|koi8-|macintosh|windows-|x-mac-)/;
/** Spellings of which `TextDecoder` knows another. */
const SPELLINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(?:x-)?(?:cp|ms|ansi|win|windows)-?(125\d|874)$/, 'windows-$1'],
  [/^iso-?8859-?(\d{1,2})$/, 'iso-8859-$1'],
  [/^latin-?([1-6])$/, 'latin$1'],
];

/** @returns nothing for a name that nobody knows, and for those that promise nothing beyond ASCII */
export function charsetNamed(name: string | undefined): Charset | undefined {
  if (name === undefined) return undefined;
  const label = name.replace(/['"]/g, '').trim().toLowerCase();
  const plain = label.replace(/[_\s]/g, '-');
  if (UTF_8.test(plain)) return { kind: 'utf-8' };
  if (UCS_2.test(plain)) return { kind: 'wide', name: 'utf-16' };
  const wide = WIDE.exec(plain);
  if (wide !== null) return { kind: 'wide', name: `utf-${wide[1]}${wide[2] ?? ''}` as WideCharset };
  return /^(us-)?ascii$/.test(plain) ? undefined : legacy(label, plain);
}

function legacy(label: string, plain: string): Charset | undefined {
  const known = SPELLINGS.find(([pattern]) => pattern.test(plain));
  const name = encodingOf(known === undefined ? label : plain.replace(known[0], known[1])) ?? encodingOf(plain);
  if (name === undefined) return undefined;
  return ONE_BYTE.test(name) ? { kind: 'one byte', name, upperHalf: upperHalfOf(name) } : { kind: 'many bytes', name };
}

function encodingOf(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
