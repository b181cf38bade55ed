/**
 * Json and JsonDataTable: a list of records, and what stands around it (`json-surroundings.ts`). Nearly all records are
 * read by what is known of them (`json-known-rows.ts`), the others by the grammar (`json-grammar.ts`), which learns
 * from them. A small answer is read at once where that loses nothing (`json-small-list.ts`). The guards are those of
 * every format (`piece-reader.ts`).
 */
import type { PhraseKey } from '../../errors';
import type { DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import { type AnswerFaults, atByte } from '../answer-faults';
import { CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, skipSpace } from '../ascii';
import type { ExpectedAnswer } from '../expected-answer';
import type { Limits } from '../limits';
import { type Piece, PieceReader } from '../piece-reader';
import { textOf } from '../utf8';
import { JsonGrammar } from './json-grammar';
import { JsonKnownRows } from './json-known-rows';
import { smallList } from './json-small-list';
import { JsonSurroundings } from './json-surroundings';

const INCOMPLETE = -1;

export class JsonRecords extends PieceReader {
  readonly #grammar: JsonGrammar;
  readonly #knownRows: JsonKnownRows;
  readonly #surroundings: JsonSurroundings;
  /** What was read last of the list. */
  #last: 'bracket' | 'comma' | 'record' = 'bracket';

  /** @param isTable whether a table was asked for */
  constructor(isTable: boolean, known: AnswerColumns, expected: ExpectedAnswer, limits: Limits, faults: AnswerFaults) {
    super(known, limits, faults);
    this.#grammar = new JsonGrammar(known, limits, faults);
    this.#knownRows = new JsonKnownRows(this.#grammar, known);
    this.#surroundings = new JsonSurroundings(isTable, this.#grammar, known, expected, faults);
  }

  protected read(piece: Piece, out: DataRecord[]): number {
    const { bytes, offset, final } = piece;
    const isSmall = final && offset === 0 && bytes[0] === OPEN_BRACKET && bytes.length <= this.limits.value;
    const records = isSmall ? smallList(textOf(bytes, 0, bytes.length), this.known) : undefined;
    if (records !== undefined) {
      for (const record of records) out.push(record);
      return bytes.length;
    }
    this.#knownRows.lookAt(bytes, offset, this.skims(piece));
    let at = skipSpace(bytes, 0);
    while (at < bytes.length) {
      const end = this.#surroundings.isInList
        ? this.#readList(piece, at, out)
        : this.#surroundings.read(piece, at, out);
      if (end < 0) break;
      at = skipSpace(bytes, end);
    }
    if (final && !this.#surroundings.isComplete) throw this.truncated(piece);
    return at;
  }

  /** Goes on by a record, or by what stands between two. @returns behind it; -1 when it is not complete */
  #readList(piece: Piece, at: number, out: DataRecord[]): number {
    const { bytes } = piece;
    if (bytes[at] === CLOSE_BRACKET && this.#last !== 'comma') {
      this.#surroundings.closeList();
      return at + 1;
    }
    if (this.#last !== 'record') return this.#readRow(piece, at, out);
    if (bytes[at] !== COMMA) throw this.#unexpected(piece.offset + at, 'expected-list-comma');
    this.#last = 'comma';
    return at + 1;
  }

  #readRow(piece: Piece, at: number, out: DataRecord[]): number {
    const { bytes, offset, final } = piece;
    if (bytes[at] !== OPEN_BRACE) throw this.#unexpected(offset + at, 'expected-record');
    let record: DataRecord = {};
    let end = this.#knownRows.read(at, record);
    if (end < 0 || end - at > this.limits.value) {
      if (!final && bytes.indexOf(CLOSE_BRACE, at) < 0) return INCOMPLETE;
      const read = this.#grammar.record(bytes, at, offset);
      if (read === undefined) return INCOMPLETE;
      record = read.value;
      end = read.end;
      out.push(record);
    } else if (this.skims(piece)) this.skimmed++;
    else out.push(record);
    this.#last = 'record';
    return end;
  }

  #unexpected(at: number, expected: PhraseKey): Error {
    return this.faults.malformed(atByte(at), { phrase: expected });
  }
}
