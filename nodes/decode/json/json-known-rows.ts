/**
 * Records of Json that are like the records before, read byte by byte, without JSON.parse: known names, in whatever
 * order and any of them absent. That is how the service writes nearly all of them. JSON.parse keeps every short text of
 * an answer in V8's table of strings, which grows by 50 bytes a record until a full garbage collection: 100 MB for two
 * million records. A value that is not plain is read by the grammar; so is a record that is unusual otherwise.
 */
import type { DataRecord, Value } from '../../record';
import type { AnswerColumns, KnownColumn } from '../answer-columns';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  FIRST_BEYOND_ASCII,
  QUOTE,
  SPACE,
  skipSpace,
} from '../ascii';
import { BytePattern, PieceView } from '../piece-view';
import { plainNumber } from '../typed-values';
import type { JsonGrammar } from './json-grammar';

const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;

const TRUE = new BytePattern('true');
const FALSE = new BytePattern('false');
const NULL = new BytePattern('null');

const UNUSUAL = -1;

export class JsonKnownRows {
  readonly #piece = new PieceView();
  #offset = 0;
  /** Behind the value that was read last. */
  #end = 0;
  #skims = false;

  constructor(
    private readonly grammar: JsonGrammar,
    private readonly columns: AnswerColumns,
  ) {}

  /**
   * The bytes to read from now on.
   * @param offset of them in the answer, for errors
   * @param skims whether records are only checked: nothing is put into them, and names out of order are unusual
   */
  lookAt(bytes: Buffer, offset: number, skims: boolean): void {
    this.#piece.lookAt(bytes);
    this.#offset = offset;
    this.#skims = skims;
  }

  /**
   * Reads the record that begins at `start`.
   * @returns behind it; -1 when it is unusual or not complete, and then `record` is of no use
   * @throws DataConnectError `MALFORMED` or `LIMIT_EXCEEDED`
   */
  read(start: number, record: DataRecord): number {
    const { bytes } = this.#piece;
    let next = 0;
    let isInOrder = true;
    for (let before = start + 1; ; before = this.#end + 1) {
      const at = skipSpace(bytes, before);
      const place = this.#placeAt(bytes, at, next);
      if (place < 0) return UNUSUAL;
      if (place < next) isInOrder = false;
      if (this.#skims && !isInOrder) return UNUSUAL;
      if (place === next && next > 0) this.grammar.order.learnGap(bytes.toString('latin1', before, at));
      next = this.#addFields(record, at, place, isInOrder);
      if (next < 0) return UNUSUAL;
      this.#end = skipSpace(bytes, this.#end);
      if (this.#end >= bytes.length) return UNUSUAL;
      if (bytes[this.#end] === CLOSE_BRACE) return this.#end + 1;
      if (bytes[this.#end] !== COMMA) return UNUSUAL;
    }
  }

  /** The place in the order of the field at `at`, one of the next if it can be; -1 for an unknown one. */
  #placeAt(bytes: Buffer, at: number, next: number): number {
    const { order } = this.grammar;
    const place = order.placeAt(this.#piece, at, next);
    if (place >= 0 || at >= bytes.length || bytes[at] !== QUOTE) return place;
    const close = bytes.indexOf(QUOTE, at + 1);
    const colon = close < 0 ? bytes.length : skipSpace(bytes, close + 1);
    if (colon >= bytes.length || bytes[colon] !== COLON) return UNUSUAL;
    return order.placeOf(bytes.toString('utf8', at, colon + 1));
  }

  /**
   * Adds the field at `at` and those behind it, as long as they come in the known order. Sets `#end`.
   * @param isInOrder whether none of the row came out of order: then none can come twice, and be another column
   * @returns the first place in the order that was not passed; -1 when a field is unusual or not complete
   */
  #addFields(record: DataRecord, at: number, first: number, isInOrder: boolean): number {
    const { bytes } = this.#piece;
    const { order } = this.grammar;
    const { fields } = order;
    let place = first;
    let start = at + fields[place]!.before.length;
    for (;;) {
      const field = fields[place]!;
      const { column } = field;
      if (!isInOrder && Object.hasOwn(record, field.key)) return UNUSUAL;
      const value = this.#value(bytes, start, column);
      if (value === undefined) return UNUSUAL;
      if (!this.#skims) record[field.key] = value;
      if (!column.settled) this.columns.note(column, value);
      place++;
      const joint = order.jointOf(field);
      if (joint === undefined || !this.#piece.has(joint, this.#end)) return place;
      start = this.#end + joint.length;
    }
  }

  /** The value at this place; nothing when it is unusual or not complete. Sets `#end`. */
  #value(bytes: Buffer, start: number, column: KnownColumn): Value | undefined {
    if (start >= bytes.length) return undefined;
    const at = bytes[start]! > SPACE ? start : skipSpace(bytes, start);
    if (at === bytes.length) return undefined;
    const first = bytes[at];
    if (first === QUOTE) return this.#text(bytes, at);
    const end = valueEnd(bytes, at);
    this.#end = end;
    if (first === LOWER_T && this.#isWord(TRUE, at, end)) return true;
    if (first === LOWER_F && this.#isWord(FALSE, at, end)) return false;
    if (first === LOWER_N && this.#isWord(NULL, at, end)) return null;
    return plainNumber(bytes, at, end, 'number') ?? this.#other(bytes, at, column);
  }

  #isWord(word: BytePattern, start: number, end: number): boolean {
    return end - start === word.length && this.#piece.has(word, start);
  }

  #text(bytes: Buffer, quote: number): string | undefined {
    let all = 0;
    let at = quote + 1;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) return this.#escapedText(bytes, quote, at);
      if (byte < SPACE) return undefined;
      all |= byte;
    }
    this.#end = at + 1;
    if (this.#skims && at < bytes.length) return '';
    return at < bytes.length ? this.#piece.text(quote + 1, at, all < FIRST_BEYOND_ASCII) : undefined;
  }

  #escapedText(bytes: Buffer, quote: number, backslash: number): string | undefined {
    let at = backslash;
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
    this.#end = at + 1;
    return at < bytes.length ? parsedText(bytes.toString('utf8', quote, at + 1)) : undefined;
  }

  /** A list, an object, or a number that is no plain one. */
  #other(bytes: Buffer, at: number, column: KnownColumn): Value | undefined {
    const read = this.grammar.value(bytes, at, this.#offset, 2);
    if (read === undefined) return undefined;
    this.#end = read.end;
    if (read.keepsDigits) column.info.digitsKeptAsText = true;
    if (typeof read.value === 'object') this.columns.nests = true;
    return read.value;
  }
}

/** Nothing where the text is not well-formed. */
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
