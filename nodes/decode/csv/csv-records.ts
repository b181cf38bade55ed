/**
 * Csv: rows of fields, the first of which may be their names; what the beginning says of the rest is found by
 * `csv-opening.ts`. Nearly all rows are read by what is known of them (`csv-known-rows.ts`), the others by the grammar
 * (`csv-grammar.ts`). The guards are those of every format (`piece-reader.ts`).
 *
 * Names: the header line; without one, the catalogue's columns when their number fits, else Column1, Column2 …
 * Line ends: the first one says which it is (CR LF, LF or CR); behind LF, CR LF is taken for one, too. A row that ends
 * otherwise is refused.
 * Rows count from 1 in errors, the header line included. Csv cannot prove its own end: a text cut between two rows, or
 * inside the last field, looks whole, and only the transport can tell.
 */
import type { Column } from '../../catalogue/schema';
import type { Phrase } from '../../errors';
import type { ColumnInfo, DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import type { AnswerFaults } from '../answer-faults';
import type { Limits } from '../limits';
import { type Piece, PieceReader } from '../piece-reader';
import { typedValue } from '../typed-values';
import { type CsvSyntax, csvRow, endOfRows } from './csv-grammar';
import { CsvKnownRows } from './csv-known-rows';
import { type CsvOpening, csvOpening, OtherDelimiter } from './csv-opening';

const INCOMPLETE = -1;

export interface CsvOptions {
  /** As asked of the service; empty for a comma. */
  delimiter: string;
  /** Whether the first row is the names. */
  headers: boolean;
}

export class CsvRecords extends PieceReader {
  /** Known once the beginning is read. */
  #syntax: CsvSyntax | undefined;
  #fields: ColumnInfo[] | undefined;
  /** Reads the rows behind the first, once the columns are known. */
  #knownRows: CsvKnownRows | undefined;
  #row = 0;
  /** An empty line, which is only right behind the last row. */
  #emptyRow: number | undefined;

  constructor(
    private readonly options: CsvOptions,
    private readonly expected: readonly Column[],
    known: AnswerColumns,
    limits: Limits,
    faults: AnswerFaults,
  ) {
    super(known, limits, faults);
  }

  protected read(piece: Piece, out: DataRecord[]): number {
    const { bytes, final } = piece;
    let at = this.#syntax === undefined ? this.#open(bytes, final) : 0;
    if (this.#syntax === undefined) return 0;
    const rows = endOfRows(bytes, final, this.#syntax.lineEnd);
    this.#knownRows?.lookAt(bytes);
    while (at < rows) {
      const end = this.#readRow(piece, at, rows, this.#syntax, out);
      if (end < 0) break;
      at = end;
    }
    return at;
  }

  /** Finds the syntax, if the bytes show it. @returns where the rows begin */
  #open(bytes: Buffer, final: boolean): number {
    const opening = this.#opening(bytes, final);
    if (opening === undefined) return 0;
    const { delimiter, lineEnd, start } = opening;
    this.#syntax = { delimiter: Buffer.from(delimiter), lineEnd };
    if (start > 0) this.#row++;
    return start;
  }

  #opening(bytes: Buffer, final: boolean): CsvOpening | undefined {
    const { delimiter, headers } = this.options;
    try {
      return csvOpening(bytes, final, { delimiter: delimiter || ',', headers, expected: this.expected });
    } catch (error) {
      if (!(error instanceof OtherDelimiter)) throw error;
      const facts = { found: JSON.stringify(error.delimiter) };
      throw this.faults.malformed(atRow(1), { phrase: 'csv-other-delimiter', facts });
    }
  }

  /** @returns behind the row; -1 when it is not complete */
  #readRow(piece: Piece, at: number, rows: number, syntax: CsvSyntax, out: DataRecord[]): number {
    const isSkimmed = this.skims(piece);
    const record: DataRecord = {};
    const known = this.#knownRows;
    const end = (isSkimmed ? known?.skim(at, rows) : known?.read(at, rows, record)) ?? -1;
    if (end < 0 || end - at > this.limits.value) return this.#readUnusual(piece, at, rows, syntax, out);
    this.#row++;
    this.#refuseEmptyRowBefore();
    if (isSkimmed) this.skimmed++;
    else out.push(record);
    return end;
  }

  #readUnusual(piece: Piece, at: number, rows: number, syntax: CsvSyntax, out: DataRecord[]): number {
    const row = csvRow(piece.bytes, at, rows, piece.final, syntax);
    if (row.kind === 'incomplete' && !piece.final) return INCOMPLETE;
    this.#row++;
    if (row.kind === 'malformed') throw this.#malformed(row.detail);
    if (row.kind === 'incomplete') throw this.truncated(piece);
    for (const { length } of row.cells) {
      if (length <= this.limits.value) continue;
      const facts = { row: this.#row, limit: this.limits.value };
      throw this.faults.limit({ phrase: 'value-too-long-in-row', facts });
    }
    if (this.#isEmptyRow(row.cells)) this.#emptyRow ??= this.#row;
    else this.#addCells(row.cells, row.isCut, piece, syntax, out);
    return row.end;
  }

  #addCells(cells: string[], isCut: boolean, piece: Piece, syntax: CsvSyntax, out: DataRecord[]): void {
    this.#refuseEmptyRowBefore();
    if (this.#fields === undefined) {
      this.#fields = this.known.named(this.#names(cells)).map(({ info }) => info);
      this.#knownRows = new CsvKnownRows(this.#fields, syntax);
      this.#knownRows.lookAt(piece.bytes);
      if (this.options.headers) return;
    }
    const wanted = this.#fields.length;
    if (isCut && cells.length < wanted) throw this.truncated(piece);
    if (cells.length !== wanted) {
      throw this.#malformed({ phrase: 'csv-field-count', facts: { found: cells.length, wanted } });
    }
    const record: DataRecord = {};
    this.#fields.forEach((field, index) => {
      record[field.name] = typedValue(cells[index]!, field);
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

  #malformed(detail: Phrase): Error {
    return this.faults.malformed(atRow(this.#row), detail);
  }
}

function atRow(row: number): Phrase {
  return { phrase: 'at-row', facts: { row } };
}
