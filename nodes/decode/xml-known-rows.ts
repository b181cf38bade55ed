/**
 * Rows of XML that are like the rows before: known elements in the known order with nothing but text in them, read byte
 * by byte. Whatever is unusual about a row is left to the grammar.
 */
import { skipSpace } from './json-scanner';
import { type BytePattern, PieceView } from './piece-view';
import type { ColumnInfo, DataRecord } from './record-reader';
import { typedBytes, typedValue } from './typed-values';
import type { XmlOrder } from './xml-order';
import { columnAttributesOf, isNil, startTagAt } from './xml-tags';
import { characterData } from './xml-text';

const CARRIAGE_RETURN = 0x0d;
const AMPERSAND = 0x26;
const SLASH = 0x2f;
const LESS = 0x3c;
const GREATER = 0x3e;
const FIRST_BEYOND_ASCII = 0x80;

const UNUSUAL = -1;

export class XmlKnownRows {
  readonly #piece = new PieceView();
  /** Where the row is read. */
  #at = 0;
  /** Of the character data looked at last: whether it is ASCII, and the text it stands for. */
  #isAscii = true;
  #isPlain = true;

  constructor(private readonly order: XmlOrder) {}

  /** The bytes to read from now on. */
  lookAt(bytes: Buffer): void {
    this.#piece.lookAt(bytes);
    this.order.settle();
  }

  /**
   * Reads the row whose start tag ends at `start`.
   * @param endTag of the row
   * @returns behind the row; -1 when it is unusual or not complete, and then `record` is of no use
   */
  read(start: number, endTag: BytePattern, record: DataRecord): number {
    const { bytes } = this.#piece;
    let next = 0;
    this.#at = start;
    for (;;) {
      const before = this.#at;
      const at = skipSpace(bytes, before);
      if (at + 1 >= bytes.length) return UNUSUAL;
      if (bytes[at + 1] === SLASH) return this.#piece.has(endTag, at) ? at + endTag.length : UNUSUAL;
      const place = this.order.placeAt(this.#piece, at, next);
      if (place === next && next > 0) this.order.learnGap(bytes.toString('latin1', before, at));
      next = place < 0 ? this.#addEmpty(record, at, next) : this.#addElements(record, at, place);
      if (next < 0) return UNUSUAL;
    }
  }

  /**
   * Adds the element at `at` and those behind it, as long as they come in the known order. Moves `#at` behind the last.
   * @returns the first place in the order that the row has not passed; -1 when there is more than text in an element
   */
  #addElements(record: DataRecord, at: number, first: number): number {
    const { bytes } = this.#piece;
    const { elements } = this.order;
    let place = first;
    let start = at + elements[place]!.startTag.length;
    for (;;) {
      const element = elements[place]!;
      const stop = this.#dataEnd(bytes, start);
      const isFollowed = this.#piece.has(element.joint, stop);
      if (!isFollowed && !this.#piece.has(element.endTag, stop)) return UNUSUAL;
      if (!this.#addValue(record, start, stop, element.info)) return UNUSUAL;
      place++;
      if (!isFollowed) {
        this.#at = stop + element.endTag.length;
        return place;
      }
      start = stop + element.joint.length;
    }
  }

  #addValue(record: DataRecord, start: number, end: number, info: ColumnInfo): boolean {
    if (this.#isPlain) {
      record[info.name] = typedBytes(this.#piece, start, end, this.#isAscii, info);
      return true;
    }
    const text = characterData(this.#piece.text(start, end, this.#isAscii));
    if (text === undefined) return false;
    record[info.name] = typedValue(text, info);
    return true;
  }

  /** Adds `<Name/>`, the same as -1 where it is something else. */
  #addEmpty(record: DataRecord, at: number, next: number): number {
    const { bytes } = this.#piece;
    const end = bytes.indexOf(GREATER, at) + 1;
    if (bytes[at] !== LESS || end === 0 || bytes[end - 2] !== SLASH) return UNUSUAL;
    const tag = startTagAt(bytes.toString('utf8', at, end), 0);
    if (tag === undefined || tag.attributes.includes('&') || columnAttributesOf(tag).length > 0) return UNUSUAL;
    const place = this.order.placeOf(tag.name);
    if (place < next) return UNUSUAL;
    const { info } = this.order.elements[place]!;
    record[info.name] = isNil(tag) ? null : typedValue('', info);
    this.#at = end;
    return place + 1;
  }

  /** Where the character data from here ends. Sets `#isAscii` and `#isPlain`. */
  #dataEnd(bytes: Buffer, start: number): number {
    let isPlain = true;
    let all = 0;
    let at = start;
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === LESS) break;
      if (byte === AMPERSAND || byte === CARRIAGE_RETURN) isPlain = false;
      all |= byte;
    }
    this.#isPlain = isPlain;
    this.#isAscii = all < FIRST_BEYOND_ASCII;
    return at;
  }
}
