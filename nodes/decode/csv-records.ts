/**
 * Csv by RFC 4180: rows of fields, quoted where needed. Rows without a quote, nearly all, are cut at the line end and
 * split at the delimiters; a row with one is taken apart byte by byte (`csv-syntax.ts`). A quote inside a field that
 * does not begin with one is a character like any other.
 *
 * Names: the header line; without one, the catalogue's columns when their number fits, else Column1, Column2 …
 * Line ends: the first one says which it is (CR LF, LF or CR); a row that ends otherwise is refused.
 * Rows count from 1 in errors, the header line included. Csv cannot prove its own end: a text cut between two rows, or
 * inside the last field, looks whole, and only the transport can tell.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { Column } from '../catalogue/schema';
import type { Phrase } from '../errors';
import type { AnswerColumns } from './answer-columns';
import type { AnswerFaults } from './answer-faults';
import { CR, findLineEnd, type LineEnd, lastByteOf, QUOTE, quotedRow } from './csv-syntax';
import type { Limits } from './limits';
import { Pieces } from './pieces';
import type { ColumnInfo, DataRecord, RecordReader } from './record-reader';
import { typedValue } from './typed-values';
import { notUtf8 } from './utf8';

interface Piece {
  bytes: Buffer;
  /** Behind the last line end; the end of the bytes in the last piece. */
  end: number;
  final: boolean;
  textAt(start: number, end: number): string;
}

export interface CsvOptions {
  delimiter: string;
  headers: boolean;
}

export class CsvRecords implements RecordReader {
  readonly #delimiter: string;
  readonly #delimiterBytes: Buffer;
  readonly #pieces: Pieces;
  #lineEnd: LineEnd | undefined;
  #fields: ColumnInfo[] | undefined;
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
    const rows = bytes.subarray(0, end);
    if (isAscii(rows)) return { bytes, end, final, textAt: (from, to) => bytes.toString('latin1', from, to) };
    if (isUtf8(rows)) return { bytes, end, final, textAt: (from, to) => bytes.toString('utf8', from, to) };
    throw notUtf8(rows, this.#pieces.start, this.faults);
  }

  /** @returns where the first row that is not complete begins */
  #readRows(piece: Piece, lineEnd: LineEnd, out: DataRecord[]): number {
    const { bytes, end, final } = piece;
    const lastByte = lastByteOf(lineEnd);
    let quote = -1;
    let at = 0;
    while (at < end) {
      if (quote < at) quote = found(bytes.indexOf(QUOTE, at), end);
      const stop = found(bytes.indexOf(lastByte, at), end);
      this.#row++;
      if (quote >= stop) {
        this.#plainRow(this.#lineText(piece, at, stop, lineEnd), stop === end, out);
        at = Math.min(stop + 1, end);
        continue;
      }
      const row = quotedRow(bytes, at, end, final, { delimiter: this.#delimiterBytes, lineEnd }, piece.textAt);
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

  #lineText({ bytes, end, textAt }: Piece, start: number, stop: number, lineEnd: LineEnd): string {
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
  #plainRow(line: string, cut: boolean, out: DataRecord[]): void {
    const fields = this.#fields;
    if (fields === undefined || line.length > this.limits.value || line === '') {
      this.#cells(line.split(this.#delimiter), cut, out);
      return;
    }
    this.#refuseEmptyRowBefore();
    const record: DataRecord = {};
    const last = fields.length - 1;
    let start = 0;
    for (let index = 0; index < last; index++) {
      const end = line.indexOf(this.#delimiter, start);
      if (end < 0) throw this.#ragged(line.split(this.#delimiter).length, cut);
      const field = fields[index]!;
      record[field.name] = typedValue(line, start, end, field);
      start = end + this.#delimiter.length;
    }
    if (line.includes(this.#delimiter, start)) throw this.#ragged(line.split(this.#delimiter).length, cut);
    record[fields[last]!.name] = typedValue(line, start, line.length, fields[last]!);
    out.push(record);
  }

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
      if (this.options.headers) return;
    }
    if (cells.length !== this.#fields.length) throw this.#ragged(cells.length, cut);
    const record: DataRecord = {};
    this.#fields.forEach((field, index) => {
      const cell = cells[index]!;
      record[field.name] = typedValue(cell, 0, cell.length, field);
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
