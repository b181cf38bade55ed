/**
 * Csv by the grammar of RFC 4180: which line end a text has, and how a row is taken apart. A quote inside a field that
 * does not begin with one is a character like any other.
 */
import type { Phrase } from '../../errors';
import { CR, LF, QUOTE } from '../ascii';
import { standsAt } from '../piece-view';

/** `lf`: the first row ends in LF; others may end in CR LF, which no other reading explains. */
export type LineEnd = 'lf' | 'cr lf' | 'cr';

/** How the lines of an answer are written; the same in all of it. */
export interface CsvSyntax {
  delimiter: Buffer;
  lineEnd: LineEnd;
}

export type CsvRow =
  /** @property isCut whether the text ends without a line end */
  | { kind: 'row'; cells: string[]; end: number; isCut: boolean }
  | { kind: 'incomplete' }
  | { kind: 'malformed'; detail: Phrase };

/** Behind the last line end; the end of the bytes when these are all. */
export function endOfRows(bytes: Buffer, final: boolean, lineEnd: LineEnd): number {
  return final ? bytes.length : bytes.lastIndexOf(lineEnd === 'cr' ? CR : LF) + 1;
}

/** The first line end outside quotes; nothing while it has not arrived. */
export function findLineEnd(bytes: Buffer, start: number, delimiter: Buffer): LineEnd | undefined {
  let fieldStart = start;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LF) return 'lf';
    if (byte === CR) {
      if (at + 1 === bytes.length) return undefined;
      return bytes[at + 1] === LF ? 'cr lf' : 'cr';
    }
    if (byte === QUOTE && at === fieldStart) {
      at = closingQuote(bytes, at, bytes.length);
      if (at < 0) return undefined;
    } else if (standsAt(bytes, at, delimiter)) {
      at += delimiter.length - 1;
      fieldStart = at + 1;
    }
  }
  return undefined;
}

/**
 * Takes the row that begins at `start` apart.
 * @param end where the bytes end; a line end when `final`
 */
export function csvRow(
  bytes: Buffer,
  start: number,
  end: number,
  final: boolean,
  { delimiter, lineEnd }: CsvSyntax,
): CsvRow {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    if (bytes[at] === QUOTE && at < end) {
      const close = closingQuote(bytes, at, end);
      if (close < 0) return { kind: 'incomplete' };
      cells.push(bytes.toString('utf8', at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const stop = plainFieldEnd(bytes, at, end, delimiter);
      if (stop === end && !final) return { kind: 'incomplete' };
      cells.push(bytes.toString('utf8', at, stop));
      at = stop;
    }
    if (at < end && standsAt(bytes, at, delimiter)) {
      at += delimiter.length;
      continue;
    }
    return rowEnd(bytes, at, end, final, lineEnd, cells);
  }
}

function rowEnd(bytes: Buffer, at: number, end: number, final: boolean, lineEnd: LineEnd, cells: string[]): CsvRow {
  if (at === end) return final ? { kind: 'row', cells, end, isCut: true } : { kind: 'incomplete' };
  if (bytes[at] !== CR && bytes[at] !== LF) return { kind: 'malformed', detail: { phrase: 'csv-behind-quote' } };
  if (lineEnd !== 'cr' && bytes[at] === CR && at + 1 === end) return { kind: 'incomplete' };
  const length = lineEndLength(bytes, at, lineEnd);
  if (length > 0) return { kind: 'row', cells, end: at + length, isCut: false };
  return { kind: 'malformed', detail: { phrase: 'csv-other-line-end' } };
}

/** Bytes of the line end at this place; 0 when it is another than the rows have. */
function lineEndLength(bytes: Buffer, at: number, lineEnd: LineEnd): number {
  if (lineEnd === 'cr') return bytes[at] === CR ? 1 : 0;
  if (bytes[at] === LF) return lineEnd === 'lf' ? 1 : 0;
  return bytes[at + 1] === LF ? 2 : 0;
}

function plainFieldEnd(bytes: Buffer, start: number, end: number, delimiter: Buffer): number {
  let at = start;
  while (at < end && bytes[at] !== CR && bytes[at] !== LF && !standsAt(bytes, at, delimiter)) at++;
  return at;
}

/** The quote that closes the one at `open`; two in a row stand for one. -1 when it is not among the bytes. */
function closingQuote(bytes: Buffer, open: number, end: number): number {
  let at = bytes.indexOf(QUOTE, open + 1);
  while (at >= 0 && at < end && bytes[at + 1] === QUOTE && at + 1 < end) at = bytes.indexOf(QUOTE, at + 2);
  return at < end ? at : -1;
}
