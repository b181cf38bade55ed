/** What reading JSON begins with: pieces of bytes go in, a step at a time is taken through them, records come out. */
import type { PhraseKey } from '../../errors';
import type { ColumnInfo, DataRecord } from '../../record';
import type { AnswerColumns } from '../answer-columns';
import { type AnswerFaults, atByte } from '../answer-faults';
import type { Limits } from '../limits';
import { Pieces } from '../pieces';
import type { RecordReader } from '../record-reader';
import { JsonArray } from './json-array';
import { JsonGrammar } from './json-grammar';
import { skipSpace } from './json-scanner';

export const OPEN_BRACKET = 0x5b;
export const OPEN_BRACE = 0x7b;
const SPACE = Buffer.from(' ');

export abstract class JsonAnswer implements RecordReader {
  protected readonly array: JsonArray;
  protected readonly careful: JsonGrammar;
  readonly #pieces: Pieces;
  #waiting = false;

  constructor(
    protected readonly known: AnswerColumns,
    limits: Limits,
    protected readonly faults: AnswerFaults,
  ) {
    this.#pieces = new Pieces(limits, faults);
    this.careful = new JsonGrammar(known, limits, faults);
    this.array = new JsonArray(known, this.careful, limits, faults);
  }

  /**
   * Goes one part on, from a byte that is not white space.
   * @returns behind what was read, or what `waitAt` returns
   */
  protected abstract step(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number;

  /** Whether the answer may end here. */
  protected abstract get complete(): boolean;

  write(chunk: Buffer): DataRecord[] {
    return this.#pieces.add(chunk) ? this.#read() : [];
  }

  end(): DataRecord[] {
    // A literal that stands alone ends at white space.
    this.#pieces.add(SPACE);
    const records = this.#read();
    if (!this.complete) throw this.faults.truncated(this.#pieces.start + this.#pieces.bytes.length - 1);
    return records;
  }

  columns(): ColumnInfo[] {
    return this.known.list();
  }

  /** The bytes from here on are not enough. */
  protected waitAt(at: number): number {
    this.#waiting = true;
    return at;
  }

  protected readArray(bytes: Buffer, at: number, offset: number, out: DataRecord[]): number {
    const end = this.array.read(bytes, at, offset, out);
    return this.array.closed ? end : this.waitAt(end);
  }

  protected unexpected(at: number, expected: PhraseKey): Error {
    return this.faults.malformed(atByte(at), { phrase: expected });
  }

  #read(): DataRecord[] {
    const records: DataRecord[] = [];
    const { bytes, start } = this.#pieces;
    this.#waiting = false;
    let at = skipSpace(bytes, 0);
    while (at < bytes.length && !this.#waiting) at = skipSpace(bytes, this.step(bytes, at, start, records));
    this.#pieces.use(at);
    return records;
  }
}
