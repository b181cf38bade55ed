/**
 * Reads JSON character by character, by the grammar of RFC 8259: where a value ends, where it breaks the rules, and
 * what must change so that `JSON.parse` loses nothing of it. Slower than JSON.parse; used where that is not enough.
 */
import type { PhraseKey } from '../../errors';
import { type AnswerFaults, atByte } from '../answer-faults';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  isDigit,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  POINT,
  QUOTE,
  SPACE,
  skipSpace,
} from '../ascii';
import { uniqueKeys } from '../column-names';
import { isExact } from '../exact-numbers';
import type { Limits } from '../limits';

/** A part of the text to be replaced, in bytes. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Scan {
  /** The first byte behind the value. */
  end: number;
  /** In order. */
  edits: Edit[];
  /** The names in a record as they are written, with their colons, in order. */
  names: string[];
  /** Positions of the fields of a record that hold a number which stays text; something for a value that has one. */
  keptAsText: number[];
}

/** Keys for the names of one object, in order. */
export type Naming = (names: readonly string[]) => readonly string[];

const EMPTY = Buffer.alloc(0);
const INCOMPLETE = -1;

const LOWER_U = 0x75;

const LITERALS: ReadonlyMap<number, string> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]),
);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const ESCAPED = new Set(Buffer.from('"\\/bfnrtu'));

function emptyScan(): Scan {
  return { end: 0, edits: [], names: [], keptAsText: [] };
}

export class JsonScanner {
  #bytes: Buffer = EMPTY;
  #offset = 0;
  #scan: Scan = emptyScan();
  #keysOf: Naming = uniqueKeys;

  constructor(
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {}

  /**
   * Scans the value that begins at `at`.
   * @param offset of the bytes in the answer, for errors
   * @param depth of the value: 1 for a record, 2 for a value in it
   * @param keysOf the record; objects inside of it, and others, have keys of their own
   * @returns nothing when the bytes stop inside it
   * @throws DataConnectError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  scan(bytes: Buffer, at: number, offset: number, depth = 1, keysOf: Naming = uniqueKeys): Scan | undefined {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#scan = emptyScan();
    this.#keysOf = keysOf;
    this.#scan.end = this.#value(at, depth);
    if (this.#scan.end === INCOMPLETE) return undefined;
    this.#scan.edits.sort((one, other) => one.start - other.start);
    return this.#scan;
  }

  #value(at: number, depth: number): number {
    const first = this.#bytes[at];
    if (first === undefined) return INCOMPLETE;
    if (first === QUOTE) return this.#string(at);
    if (first === OPEN_BRACE || first === OPEN_BRACKET) {
      if (depth > this.limits.nesting) {
        throw this.faults.limit({ phrase: 'too-deep', facts: { limit: this.limits.nesting } });
      }
      return first === OPEN_BRACE ? this.#object(at, depth) : this.#array(at, depth);
    }
    const literal = LITERALS.get(first);
    return literal === undefined ? this.#number(at) : this.#literal(at, literal);
  }

  #object(start: number, depth: number): number {
    const keys: Edit[] = [];
    let at = skipSpace(this.#bytes, start + 1);
    if (this.#bytes[at] === CLOSE_BRACE) return at + 1;
    for (;;) {
      const end = this.#key(at);
      const colon = end === INCOMPLETE ? end : this.#expect(skipSpace(this.#bytes, end), COLON, 'expected-colon');
      if (colon === INCOMPLETE) return INCOMPLETE;
      const name = this.#bytes.toString('utf8', at, colon + 1);
      if (depth === 1) this.#scan.names.push(name);
      keys.push({ start: at, end, text: textIn(name) });
      at = this.#value(skipSpace(this.#bytes, colon + 1), depth + 1);
      if (at === INCOMPLETE) return INCOMPLETE;
      at = skipSpace(this.#bytes, at);
      if (this.#bytes[at] === CLOSE_BRACE) break;
      at = this.#expect(at, COMMA, 'expected-object-comma');
      if (at === INCOMPLETE) return INCOMPLETE;
      at = skipSpace(this.#bytes, at + 1);
    }
    this.#rename(keys, depth);
    return at + 1;
  }

  #array(start: number, depth: number): number {
    let at = skipSpace(this.#bytes, start + 1);
    if (this.#bytes[at] === CLOSE_BRACKET) return at + 1;
    for (;;) {
      at = this.#value(at, depth + 1);
      if (at === INCOMPLETE) return INCOMPLETE;
      at = skipSpace(this.#bytes, at);
      if (this.#bytes[at] === CLOSE_BRACKET) return at + 1;
      at = this.#expect(at, COMMA, 'expected-list-comma');
      if (at === INCOMPLETE) return INCOMPLETE;
      at = skipSpace(this.#bytes, at + 1);
    }
  }

  #key(at: number): number {
    const quote = this.#expect(at, QUOTE, 'expected-name');
    return quote === INCOMPLETE ? INCOMPLETE : this.#string(at);
  }

  #string(start: number): number {
    const bytes = this.#bytes;
    let at = start + 1;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte < SPACE) throw this.#malformed(at, 'json-control-character');
      if (byte === BACKSLASH) at = this.#escape(at + 1);
    }
    if (at - start > this.limits.value) throw this.#tooLong(start);
    return at < bytes.length ? at + 1 : INCOMPLETE;
  }

  /** Checks the escape after a backslash; returns its last byte. */
  #escape(at: number): number {
    const byte = this.#bytes[at];
    if (byte === undefined) return at;
    if (!ESCAPED.has(byte)) throw this.#malformed(at, 'json-unknown-escape');
    if (byte !== LOWER_U) return at;
    for (let digit = at + 1; digit <= at + 4 && digit < this.#bytes.length; digit++) {
      if (!isHexDigit(this.#bytes[digit]!)) throw this.#malformed(digit, 'json-short-escape');
    }
    return at + 4;
  }

  #number(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (at < bytes.length && isNumberByte(bytes[at]!)) at++;
    if (at - start > this.limits.value) throw this.#tooLong(start);
    if (at === start) throw this.#malformed(start, 'expected-value');
    if (at === bytes.length) return INCOMPLETE;
    const text = bytes.toString('latin1', start, at);
    if (!NUMBER.test(text)) throw this.#malformed(start, 'json-not-a-number');
    if (!isExact(text)) {
      this.#scan.edits.push({ start, end: at, text: `"${text}"` });
      this.#scan.keptAsText.push(this.#scan.names.length - 1);
    }
    return at;
  }

  #literal(start: number, word: string): number {
    for (let index = 0; index < word.length; index++) {
      const byte = this.#bytes[start + index];
      if (byte === undefined) return INCOMPLETE;
      if (byte !== word.charCodeAt(index)) throw this.#malformed(start, 'json-not-a-word');
    }
    return start + word.length;
  }

  #expect(at: number, wanted: number, expected: PhraseKey): number {
    const byte = this.#bytes[at];
    if (byte === undefined) return INCOMPLETE;
    if (byte !== wanted) throw this.#malformed(at, expected);
    return at;
  }

  #rename(names: Edit[], depth: number): void {
    const keysOf = depth === 1 ? this.#keysOf : uniqueKeys;
    const keys = keysOf(names.map(({ text }) => text));
    names.forEach(({ start, end, text }, index) => {
      if (keys[index] !== text) this.#scan.edits.push({ start, end, text: JSON.stringify(keys[index]) });
    });
  }

  #malformed(at: number, problem: PhraseKey): Error {
    return this.faults.malformed(atByte(this.#offset + at), { phrase: problem });
  }

  #tooLong(start: number): Error {
    const facts = { byte: this.#offset + start, limit: this.limits.value };
    return this.faults.limit({ phrase: 'value-too-long', facts });
  }
}

/** `"Name" :` -> `Name` */
function textIn(name: string): string {
  const quoted = name.slice(0, name.lastIndexOf('"') + 1);
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

/** Letters and signs as well, so that `NaN`, `0x1F` and `1-2` are judged, and named, as one word. */
function isNumberByte(byte: number): boolean {
  return isDigit(byte) || byte === MINUS || byte === PLUS || byte === POINT || isLetter(byte);
}

function isLetter(byte: number): boolean {
  return (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
}
