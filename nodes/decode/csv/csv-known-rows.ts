/** Rows of Csv whose columns are known, read byte by byte. Whatever is unusual about a row is left to the grammar. */
import type { ColumnInfo, DataRecord } from '../../record';
import { CR, FIRST_BEYOND_ASCII, LF, QUOTE } from '../ascii';
import { PieceView, standsAt } from '../piece-view';
import { typedBytes } from '../typed-values';
import type { CsvSyntax } from './csv-grammar';

const CR_LF = Buffer.of(CR, LF);
const LINE_ENDS = { lf: Buffer.of(LF), cr: Buffer.of(CR), 'cr lf': CR_LF };
const UNUSUAL = -1;

export class CsvKnownRows {
  readonly #piece = new PieceView();
  readonly #delimiter: Buffer;
  readonly #lineEnd: Buffer;
  readonly #otherLineEnd: Buffer;
  #isAscii = true;

  constructor(
    private readonly fields: readonly ColumnInfo[],
    { delimiter, lineEnd }: CsvSyntax,
  ) {
    this.#delimiter = delimiter;
    this.#lineEnd = LINE_ENDS[lineEnd];
    this.#otherLineEnd = lineEnd === 'lf' ? CR_LF : this.#lineEnd;
  }

  /** The bytes to read from now on. */
  lookAt(bytes: Buffer): void {
    this.#piece.lookAt(bytes);
  }

  /**
   * Reads the row that begins at `start`.
   * @param end behind the last line end, or where the text ends
   * @returns behind its line end; -1 when it is unusual or not complete, and then `record` is of no use
   */
  read(start: number, end: number, record: DataRecord): number {
    const { fields } = this;
    const { bytes } = this.#piece;
    const last = fields.length - 1;
    let at = start;
    for (let index = 0; ; index++) {
      const isQuoted = bytes[at] === QUOTE;
      const from = isQuoted ? at + 1 : at;
      const to = isQuoted ? this.#closingQuote(bytes, from, end) : this.#plainEnd(bytes, from, end);
      const field = fields[index]!;
      record[field.name] = typedBytes(this.#piece, from, to, this.#isAscii, field);
      const next = isQuoted ? to + 1 : to;
      if (index === last) return this.#behindLineEnd(bytes, next);
      if (!standsAt(bytes, next, this.#delimiter)) return UNUSUAL;
      at = next + this.#delimiter.length;
    }
  }

  /** The same without a record; a quote that stands for itself is nothing unusual here. */
  skim(start: number, end: number): number {
    const { bytes } = this.#piece;
    const last = this.fields.length - 1;
    const delimiter = this.#delimiter[0]!;
    let at = start;
    for (let index = 0; ; index++) {
      if (bytes[at] === QUOTE) at = behindQuotes(bytes, at, end);
      else while (at < end && bytes[at] !== delimiter && bytes[at]! > CR) at++;
      if (index === last) return this.#behindLineEnd(bytes, at);
      if (!standsAt(bytes, at, this.#delimiter)) return UNUSUAL;
      at += this.#delimiter.length;
    }
  }

  #behindLineEnd(bytes: Buffer, at: number): number {
    if (standsAt(bytes, at, this.#lineEnd)) return at + this.#lineEnd.length;
    return standsAt(bytes, at, this.#otherLineEnd) ? at + this.#otherLineEnd.length : UNUSUAL;
  }

  /** The first quote, or the end. Sets `#isAscii`. */
  #closingQuote(bytes: Buffer, from: number, end: number): number {
    let all = 0;
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      all |= byte;
    }
    this.#isAscii = all < FIRST_BEYOND_ASCII;
    return at;
  }

  /** What may be a delimiter or line end, or the end. Sets `#isAscii`. */
  #plainEnd(bytes: Buffer, from: number, end: number): number {
    const delimiter = this.#delimiter[0]!;
    let all = 0;
    let at = from;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === delimiter || byte <= CR) break;
      all |= byte;
    }
    this.#isAscii = all < FIRST_BEYOND_ASCII;
    return at;
  }
}

/** Behind the quote that closes the one at `open`, or the end. */
function behindQuotes(bytes: Buffer, open: number, end: number): number {
  let at = open + 1;
  for (; at < end; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (at + 1 >= end || bytes[at + 1] !== QUOTE) return at + 1;
    at++;
  }
  return end;
}
