/**
 * Csv by RFC 4180: rows of fields, quoted where needed. Nearly all are read by what is known of them (`csv-rows.ts`);
 * of the others, those without a quote are cut at the line end and split at the delimiters, those with one are taken
 * apart by the grammar (`csv-syntax.ts`). A quote inside a field that does not begin with one is a character like any
 * other.
 *
 * Names: the header line; without one, the catalogue's columns when their number fits, else Column1, Column2 …
 * Line ends: the first one says which it is (CR LF, LF or CR); a row that ends otherwise is refused.
 * Rows count from 1 in errors, the header line included. Csv cannot prove its own end: a text cut between two rows, or
 * inside the last field, looks whole, and only the transport can tell.
 */
import type { Column } from '../catalogue/schema';
import type { Phrase } from '../errors';
import type { AnswerColumns } from './answer-columns';
import type { AnswerFaults } from './answer-faults';
import { CsvRows } from './csv-rows';
import { CR, findLineEnd, type LineEnd, lastByteOf, QUOTE, quotedRow } from './csv-syntax';
import type { Limits } from './limits';
import { PieceView } from './piece-view';
import { Pieces } from './pieces';
import type { ColumnInfo, DataRecord, RecordReader } from './record-reader';
import { typedValue } from './typed-values';
import { refuseUnlessUtf8 } from './utf8';

interface Piece {
  bytes: Buffer;
  /** Behind the last line end; the end of the bytes in the last piece. */
  end: number;
  final: boolean;
}

export interface CsvOptions {
  delimiter: string;
  headers: boolean;
}

export class CsvRecords implements RecordReader {
  readonly #delimiter: string;
  readonly #delimiterBytes: Buffer;
  readonly #pieces: Pieces;
  readonly #view = new PieceView();
  #lineEnd: LineEnd | undefined;
  #fields: ColumnInfo[] | undefined;
  /** Reads the rows behind the first, once the columns are known. */
  #rows: CsvRows | undefined;
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
    this.#delimiter = options.delimiter || ',';
    this.#delimiterBytes = Buffer.from(this.#delimiter);
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
    this.#lineEnd ??= findLineEnd(bytes, this.#delimiterBytes) ?? (final ? 'lf' : undefined);
    const used = this.#lineEnd === undefined ? 0 : this.#readRows(this.#piece(bytes, final), this.#lineEnd, records);
    this.#pieces.use(used);
    return records;
  }

  #piece(bytes: Buffer, final: boolean): Piece {
    const end = final ? bytes.length : bytes.lastIndexOf(lastByteOf(this.#lineEnd!)) + 1;
    refuseUnlessUtf8(bytes, 0, end, this.#pieces.start, this.faults);
    this.#view.lookAt(bytes);
    return { bytes, end, final };
  }

  /** @returns where the first row that is not complete begins */
  #readRows(piece: Piece, lineEnd: LineEnd, out: DataRecord[]): number {
    const { bytes, end, final } = piece;
    const lastByte = lastByteOf(lineEnd);
    let quote = -1;
    let at = 0;
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
        this.#cells(this.#lineText(piece, at, stop, lineEnd).split(this.#delimiter), stop === end, out);
        at = Math.min(stop + 1, end);
        continue;
      }
      const row = quotedRow(bytes, at, end, final, { delimiter: this.#delimiterBytes, lineEnd });
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

  #lineText({ bytes, end }: Piece, start: number, stop: number, lineEnd: LineEnd): string {
    const textAt = (from: number, to: number) => bytes.toString('utf8', from, to);
    if (lineEnd === 'lf') return textAt(start, stop);
    if (lineEnd === 'cr') {
      const line = textAt(start, stop);
      if (line.includes('\n')) throw this.#malformed({ phrase: 'csv-other-line-end' });
      return line;
    }
    const carriageReturn = stop > start && bytes[stop - 1] === CR;
    if (stop === end) {
      if (carriageReturn) throw this.#truncated();
      return textAt(start, stop);
    }
    if (!carriageReturn) throw this.#malformed({ phrase: 'csv-other-line-end' });
    return textAt(start, stop - 1);
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
      const syntax = { delimiter: this.#delimiterBytes, lineEnd: this.#lineEnd! };
      this.#rows = new CsvRows(this.#fields, syntax, this.#view);
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
    if (this.options.headers) return firstRow;
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
