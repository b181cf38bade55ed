/**
 * What the readers of all formats begin with: chunks become pieces, a piece is read as far as it goes, and the rest is
 * the beginning of the next.
 *
 * Each format has the same parts: a fast way for rows like those before (`…-known-rows.ts`), a careful way for any row
 * (`…-grammar.ts`), and this reader's heir (`…-records.ts`), which chooses. And the same guards at the same places:
 * - UTF-8 is checked here, before anything is read. What stands in front of a wrong byte is read first, so that the
 *   first fault of an answer is the one that is told.
 * - How long a record may be is checked by `Pieces`.
 * - How long a value may be is checked by the grammar: what is longer than that goes there, known or not.
 * - How many columns there may be is checked by `AnswerColumns`; how deep values may be, by the grammar of Json, since
 *   only there values have values in them.
 */
import { withoutCutCharacter } from '../charset/evidence';
import type { ColumnInfo, DataRecord } from '../record';
import type { AnswerColumns } from './answer-columns';
import type { AnswerFaults } from './answer-faults';
import type { Limits } from './limits';
import { Pieces } from './pieces';
import type { RecordReader } from './record-reader';
import { notUtf8, validPart } from './utf8';

export interface Piece {
  /** UTF-8; not kept once they are read. */
  bytes: Buffer;
  /** Of the piece in the answer, in bytes of UTF-8. */
  offset: number;
  /** Whether the answer ends with it. */
  final: boolean;
}

export abstract class PieceReader implements RecordReader {
  readonly #pieces: Pieces;
  #isSkimming = false;
  skimmed = 0;

  constructor(
    protected readonly known: AnswerColumns,
    protected readonly limits: Limits,
    protected readonly faults: AnswerFaults,
  ) {
    this.#pieces = new Pieces(limits, faults);
  }

  write(chunk: Buffer): DataRecord[] {
    return this.#pieces.add(chunk) ? this.#readPiece(false) : [];
  }

  end(): DataRecord[] {
    return this.#readPiece(true);
  }

  columns(): ColumnInfo[] {
    return this.known.list();
  }

  skim(isWanted: boolean): void {
    this.#isSkimming = isWanted;
  }

  /** The last records are looked at by those who ask whether they are the error. */
  protected skims({ final }: Piece): boolean {
    return this.#isSkimming && !final;
  }

  /**
   * Reads what is complete.
   * @returns how many bytes that is
   * @throws DataConnectError `TRUNCATED` when the last piece is not complete, and what `write` throws
   */
  protected abstract read(piece: Piece, out: DataRecord[]): number;

  protected truncated({ bytes, offset }: Piece): Error {
    return this.faults.truncated(offset + bytes.length);
  }

  #readPiece(isLast: boolean): DataRecord[] {
    const records: DataRecord[] = [];
    const { bytes: all, start: offset } = this.#pieces;
    const whole = withoutCutCharacter(all);
    const bytes = validPart(whole);
    const final = isLast && bytes.length === all.length;
    const used = this.read({ bytes, offset, final }, records);
    if (bytes !== whole) throw notUtf8(offset + bytes.length, this.faults);
    if (isLast && !final) throw this.faults.truncated(offset + all.length);
    if (!final) this.#pieces.use(used);
    return records;
  }
}
