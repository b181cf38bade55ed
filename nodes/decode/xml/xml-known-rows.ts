/**
 * Rows of XML that are like the rows before: known elements in the known order with nothing but text in them, read byte
 * by byte. Whatever is unusual about a row is left to the grammar.
 */
import type { ColumnInfo, DataRecord } from '../../record';
import { AMPERSAND, CR, FIRST_BEYOND_ASCII, GREATER, LESS, SLASH, skipSpace } from '../ascii';
import type { KnownOrder } from '../known-order';
import { type BytePattern, PieceView } from '../piece-view';
import { typedBytes, typedValue } from '../typed-values';
import { XmlMarks } from './xml-marks';
import {
  columnAttributesOf,
  isNil,
  type StartTag,
  startTagAt,
  type TextElement,
  textElementAt,
  XmlError,
} from './xml-tags';
import { characterData } from './xml-text';

const UNUSUAL = -1;

export class XmlKnownRows {
  readonly #piece = new PieceView();
  /** Where the row is read. */
  #at = 0;
  /** Of the character data looked at last: whether it is ASCII, and the text it stands for. */
  #isAscii = true;
  #isPlain = true;
  #skims = false;

  constructor(private readonly order: KnownOrder) {}

  /** The bytes to read from now on. @param skims whether rows are only checked: what is plain is put into no record */
  lookAt(bytes: Buffer, skims: boolean): void {
    this.#piece.lookAt(bytes);
    this.#skims = skims;
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
      const passed = place < 0 ? UNUSUAL : this.#addElements(record, at, place);
      next = passed < 0 ? this.#addOther(record, at, next) : passed;
      if (next < 0) return UNUSUAL;
    }
  }

  /**
   * Adds the element at `at` and those behind it, as long as they come in the known order with only text in them. Moves
   * `#at` behind the last.
   * @returns the first place in the order that the row has not passed; -1 when no element was added
   */
  #addElements(record: DataRecord, at: number, first: number): number {
    const { bytes } = this.#piece;
    const { fields } = this.order;
    let place = first;
    let behind = at;
    let start = at + fields[place]!.before.length;
    for (;;) {
      const field = fields[place]!;
      const stop = this.#dataEnd(bytes, start);
      const joint = this.order.jointOf(field);
      const isFollowed = joint !== undefined && this.#piece.has(joint, stop);
      const isText = isFollowed || this.#piece.has(field.behind, stop);
      if (!isText || !this.#addValue(record, start, stop, field.column.info)) break;
      behind = stop + field.behind.length;
      place++;
      if (!isFollowed) break;
      start = stop + joint.length;
    }
    this.#at = behind;
    return place === first ? UNUSUAL : place;
  }

  #addValue(record: DataRecord, start: number, end: number, info: ColumnInfo): boolean {
    if (this.#isPlain) {
      if (this.#skims) return true;
      record[info.name] = typedBytes(this.#piece, start, end, this.#isAscii, info);
      return true;
    }
    const text = characterData(this.#piece.text(start, end, this.#isAscii));
    if (text === undefined) return false;
    record[info.name] = typedValue(text, info);
    return true;
  }

  /**
   * Adds an element that is known, but written in another way: empty, or with CDATA sections or comments in it.
   * @returns the first place in the order that the row has not passed; -1 when it is something else
   */
  #addOther(record: DataRecord, at: number, next: number): number {
    const { bytes } = this.#piece;
    const tagEnd = bytes.indexOf(GREATER, at) + 1;
    if (bytes[at] !== LESS || tagEnd === 0) return UNUSUAL;
    const tag = startTagAt(bytes.toString('utf8', at, tagEnd), 0);
    if (tag === undefined || hasReference(tag) || columnAttributesOf(tag).length > 0) return UNUSUAL;
    const place = this.order.placeOf(tag.name);
    if (place < next) return UNUSUAL;
    const { info } = this.order.fields[place]!.column;
    const end = tag.isEmpty ? tagEnd : behindText(bytes, tagEnd);
    const element = end < 0 ? undefined : wholeElement(bytes.toString('utf8', at, end));
    if (element === undefined) return UNUSUAL;
    record[info.name] = isNil(tag) ? null : typedValue(element.text, info);
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
      if (byte === AMPERSAND || byte === CR) isPlain = false;
      all |= byte;
    }
    this.#isPlain = isPlain;
    this.#isAscii = all < FIRST_BEYOND_ASCII;
    return at;
  }
}

function hasReference({ attributes }: StartTag): boolean {
  return attributes.some(([, value]) => value.includes('&'));
}

/**
 * Behind the end tag of the element whose text begins at `start`, past the comments and CDATA sections in it.
 * @returns -1 when it has elements in it, or is not complete
 */
function behindText(bytes: Buffer, start: number): number {
  const marks = new XmlMarks(bytes);
  let at = bytes.indexOf(LESS, start);
  while (at >= 0 && marks.isSection(at)) {
    const behind = marks.behindSection(at);
    at = behind < 0 ? -1 : bytes.indexOf(LESS, behind);
  }
  return at >= 0 && bytes[at + 1] === SLASH ? marks.behindTag(at) : -1;
}

/** The element that is all of the text; nothing where it is none, or the text ends inside it. */
function wholeElement(text: string): TextElement | undefined {
  try {
    const element = textElementAt(text, 0);
    return element?.end === text.length ? element : undefined;
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}
