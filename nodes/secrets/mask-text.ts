/**
 * Takes secrets out of a body that is passed on as text. It is read as records to learn what stands under the names of
 * secrets, masked where it is written, and read again: what still shows a secret is not passed on.
 */
import { constants, isUtf8 } from 'node:buffer';
import type { DataRecord } from '../record';
import { SecretFinder } from './finding/secret-finder';
import { isTelling } from './finding/secret-forms';
import { namedSecrets } from './finding/secret-names';
import { ValueMask } from './mask-values';
import type { Redactor } from './redact';

/** Thrown where a body cannot be masked with certainty. */
export class NotMaskable extends Error {}

export interface Masked {
  body: Buffer;
  /** Places that were masked. */
  count: number;
}

/**
 * @param read the records of a body; undefined where it has none that can be read
 * @throws NotMaskable
 */
export function maskText(
  body: Buffer,
  read: (body: Buffer) => DataRecord[] | undefined,
  redactor: Redactor,
  declared: ReadonlySet<string>,
): Masked {
  const look = (bytes: Buffer) => {
    const mask = new ValueMask(redactor, declared);
    const records = read(bytes);
    for (const record of records ?? []) mask.learn(record, 'plain');
    for (const record of records ?? []) mask.maskMembers(record, 'plain');
    return { records: records?.length, count: mask.count, named: mask.named };
  };
  const before = look(body);
  const named = [...before.named];
  if (named.some((value) => !isTelling(value))) throw new NotMaskable();
  const { text, encode } = decodedText(body);
  const finder = new SecretFinder(named);
  // What cannot be read as records is prose: names and values stand side by side in it.
  const beside = before.records === undefined ? namedSecrets : () => [];
  const masked = redactor.redactData(text, (plain) => [...finder.spans(plain), ...beside(plain)]);
  if (masked === text && before.count === 0) return { body, count: 0 };
  const result = encode(masked);
  const after = look(result);
  if (after.count > 0 || after.records !== before.records) throw new NotMaskable();
  return { body: result, count: Math.max(1, before.count) };
}

interface DecodedText {
  text: string;
  /** Back to bytes: those of whatever was not masked are what they were. */
  encode(text: string): Buffer;
}

/** UTF-16 and UTF-8 as what they are; all others byte by byte, for the letters of secrets are ASCII in them. */
function decodedText(body: Buffer): DecodedText {
  const wide = wideness(body);
  if (body.length > LONGEST_TEXT) throw new NotMaskable();
  if (wide === 'little') return { text: body.toString('utf16le'), encode: (text) => Buffer.from(text, 'utf16le') };
  if (wide === 'big') {
    return { text: swapped(body).toString('utf16le'), encode: (text) => swapped(Buffer.from(text, 'utf16le')) };
  }
  const encoding = isUtf8(body) ? 'utf8' : 'latin1';
  return { text: body.toString(encoding), encode: (text) => Buffer.from(text, encoding) };
}

/** V8 has no longer ones. */
const LONGEST_TEXT = constants.MAX_STRING_LENGTH;

function wideness(body: Buffer): 'little' | 'big' | undefined {
  if ((body[0] === 0xff && body[1] === 0xfe) || (body[0] !== 0 && body[1] === 0)) return 'little';
  if ((body[0] === 0xfe && body[1] === 0xff) || (body[0] === 0 && body[1] !== 0)) return 'big';
  return undefined;
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
