/**
 * Records of one shape, read without JSON.parse: the same plain names in the same order, values that are no objects,
 * no white space between. That is how the service writes nearly all of them. JSON.parse keeps every short text of an
 * answer in V8's table of strings, which grows by 50 bytes a record until a full garbage collection: 100 MB for two
 * million records.
 */

import type { DataRecord, Value } from '../../record';
import type { AnswerFaults } from '../answer-faults';
import { BytePattern, FIRST_BEYOND_ASCII, PieceView } from '../piece-view';
import { plainNumber } from '../typed-values';
import { refuseUnlessUtf8 } from '../utf8';

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const CLOSE_BRACE = 0x7d;

const TRUE = new BytePattern('true');
const FALSE = new BytePattern('false');
const NULL = new BytePattern('null');

export class JsonKnownRows {
  readonly #piece = new PieceView();
  /** Of each name, with what stands before and behind it. */
  #marks: readonly BytePattern[] | undefined;
  /** Where the value or record that was read last ends. */
  #end = 0;
  /** True when the bytes read last stop inside a record that is of the shape so far. */
  isCut = false;

  /** @param names the keys of a record, in order */
  constructor(readonly names: readonly string[]) {}

  /** Whether a record with these names in this order is of the shape. */
  fits(names: readonly string[]): boolean {
    return names.length === this.names.length && names.every((name, index) => name === this.names[index]);
  }

  /**
   * Reads records of the shape for as long as one follows another.
   * @param start of the first
   * @param longest bytes of a record; a longer one is not read here
   * @returns behind the last that was read; `start` when the first is of another shape, or not complete
   * @throws DataConnectError `MALFORMED` when the bytes are not UTF-8
   */
  read(bytes: Buffer, start: number, offset: number, longest: number, faults: AnswerFaults, out: DataRecord[]): number {
    this.#piece.lookAt(bytes);
    this.isCut = false;
    let behind = start;
    for (let at = start; ; at = behind + 1) {
      const record = this.#record(bytes, at);
      if (record === undefined || this.#end - at > longest) break;
      out.push(record);
      behind = this.#end;
      if (behind === bytes.length || bytes[behind] !== COMMA) break;
    }
    refuseUnlessUtf8(bytes, start, behind, offset, faults);
    return behind;
  }

  #record(bytes: Buffer, start: number): DataRecord | undefined {
    const { names } = this;
    this.#marks ??= names.map((name, index) => new BytePattern(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
    const marks = this.#marks;
    const record: DataRecord = {};
    let at = start;
    for (let index = 0; index < marks.length; index++) {
      const mark = marks[index]!;
      if (!this.#piece.has(mark, at)) return this.#unread(isBeginningOf(mark.bytes, bytes, at));
      const value = this.#value(bytes, at + mark.length);
      if (value === undefined) return this.#unread(this.#end >= bytes.length);
      record[names[index]!] = value;
      at = this.#end;
    }
    if (at === bytes.length) return this.#unread(true);
    this.#end = at + 1;
    return bytes[at] === CLOSE_BRACE ? record : undefined;
  }

  #unread(isCut: boolean): undefined {
    this.isCut = isCut;
  }

  /** The value at this place, unless it is no plain one. Sets `#end`. */
  #value(bytes: Buffer, at: number): Value | undefined {
    this.#end = at;
    if (at === bytes.length) return undefined;
    const first = bytes[at];
    if (first === QUOTE) return this.#text(bytes, at);
    const end = valueEnd(bytes, at);
    this.#end = end;
    if (first === LOWER_T) return this.#isWord(TRUE, at, end) ? true : undefined;
    if (first === LOWER_F) return this.#isWord(FALSE, at, end) ? false : undefined;
    if (first === LOWER_N) return this.#isWord(NULL, at, end) ? null : undefined;
    return plainNumber(bytes, at, end, 'number');
  }

  #isWord(word: BytePattern, start: number, end: number): boolean {
    return end - start === word.length && this.#piece.has(word, start);
  }

  #text(bytes: Buffer, quote: number): string | undefined {
    let all = 0;
    let byte = 0;
    let at = quote + 1;
    for (; at < bytes.length; at++) {
      byte = bytes[at]!;
      if (byte === QUOTE || byte === BACKSLASH || byte < SPACE) break;
      all |= byte;
    }
    this.#end = at;
    if (at === bytes.length) return undefined;
    if (byte === BACKSLASH) return this.#escapedText(bytes, quote, at);
    this.#end = at + 1;
    return byte === QUOTE ? this.#piece.text(quote + 1, at, all < FIRST_BEYOND_ASCII) : undefined;
  }

  #escapedText(bytes: Buffer, quote: number, backslash: number): string | undefined {
    let at = backslash;
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    this.#end = at + 1;
    return at < bytes.length ? parsedText(bytes.toString('utf8', quote, at + 1)) : undefined;
  }
}

function parsedText(json: string): string | undefined {
  try {
    return JSON.parse(json) as string;
  } catch {
    return undefined;
  }
}

/** Where a word or number ends: all that stands in one comes behind the comma in ASCII, except for a plus. */
function valueEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte <= COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) break;
  }
  return at;
}

/** Whether the bytes stop inside what is wanted at this place. */
function isBeginningOf(wanted: Buffer, bytes: Buffer, at: number): boolean {
  const rest = bytes.subarray(at);
  return rest.length < wanted.length && rest.equals(wanted.subarray(0, rest.length));
}
