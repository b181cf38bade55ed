/**
 * Records of one shape, read without JSON.parse: the same plain names in the same order, values that are no objects,
 * nothing escaped, no white space between. That is how the service writes nearly all of them. JSON.parse keeps every
 * short text of an answer in V8's table of strings, which grows by 50 bytes a record until a full garbage collection:
 * 100 MB for two million records.
 *
 * Records are taken a block at a time: its text gives the values, its code units are what is looked at.
 */
import type { AnswerFaults } from './answer-faults';
import { ownUnits, standsAt, unitsOf } from './code-units';
import type { DataRecord, Value } from './record-reader';
import { ownText, plainNumber } from './typed-values';
import { textOf } from './utf8';

/** Bytes of a block of several records. A value may keep its text alive, so it is short. */
const BLOCK = 2048;
/** Bytes of a record that is a block of its own. */
const LONGEST_RECORD = 64 * 1024;

const BETWEEN = Buffer.from('},{');
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const CLOSE_BRACE = 0x7d;

const TRUE = ownUnits('true');
const FALSE = ownUnits('false');
const NULL = ownUnits('null');

export class JsonShape {
  #marks: readonly Uint16Array[] | undefined;
  /** Where the value or record that was read last ends. */
  #end = 0;

  /** @param names the keys of a record, in order */
  constructor(readonly names: readonly string[]) {}

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
    const most = Math.min(longest, LONGEST_RECORD);
    let behind = start;
    for (let at = start; ; at = behind + 1) {
      const end = blockEnd(bytes, at);
      if (end === 0 || end - at > most) return behind;
      const text = textOf(bytes, at, end, offset, faults);
      const read = this.#readBlock(text, out);
      if (read < text.length) return read === 0 ? behind : at + Buffer.byteLength(text.slice(0, read));
      behind = end;
    }
  }

  /** @returns behind the last record that was read */
  #readBlock(text: string, out: DataRecord[]): number {
    const units = unitsOf(text);
    let behind = 0;
    for (let at = 0; at < text.length; at = behind + 1) {
      const record = this.#record(text, units, at);
      if (record === undefined) return behind;
      out.push(record);
      behind = this.#end;
      if (units[behind] !== COMMA) return behind;
    }
    return behind;
  }

  #record(text: string, units: Uint16Array, start: number): DataRecord | undefined {
    const { names } = this;
    this.#marks ??= names.map((name, index) => ownUnits(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
    const marks = this.#marks;
    const record: DataRecord = {};
    let at = start;
    for (let index = 0; index < marks.length; index++) {
      const mark = marks[index]!;
      if (!standsAt(units, at, mark)) return undefined;
      const value = this.#value(text, units, at + mark.length);
      if (value === undefined) return undefined;
      record[names[index]!] = value;
      at = this.#end;
    }
    this.#end = at + 1;
    return units[at] === CLOSE_BRACE ? record : undefined;
  }

  /** The value at this place, unless it needs more than a look. Sets `#end`. */
  #value(text: string, units: Uint16Array, at: number): Value | undefined {
    const first = units[at]!;
    if (first === QUOTE) {
      const quote = textEnd(units, at + 1);
      this.#end = quote + 1;
      return units[quote] === QUOTE ? ownText(text, at + 1, quote) : undefined;
    }
    const end = valueEnd(units, at);
    this.#end = end;
    if (first === LOWER_T) return isWord(units, at, end, TRUE) ? true : undefined;
    if (first === LOWER_F) return isWord(units, at, end, FALSE) ? false : undefined;
    if (first === LOWER_N) return isWord(units, at, end, NULL) ? null : undefined;
    const digit = units[first === MINUS ? at + 1 : at]!;
    return digit >= ZERO && digit <= NINE ? plainNumber(text, at, end, 'number') : undefined;
  }
}

/**
 * Behind the last record that ends in a block from here, or behind the next one where that is longer than a block: a
 * guess, a value may look the same. 0 where no other record follows.
 */
function blockEnd(bytes: Buffer, start: number): number {
  const last = bytes.lastIndexOf(BETWEEN, start + BLOCK - 1);
  return (last > start ? last : bytes.indexOf(BETWEEN, start)) + 1;
}

/** Where a text ends, or what must not stand in one begins. */
function textEnd(units: Uint16Array, start: number): number {
  let at = start;
  for (let unit = units[at]!; unit !== QUOTE && unit !== BACKSLASH && unit >= SPACE; ) unit = units[++at]!;
  return at;
}

function valueEnd(units: Uint16Array, start: number): number {
  let at = start;
  for (let unit = units[at]!; unit !== COMMA && unit !== CLOSE_BRACE && unit !== 0; ) unit = units[++at]!;
  return at;
}

function isWord(units: Uint16Array, start: number, end: number, word: Uint16Array): boolean {
  return end - start === word.length && standsAt(units, start, word);
}
