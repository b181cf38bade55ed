/**
 * Csv by RFC 4180: rows of fields, quoted where needed. Nearly all are read by what is known of them (`csv-known-rows.ts`);
 * of the others, those without a quote are cut at the line end and split at the delimiters, those with one are taken
 * apart by the grammar (`csv-grammar.ts`). A quote inside a field that does not begin with one is a character like any
 * other.
 *
 * Names: the header line; without one, the catalogue's columns when their number fits, else Column1, Column2 …
 * Line ends: the first one says which it is (CR LF, LF or CR); behind LF, CR LF is taken for one, too. A row that ends
 * otherwise is refused. How the delimiter is found: `csv-opening.ts`.
 * Rows count from 1 in errors, the header line included. Csv cannot prove its own end: a text cut between two rows, or
 * inside the last field, looks whole, and only the transport can tell.
 */
import type { Column } from '../../catalogue/schema';
import type { Phrase } from '../../errors';
import type { ColumnInfo, DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import type { Limits } from '../limits';
import { PieceView } from '../piece-view';
import { Pieces } from '../pieces';
import type { RecordReader } from '../record-reader';
import { typedValue } from '../typed-values';
import { refuseUnlessUtf8 } from '../utf8';
import { CR, type CsvSyntax, endOfRows, lastByteOf, QUOTE, quotedRow } from './csv-grammar';
import { CsvKnownRows } from './csv-known-rows';
import { type CsvOpening, csvOpening, OtherDelimiter } from './csv-opening';

interface Piece {
  bytes: Buffer;
  /** Behind the last line end; the end of the bytes in the last piece. */
  end: number;
  final: boolean;
  syntax: CsvSyntax;
}

export interface CsvOptions {
  delimiter: string;
  headers: boolean;
}

export class CsvRecords implements RecordReader {
  readonly #asked: string;
  readonly #pieces: Pieces;
  readonly #view = new PieceView();
  #delimiter = '';
  /** Known once the beginning is read. */
  #syntax: CsvSyntax | undefined;
  #fields: ColumnInfo[] | undefined;
  /** Reads the rows behind the first, once the columns are known. */
  #rows: CsvKnownRows | undefined;
  #row = 0;
  /** An empty line, which is only right behind the last row. */
  #emptyRow: number | undefined;

  constructor(
    private readonly options: CsvOptions,
    private readonly expected: readonly Column[],
    private readonly known: AnswerColumns,
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {
    this.#asked = options.delimiter || ',';
    this.#pieces = new Pieces(limits, faults);
  }

  write(chunk: Buffer): DataRecord[] {
    return this.#pieces.add(chunk) ? this.#read(false) : [];
  }

  end(): DataRecord[] {
    return this.#read(true);
  }

  columns(): ColumnInfo[] {
    return this.known.list();
  }

  #read(final: boolean): DataRecord[] {
    const records: DataRecord[] = [];
    const { bytes } = this.#pieces;
    const start = this.#syntax === undefined ? this.#open(bytes, final) : 0;
    this.#pieces.use(
      this.#syntax === undefined ? 0 : this.#readRows(this.#piece(bytes, final, this.#syntax), start, records),
    );
    return records;
  }

  /** Finds the syntax, if the bytes show it. @returns where the rows begin */
  #open(bytes: Buffer, final: boolean): number {
    const opening = this.#opening(bytes, final);
    if (opening === undefined) return 0;
    const { delimiter, lineEnd, start } = opening;
    this.#delimiter = delimiter;
    this.#syntax = { delimiter: Buffer.from(delimiter), lineEnd };
    if (start > 0) this.#row++;
    return start;
  }

  #opening(bytes: Buffer, final: boolean): CsvOpening | undefined {
    const asked = { delimiter: this.#asked, headers: this.options.headers, expected: this.expected };
    try {
      return csvOpening(bytes, final, asked);
    } catch (error) {
      if (!(error instanceof OtherDelimiter)) throw error;
      const facts = { found: JSON.stringify(error.delimiter) };
      throw this.faults.malformed(atRow(1), { phrase: 'csv-other-delimiter', facts });
    }
  }

  #piece(bytes: Buffer, final: boolean, syntax: CsvSyntax): Piece {
    const end = endOfRows(bytes, final, syntax.lineEnd);
    refuseUnlessUtf8(bytes, 0, end, this.#pieces.start, this.faults);
    this.#view.lookAt(bytes);
    return { bytes, end, final, syntax };
  }

  /** @returns where the first row that is not complete begins */
  #readRows(piece: Piece, start: number, out: DataRecord[]): number {
    const { bytes, end, final, syntax } = piece;
    const lastByte = lastByteOf(syntax.lineEnd);
    let quote = -1;
    let at = start;
    while (at < end) {
      const behind = this.#knownRow(at, end, out);
      if (behind > at) {
        at = behind;
        continue;
      }
      if (quote < at) quote = found(bytes.indexOf(QUOTE, at), end);
      const stop = found(bytes.indexOf(lastByte, at), end);
      this.#row++;
      if (quote >= stop) {
        this.#cells(this.#lineText(piece, at, stop).split(this.#delimiter), stop === end, out);
        at = Math.min(stop + 1, end);
        continue;
      }
      const row = quotedRow(bytes, at, end, final, syntax);
      if (row.kind === 'malformed') throw this.#malformed(row.detail);
      if (row.kind === 'incomplete') {
        if (final) throw this.#truncated();
        this.#row--;
        return at;
      }
      this.#cells(row.cells, row.end === end && final, out);
      at = row.end;
    }
    return at;
  }

  /** @returns behind the row, which is in `out` then; 0 when it is not for this way of reading */
  #knownRow(start: number, end: number, out: DataRecord[]): number {
    if (this.#rows === undefined) return 0;
    const record: DataRecord = {};
    const behind = this.#rows.read(start, end, record);
    if (behind < 0 || behind - start > this.limits.value) return 0;
    this.#row++;
    this.#refuseEmptyRowBefore();
    out.push(record);
    return behind;
  }

  #lineText({ bytes, end, syntax: { lineEnd } }: Piece, start: number, stop: number): string {
    const carriageReturn = lineEnd !== 'cr' && stop > start && bytes[stop - 1] === CR;
    if (carriageReturn && stop === end) throw this.#truncated();
    const line = bytes.toString('utf8', start, carriageReturn ? stop - 1 : stop);
    const isOther = lineEnd === 'cr lf' && !carriageReturn && stop < end;
    if (isOther || line.includes(lineEnd === 'cr' ? '\n' : '\r')) {
      throw this.#malformed({ phrase: 'csv-other-line-end' });
    }
    return line;
  }

  /** @param cut whether the text ends here without a line end */
  #cells(cells: string[], cut: boolean, out: DataRecord[]): void {
    for (const cell of cells) {
      if (cell.length > this.limits.value) {
        const facts = { row: this.#row, limit: this.limits.value };
        throw this.faults.limit({ phrase: 'value-too-long-in-row', facts });
      }
    }
    if (this.#isEmptyRow(cells)) {
      this.#emptyRow ??= this.#row;
      return;
    }
    this.#refuseEmptyRowBefore();
    if (this.#fields === undefined) {
      this.#fields = this.known.named(this.#names(cells));
      this.#rows = new CsvKnownRows(this.#fields, this.#syntax!, this.#view);
      if (this.options.headers) return;
    }
    if (cells.length !== this.#fields.length) throw this.#ragged(cells.length, cut);
    const record: DataRecord = {};
    this.#fields.forEach((field, index) => {
      const cell = cells[index]!;
      record[field.name] = typedValue(cell, field);
    });
    out.push(record);
  }

  #names(firstRow: string[]): readonly string[] {
    // Some writers put a byte order mark inside the quotes of the first name, behind the one of the file.
    if (this.options.headers) return firstRow.map((name, index) => (index === 0 ? name.replace(/^\uFEFF+/, '') : name));
    if (firstRow.length === this.expected.length) return this.expected.map(({ name }) => name);
    return firstRow.map((_, index) => `Column${index + 1}`);
  }

  /** Where there is one column, an empty line is a row with an empty field. */
  #isEmptyRow(cells: string[]): boolean {
    if (cells.length > 1 || cells[0] !== '') return false;
    return this.#fields === undefined ? this.options.headers : this.#fields.length > 1;
  }

  #refuseEmptyRowBefore(): void {
    if (this.#emptyRow === undefined) return;
    throw this.faults.malformed(atRow(this.#emptyRow), { phrase: 'csv-empty-line' });
  }

  #ragged(count: number, cut: boolean): Error {
    const wanted = this.#fields!.length;
    if (cut && count < wanted) return this.#truncated();
    return this.#malformed({ phrase: 'csv-field-count', facts: { found: count, wanted } });
  }

  #malformed(detail: Phrase): Error {
    return this.faults.malformed(atRow(this.#row), detail);
  }

  #truncated(): Error {
    return this.faults.truncated(this.#pieces.start + this.#pieces.bytes.length);
  }
}

function atRow(row: number): Phrase {
  return { phrase: 'at-row', facts: { row } };
}

function found(index: number, otherwise: number): number {
  return index < 0 || index > otherwise ? otherwise : index;
}
