/**
 * What the beginning of a Csv says of the rest: its delimiter and its line ends.
 *
 * The delimiter is the one asked for, unless
 * - a first line says another, as Excel's `sep=;` does; that line is no row;
 * - with the one asked for there is a single column, and with another common one there are several, of which the
 *   catalogue has most.
 * A single column that another common delimiter cuts into as many fields in every row as in the first is refused: no one
 * can tell which it is.
 */
import type { Column } from '../../catalogue/schema';
import { type CsvSyntax, csvRow, endOfRows, findLineEnd, type LineEnd } from './csv-grammar';

export interface CsvOpening {
  delimiter: string;
  lineEnd: LineEnd;
  /** Where the rows begin, the header line included. */
  start: number;
}

export interface Asked {
  delimiter: string;
  headers: boolean;
  /** The columns of the catalogue. */
  expected: readonly Column[];
}

/** The other delimiter that a single column seems to be cut by. */
export class OtherDelimiter extends Error {
  constructor(readonly delimiter: string) {
    super(delimiter);
  }
}

const COMMON = [',', ';', '\t', '|'];
/** So many rows behind the first show whether another delimiter cuts them alike. */
const ROWS_COMPARED = 32;
const LONGEST_SEP_LINE = 64;
const SEP_LINE = /^("?)sep=([^\r\n]+?)\1(\r\n|\r|\n|$)/i;
/** Excel takes one sign. */
const SIGN = /^[^\p{L}\p{N}\s"]$|^\t$/u;

/**
 * @param final whether these are all bytes
 * @returns nothing while there are too few of them
 * @throws OtherDelimiter
 */
export function csvOpening(bytes: Buffer, final: boolean, asked: Asked): CsvOpening | undefined {
  const asAsked = openingAt(bytes, 0, final, asked.delimiter);
  if (asAsked === undefined) return undefined;
  const sep = sepLine(bytes, asked.delimiter);
  if (sep !== undefined) return openingAt(bytes, sep.end, final, sep.delimiter);
  const [first] = rowsOf(bytes, final, asAsked, 1).rows;
  return first?.length === 1 ? ofSingleColumn(first[0]!, bytes, final, asAsked, asked) : asAsked;
}

function openingAt(bytes: Buffer, start: number, final: boolean, delimiter: string): CsvOpening | undefined {
  const lineEnd = findLineEnd(bytes, start, Buffer.from(delimiter)) ?? (final ? 'lf' : undefined);
  return lineEnd === undefined ? undefined : { delimiter, lineEnd, start };
}

function sepLine(bytes: Buffer, asked: string): { delimiter: string; end: number } | undefined {
  const line = SEP_LINE.exec(bytes.toString('utf8', 0, LONGEST_SEP_LINE));
  const delimiter = line?.[2] ?? '';
  if (line === null || (delimiter !== asked && !SIGN.test(delimiter))) return undefined;
  return { delimiter, end: Buffer.byteLength(line[0]) };
}

/** @param first field of the only column */
function ofSingleColumn(
  first: string,
  bytes: Buffer,
  final: boolean,
  asAsked: CsvOpening,
  asked: Asked,
): CsvOpening | undefined {
  if (isColumn(first, asked)) return asAsked;
  for (const delimiter of COMMON) {
    if (!first.includes(delimiter)) continue;
    const opening = { ...asAsked, delimiter };
    const { rows, isWhole } = rowsOf(bytes, final, opening, ROWS_COMPARED);
    const cells = rows[0] ?? [];
    if (cells.length < 2) continue;
    if (rows.length < ROWS_COMPARED && isWhole && !final) return undefined;
    const isAlike = isWhole && rows.every(({ length }) => length === cells.length);
    if (isOfCatalogue(cells, isAlike, asked)) return opening;
    if (isAlike) throw new OtherDelimiter(delimiter);
  }
  return asAsked;
}

function isColumn(name: string, { headers, expected }: Asked): boolean {
  if (!headers) return expected.length === 1;
  return expected.some((column) => column.name.toLowerCase() === name.toLowerCase());
}

function isOfCatalogue(cells: readonly string[], isAlike: boolean, asked: Asked): boolean {
  if (!asked.headers) return isAlike && cells.length === asked.expected.length;
  return cells.filter((name) => isColumn(name, asked)).length * 2 > cells.length;
}

/**
 * The first rows, empty lines left out.
 * @returns false for `isWhole` when the text stops inside a row or one is not well-formed
 */
function rowsOf(
  bytes: Buffer,
  final: boolean,
  { delimiter, lineEnd, start }: CsvOpening,
  most: number,
): { rows: string[][]; isWhole: boolean } {
  const syntax: CsvSyntax = { delimiter: Buffer.from(delimiter), lineEnd };
  const end = endOfRows(bytes, final, lineEnd);
  const rows: string[][] = [];
  let at = start;
  while (at < end && rows.length < most) {
    const row = csvRow(bytes, at, end, final, syntax);
    if (row.kind !== 'row') return { rows, isWhole: row.kind === 'incomplete' && !final };
    if (row.cells.length > 1 || row.cells[0] !== '') rows.push(row.cells);
    at = row.end;
  }
  return { rows, isWhole: true };
}
