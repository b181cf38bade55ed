/**
 * Letters beyond ASCII in a header. HTTP has one way to write them (RFC 8187); servers write UTF-8 or Latin-1 as it is,
 * percent-encode as in a URL, or use the encoded words of e-mail. A header comes here as Latin-1: a character per byte.
 */
import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { textOfOneByte, WINDOWS_1252 } from '../../charset/one-byte';

/** The text of bytes as they stand in a header: UTF-8 where they can be that, else what Windows servers write. */
export function readBytes(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : textOfOneByte(bytes, WINDOWS_1252);
}

/** A plain value, in whichever of the ways that are not HTTP's own it is written. */
export function readPlainText(header: string): string {
  if (/[^\0-\xff]/.test(header)) return header;
  const words = readEncodedWords(header);
  if (words !== header) return words;
  return readBytes(percentDecoded(header)?.toString('latin1') ?? header);
}

/**
 * The text of an extended value, `UTF-8'en'caf%C3%A9.csv` (RFC 8187).
 * @returns undefined where it is broken: no charset, one nobody knows, or bytes that are not in it
 */
export function readExtended(value: string): string | undefined {
  const charsetEnd = value.indexOf("'");
  const languageEnd = value.indexOf("'", charsetEnd + 1);
  if (charsetEnd < 1 || languageEnd < 0) return undefined;
  const bytes = percentDecoded(value.slice(languageEnd + 1));
  return bytes && decoded(bytes, value.slice(0, charsetEnd));
}

/** An encoded word of RFC 2047. Spaces between two of them do not count; a character may be cut between them. */
const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,40})?\?([bq])\?([^?]*)\?=/gi;

function readEncodedWords(header: string): string {
  let text = '';
  let held: Buffer[] = [];
  let charset = '';
  let at = 0;
  const release = () => {
    const bytes = Buffer.concat(held);
    text += decoded(bytes, charset) ?? readBytes(bytes.toString('latin1'));
    held = [];
  };
  for (const word of header.matchAll(WORD)) {
    const [whole, named = '', kind = '', content = ''] = word;
    const between = header.slice(at, word.index);
    const follows = held.length > 0 && between.trim() === '';
    if (!follows || named.toLowerCase() !== charset) release();
    if (!follows) text += readBytes(between);
    charset = named.toLowerCase();
    held.push(kind.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content));
    at = word.index + whole.length;
  }
  release();
  return text + readBytes(header.slice(at));
}

function quotedBytes(content: string): Buffer {
  return unescaped(content.replaceAll('_', ' '), /=([\da-f]{2})/gi);
}

/** The bytes a percent-encoded text stands for; undefined where a `%` is none of its codes. */
function percentDecoded(text: string): Buffer | undefined {
  if (/%(?![\da-f]{2})/i.test(text)) return undefined;
  return unescaped(text, /%([\da-f]{2})/gi);
}

function unescaped(text: string, code: RegExp): Buffer {
  const bytes = text.replace(code, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

function decoded(bytes: Buffer, charset: string): string | undefined {
  if (bytes.length === 0) return '';
  if (/^(iso-8859-1|latin-?1|windows-1252|cp-?1252)$/i.test(charset)) return textOfOneByte(bytes, WINDOWS_1252);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
