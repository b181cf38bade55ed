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
  if (body.length > LONGEST_TEXT) throw new NotMaskable();
  const { decode, encode } = wideCoding(body) ?? narrowCoding(body);
  const text = decode(body);
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

/** How bytes are made a text whose secrets can be found, and bytes again: whatever is not masked is what it was. */
export interface TextCoding {
  decode(bytes: Buffer): string;
  encode(text: string): Buffer;
}

const LITTLE: TextCoding = {
  decode: (bytes) => bytes.toString('utf16le'),
  encode: (text) => Buffer.from(text, 'utf16le'),
};
const BIG: TextCoding = {
  decode: (bytes) => swapped(bytes).toString('utf16le'),
  encode: (text) => swapped(Buffer.from(text, 'utf16le')),
};

/** @param head the first bytes; @returns nothing for what is no UTF-16 */
export function wideCoding(head: Buffer): TextCoding | undefined {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] !== 0 && head[1] === 0)) return LITTLE;
  if ((head[0] === 0xfe && head[1] === 0xff) || (head[0] === 0 && head[1] !== 0)) return BIG;
  return undefined;
}

/** UTF-8 as what it is; all others byte by byte, for the letters of secrets are ASCII in them. */
export function narrowCoding(bytes: Buffer): TextCoding {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { decode: (some) => some.toString(encoding), encode: (text) => Buffer.from(text, encoding) };
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}

/** V8 has no longer ones. */
const LONGEST_TEXT = constants.MAX_STRING_LENGTH;
