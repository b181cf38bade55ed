/** Whether the bytes of an answer can hold a text that does not stand in them letter for letter. */
import type { ResponseFormat } from '../../catalogue/shared-parameters';

const JSON_ESCAPE = Buffer.from('\\u00');
const XML_DECLARATION = Buffer.from('<?xml ');
const LESS = 0x3c;
const EXCLAMATION = 0x21;
const HASH = 0x23;
const AMPERSAND = 0x26;
const QUESTION = 0x3f;

/** Characters that serializers escape for safety; no mark of a secret holds one. */
const ESCAPED_FOR_SAFETY: ReadonlySet<string> = new Set('"\\/&<>\'+%`');

/** Bytes of the longest sign that is looked for. */
export const LONGEST_SIGN = 16;

/** @returns true where a letter may be written as an escape, or letters apart that belong together */
export function mayBeWrittenOtherwise(bytes: Buffer, format: ResponseFormat): boolean {
  if (format === 'Csv') return false;
  if (format === 'Json' || format === 'JsonDataTable') return hasEscape(bytes);
  return isCutInXml(bytes) || hasReference(bytes);
}

/** Charsets in which a letter of ASCII is its own byte and nothing else. */
export function hasLettersAsBytes(charset: string | undefined, head: Buffer): boolean {
  if (head.subarray(0, 2).includes(0) || (head[0]! >= 0xfe && head[1]! >= 0xfe)) return false;
  const declared = /^.{0,8}<\?xml[^>]{1,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]+)/s.exec(
    head.toString('latin1', 0, 300),
  )?.[1];
  return [charset, declared].every((name) => name === undefined || LETTERS_AS_BYTES.test(name));
}

const LETTERS_AS_BYTES =
  /^(utf-?8|(us-)?ascii|iso[-_]?8859[-_]?\d+|latin-?\d+|l\d|(windows|cp)-?\d+|x-cp\d+|koi8-[ru]|macintosh)$/i;

function hasEscape(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(JSON_ESCAPE); at >= 0; at = bytes.indexOf(JSON_ESCAPE, at + 1)) {
    const digits = at + JSON_ESCAPE.length;
    if (isLetter(Number.parseInt(bytes.toString('latin1', digits, digits + 2), 16))) return true;
  }
  return false;
}

/** CDATA sections, comments and processing instructions. What is looked for is the byte that is rare. */
function isCutInXml(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(EXCLAMATION); at >= 0; at = bytes.indexOf(EXCLAMATION, at + 1)) {
    if (bytes[at - 1] === LESS) return true;
  }
  for (let at = bytes.indexOf(QUESTION); at >= 0; at = bytes.indexOf(QUESTION, at + 1)) {
    if (bytes[at - 1] !== LESS) continue;
    if (!XML_DECLARATION.equals(bytes.subarray(at - 1, at - 1 + XML_DECLARATION.length))) return true;
  }
  return false;
}

/** A number with more zeros in front than anybody writes is taken for a letter. */
function hasReference(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(HASH); at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    if (bytes[at - 1] !== AMPERSAND) continue;
    const text = bytes.toString('latin1', at + 1, at + LONGEST_SIGN - 1);
    if (/^x?0{6}/i.test(text)) return true;
    if (isLetter(/^x/i.test(text) ? Number.parseInt(text.slice(1), 16) : Number.parseInt(text, 10))) return true;
  }
  return false;
}

function isLetter(code: number): boolean {
  return code >= 0x20 && code < 0x7f && !ESCAPED_FOR_SAFETY.has(String.fromCharCode(code));
}
