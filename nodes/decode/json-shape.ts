/**
 * Records of one shape, read without JSON.parse: the same plain names in the same order, values that are no objects,
 * nothing escaped, no white space between. That is how the service writes nearly all of them. JSON.parse is as fast,
 * but keeps every short text of an answer in V8's table of strings, which grows by 50 bytes a record until a full
 * garbage collection: 100 MB for two million records.
 */
import type { AnswerFaults } from './answer-faults';
import type { DataRecord, Value } from './record-reader';
import { ownText, plainNumber } from './typed-values';
import { textOf } from './utf8';

const BACKSLASH = '\\';
const BETWEEN = Buffer.from('},{');
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const CLOSE_BRACE = 0x7d;

export class JsonShape {
  readonly #marks: readonly string[];
  /** Where the value that was read last ends. */
  #end = 0;

  /** @param names the keys of a record, in order */
  constructor(readonly names: readonly string[]) {
    this.#marks = names.map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  }

  /** Whether the record has these names in this order. */
  fits(record: DataRecord): boolean {
    const names = Object.keys(record);
    return names.length === this.names.length && names.every((name, index) => name === this.names[index]);
  }

  /**
   * Reads records of the shape for as long as they are and another follows.
   * @param start of the first
   * @param longest bytes of a record; a longer one is not read here
   * @returns behind the last that was read; `start` when the first is of another shape
   * @throws DataConnectError `MALFORMED` when the bytes are not UTF-8
   */
  read(bytes: Buffer, start: number, offset: number, longest: number, faults: AnswerFaults, out: DataRecord[]): number {
    const words = wordsOf(bytes);
    let behind = start;
    for (let at = start; ; at = behind + 1) {
      const end = bytes.indexOf(BETWEEN, at) + 1;
      if (end === 0 || end - at > longest) return behind;
      if (hasControlCharacter(words, bytes.byteOffset + at, bytes.byteOffset + end)) return behind;
      const record = this.#record(textOf(bytes, at, end, offset, faults));
      if (record === undefined) return behind;
      out.push(record);
      behind = end;
    }
  }

  #record(text: string): DataRecord | undefined {
    if (text.includes(BACKSLASH)) return undefined;
    const { names } = this;
    const marks = this.#marks;
    const record: DataRecord = {};
    let at = 0;
    for (let index = 0; index < marks.length; index++) {
      const mark = marks[index]!;
      if (!standsAt(text, at, mark)) return undefined;
      const value = this.#value(text, at + mark.length);
      if (value === undefined) return undefined;
      record[names[index]!] = value;
      at = this.#end;
    }
    return at === text.length - 1 && text.charCodeAt(at) === CLOSE_BRACE ? record : undefined;
  }

  /** The value at this place, unless it needs more than a look. Sets `#end`. */
  #value(text: string, at: number): Value | undefined {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const quote = text.indexOf('"', at + 1);
      this.#end = quote + 1;
      return quote < 0 ? undefined : ownText(text, at + 1, quote);
    }
    const end = valueEnd(text, at);
    this.#end = end;
    if (code === LOWER_T) return isWord(text, at, end, 'true') ? true : undefined;
    if (code === LOWER_F) return isWord(text, at, end, 'false') ? false : undefined;
    if (code === LOWER_N) return isWord(text, at, end, 'null') ? null : undefined;
    const digit = text.charCodeAt(code === MINUS ? at + 1 : at);
    return digit >= ZERO && digit <= NINE ? plainNumber(text, at, end, 'number') : undefined;
  }
}

function valueEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code !== COMMA && code !== CLOSE_BRACE && at < text.length; ) {
    code = text.charCodeAt(++at);
  }
  return at;
}

function isWord(text: string, start: number, end: number, word: string): boolean {
  return end - start === word.length && standsAt(text, start, word);
}

/** As `startsWith`, which takes several times as long for short words. */
function standsAt(text: string, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    if (text.charCodeAt(at + index) !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** Four bytes at a time. */
function wordsOf({ buffer }: Buffer): Int32Array {
  return new Int32Array(buffer, 0, buffer.byteLength >> 2);
}

/**
 * Whether a byte below 0x20, which no JSON text may have in a value, is in the part of the buffer, or right beside it:
 * of the words at its ends all bytes are looked at.
 */
function hasControlCharacter(words: Int32Array, start: number, end: number): boolean {
  const last = Math.min((end + 3) >> 2, words.length);
  for (let index = start >> 2; index < last; index++) {
    const word = words[index]!;
    if (((word - 0x20202020) & ~word & 0x80808080) !== 0) return true;
  }
  // Where the buffer's length is no multiple of four, its last bytes are in no word.
  return end > words.length * 4;
}
