/** Csv as bytes: which line end a text has, and how a row with quotes is taken apart (RFC 4180). */
import type { Phrase } from '../errors';
import { standsAt } from './piece-view';

export const LF = 10;
export const CR = 13;
export const QUOTE = 34;

export type LineEnd = 'lf' | 'cr lf' | 'cr';

export interface CsvSyntax {
  delimiter: Buffer;
  lineEnd: LineEnd;
}

export type QuotedRow =
  | { kind: 'row'; cells: string[]; end: number }
  | { kind: 'incomplete' }
  | { kind: 'malformed'; detail: Phrase };

/** The byte that ends a line; before it, CR LF has another. */
export function lastByteOf(lineEnd: LineEnd): number {
  return lineEnd === 'cr' ? CR : LF;
}

/** The first line end outside quotes; nothing while it has not arrived. */
export function findLineEnd(bytes: Buffer, delimiter: Buffer): LineEnd | undefined {
  let fieldStart = 0;
  for (let at = 0; at < bytes.length; at++) {
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
export function quotedRow(
  bytes: Buffer,
  start: number,
  end: number,
  final: boolean,
  { delimiter, lineEnd }: CsvSyntax,
): QuotedRow {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    if (bytes[at] === QUOTE && at < end) {
      const close = closingQuote(bytes, at, end);
      if (close < 0) return { kind: 'incomplete' };
      cells.push(bytes.toString('utf8', at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const stop = plainFieldEnd(bytes, at, end, delimiter, lineEnd);
      const isCutLineEnd = lineEnd === 'cr lf' && stop > at && bytes[stop - 1] === CR;
      if (stop === end && (!final || isCutLineEnd)) return { kind: 'incomplete' };
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

function rowEnd(bytes: Buffer, at: number, end: number, final: boolean, lineEnd: LineEnd, cells: string[]): QuotedRow {
  if (at === end) return final ? { kind: 'row', cells, end } : { kind: 'incomplete' };
  if (lineEnd === 'cr lf' && bytes[at] === CR) {
    if (at + 1 === end) return { kind: 'incomplete' };
    if (bytes[at + 1] === LF) return { kind: 'row', cells, end: at + 2 };
  }
  if (lineEnd !== 'cr lf' && bytes[at] === lastByteOf(lineEnd)) return { kind: 'row', cells, end: at + 1 };
  return { kind: 'malformed', detail: { phrase: 'csv-behind-quote' } };
}

function plainFieldEnd(bytes: Buffer, at: number, end: number, delimiter: Buffer, lineEnd: LineEnd): number {
  const line = bytes.indexOf(lastByteOf(lineEnd), at);
  const field = bytes.indexOf(delimiter, at);
  if (field >= 0 && field < end && (line < 0 || field < line)) return field;
  if (line < 0 || line >= end) return end;
  return lineEnd === 'cr lf' && line > at && bytes[line - 1] === CR ? line - 1 : line;
}

/** The quote that closes the one at `open`; two in a row stand for one. -1 when it is not among the bytes. */
function closingQuote(bytes: Buffer, open: number, end: number): number {
  let at = bytes.indexOf(QUOTE, open + 1);
  while (at >= 0 && at < end && bytes[at + 1] === QUOTE && at + 1 < end) at = bytes.indexOf(QUOTE, at + 2);
  return at < end ? at : -1;
}
