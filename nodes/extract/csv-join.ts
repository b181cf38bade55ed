/**
 * Puts the answers of several windows together to one Csv: the header line of the first stays, those of the others must
 * be the same and go; between two is one line end. What cannot be put together exactly is refused.
 */
import type { Answer } from '../client/request';
import { CR, LF } from '../decode/ascii';
import { csvRow, endOfRows, type LineEnd } from '../decode/csv/csv-grammar';
import { csvOpening, OtherDelimiter } from '../decode/csv/csv-opening';
import { hasLettersAsBytes } from '../secrets/finding/written-otherwise';
import { csvAsked } from './plan-reader';
import type { RunPlan } from './run-plan';

const EMPTY = Buffer.alloc(0);
const MARK = Buffer.from('\ufeff');
const LINE_ENDS: Readonly<Record<LineEnd, Buffer>> = {
  lf: Buffer.of(LF),
  cr: Buffer.of(CR),
  'cr lf': Buffer.of(CR, LF),
};

/** Thrown where a window is not written as those before. */
export class WindowsDiffer extends Error {}

/** How the first window is written; `foreign` where that is not known, so that nothing can follow it. */
type Style = { kind: 'foreign' } | { kind: 'rows'; first: FirstRow; charset: string };

interface FirstRow {
  /** Bytes up to the end of the row, without its line end. */
  row: Buffer;
  fields: number;
  delimiter: string;
  lineEnd: LineEnd;
  /** Behind its line end, in bytes behind the byte order mark. */
  end: number;
  /** Whether it has no line end: the answer is at its end. */
  isCut: boolean;
}

/** Is given the answers of the windows, one after another, as their bytes come. */
export class CsvJoin {
  #style: Style | undefined;
  /** Line ends at the end of what was passed: whether they stay depends on what follows. */
  #lineEnds: Buffer = EMPTY;
  /** What came of the present window, until its first row is whole; then undefined. */
  #front: Buffer | undefined = EMPTY;
  #dropped: Buffer = EMPTY;
  #charset = '';

  constructor(readonly plan: RunPlan) {}

  /** @returns what undoes all from here on */
  mark(): () => void {
    const [style, lineEnds] = [this.#style, this.#lineEnds];
    return () => {
      this.#style = style;
      this.#lineEnds = lineEnds;
    };
  }

  begin({ charset }: Pick<Answer, 'charset'>): void {
    this.#front = EMPTY;
    this.#dropped = EMPTY;
    this.#charset = charset ?? '';
  }

  /** What of the present window was left out in front, and what was not written yet. */
  get aside(): { dropped: Buffer; held: Buffer } {
    return { dropped: this.#dropped, held: Buffer.concat([this.#lineEnds, this.#front ?? EMPTY]) };
  }

  /** @throws WindowsDiffer */
  pass(bytes: Buffer): Buffer {
    if (!this.#front) return this.#withoutLineEnds(bytes);
    this.#front = Buffer.concat([this.#front, bytes]);
    return this.#open(false);
  }

  /** The window is complete. @throws WindowsDiffer */
  endWindow(): Buffer {
    return this.#front ? this.#open(true) : EMPTY;
  }

  /** All windows are. */
  end(): Buffer {
    return this.#lineEnds;
  }

  #open(final: boolean): Buffer {
    const front = this.#front!;
    if (front.length === 0) return EMPTY;
    const hasMark = front.subarray(0, MARK.length).equals(MARK);
    const text = hasMark ? front.subarray(MARK.length) : front;
    const first = hasLettersAsBytes(this.#charset || undefined, front) ? this.#firstRow(text, final) : 'unknown';
    if (first === undefined) return EMPTY;
    this.#front = undefined;
    if (this.#style === undefined) {
      this.#style = first === 'unknown' ? { kind: 'foreign' } : { kind: 'rows', first, charset: this.#charset };
      return this.#withoutLineEnds(front);
    }
    if (this.#style.kind === 'foreign' || first === 'unknown') throw new WindowsDiffer();
    if (this.#style.charset !== this.#charset || !this.#isAlike(this.#style.first, first)) throw new WindowsDiffer();
    // A header line alone, without a line end, does not say how lines end.
    if (this.#style.first.isCut) this.#style = { ...this.#style, first };
    return this.#append(text, first, this.#style.first.lineEnd, front);
  }

  #append(text: Buffer, first: FirstRow, lineEnd: LineEnd, front: Buffer): Buffer {
    const rows = csvAsked(this.plan).headers ? text.subarray(first.end) : text;
    this.#dropped = front.subarray(0, front.length - rows.length);
    if (rows.length === 0 || isLineEnds(rows)) return EMPTY;
    this.#lineEnds = LINE_ENDS[lineEnd];
    return this.#withoutLineEnds(rows);
  }

  /** A header line must be the same to the byte; without one, the rows must have as many fields. */
  #isAlike(one: FirstRow, other: FirstRow): boolean {
    const isWritten = one.delimiter === other.delimiter && (other.isCut || one.isCut || one.lineEnd === other.lineEnd);
    return isWritten && (csvAsked(this.plan).headers ? one.row.equals(other.row) : one.fields === other.fields);
  }

  /** @returns nothing while it is not whole; `unknown` where it cannot be read */
  #firstRow(text: Buffer, final: boolean): FirstRow | 'unknown' | undefined {
    const { delimiter, headers } = csvAsked(this.plan);
    try {
      const opening = csvOpening(text, final, { delimiter, headers, expected: this.plan.columns });
      if (!opening) return undefined;
      const syntax = { delimiter: Buffer.from(opening.delimiter), lineEnd: opening.lineEnd };
      const row = csvRow(text, opening.start, endOfRows(text, final, opening.lineEnd), final, syntax);
      if (row.kind === 'incomplete' && !final) return undefined;
      if (row.kind !== 'row') return 'unknown';
      const { cells, end, isCut } = row;
      return { ...opening, row: withoutEnd(Buffer.from(text.subarray(0, end))), fields: cells.length, end, isCut };
    } catch (error) {
      if (error instanceof OtherDelimiter) return 'unknown';
      throw error;
    }
  }

  #withoutLineEnds(bytes: Buffer): Buffer {
    let end = bytes.length;
    while (end > 0 && isLineEnd(bytes[end - 1]!)) end--;
    if (end === 0) {
      this.#lineEnds = Buffer.concat([this.#lineEnds, bytes]);
      return EMPTY;
    }
    const passed = bytes.subarray(0, end);
    const before = this.#lineEnds;
    this.#lineEnds = Buffer.from(bytes.subarray(end));
    return before.length === 0 ? passed : Buffer.concat([before, passed]);
  }
}

function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

function isLineEnds(bytes: Buffer): boolean {
  return bytes.every(isLineEnd);
}

function withoutEnd(row: Buffer): Buffer {
  let end = row.length;
  while (end > 0 && isLineEnd(row[end - 1]!)) end--;
  return row.subarray(0, end);
}
