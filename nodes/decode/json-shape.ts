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

const BETWEEN = Buffer.from('},{');
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const CLOSE_BRACE = 0x7d;

/** All but control characters, which JSON does not allow, and the backslash. */
const NEEDS_CARE = /[^ -[\]-\uffff]/;

const WORDS: ReadonlyArray<readonly [word: string, value: Value]> = [
  ['true', true],
  ['false', false],
  ['null', null],
];

export class JsonShape {
  readonly #marks: readonly string[];
  /** Where the value that was read last ends; -1 where there was none. */
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
    let behind = start;
    for (let at = start; ; at = behind + 1) {
      const end = bytes.indexOf(BETWEEN, at) + 1;
      if (end === 0 || end - at > longest) return behind;
      const record = this.#record(textOf(bytes, at, end, offset, faults));
      if (record === undefined) return behind;
      out.push(record);
      behind = end;
    }
  }

  #record(text: string): DataRecord | undefined {
    if (NEEDS_CARE.test(text)) return undefined;
    const record: DataRecord = {};
    let at = 0;
    for (let index = 0; index < this.#marks.length; index++) {
      const mark = this.#marks[index]!;
      if (!text.startsWith(mark, at)) return undefined;
      const value = this.#value(text, at + mark.length);
      if (value === undefined) return undefined;
      record[this.names[index]!] = value;
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
    if (code === MINUS || isDigit(code)) {
      return isDigit(text.charCodeAt(code === MINUS ? at + 1 : at)) ? plainNumber(text, at, end, 'number') : undefined;
    }
    return WORDS.find(([word]) => end - at === word.length && text.startsWith(word, at))?.[1];
  }
}

function valueEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code !== COMMA && code !== CLOSE_BRACE && at < text.length; ) {
    code = text.charCodeAt(++at);
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
