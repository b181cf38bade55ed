/**
 * Collects the chunks of an answer until a piece is worth reading: 64 KiB, and at least twice what was left over when
 * the last piece ended inside a record, so that a record of many pieces is looked at a few times and not once a chunk.
 * One buffer is used all the time; what a reader keeps of it must be copied (text always is).
 */
import type { AnswerFaults } from './answer-faults';
import type { Limits } from './limits';

const EMPTY = Buffer.alloc(0);
/** A buffer that grew beyond this for one large record is given back after it. */
const KEPT_CAPACITY = 1024 * 1024;

export class Pieces {
  /** Grows with the answer: most answers are small, and memory outside of the heap makes V8 collect garbage early. */
  #buffer: Buffer = EMPTY;
  #length = 0;
  #wanted: number;
  /** Bytes of the answer before the present piece. */
  start = 0;

  constructor(
    private readonly limits: Limits,
    private readonly faults: AnswerFaults,
  ) {
    this.#wanted = limits.piece;
  }

  /** Adds bytes; true when the piece is worth reading. */
  add(chunk: Uint8Array): boolean {
    this.#makeRoom(this.#length + chunk.length);
    this.#buffer.set(chunk, this.#length);
    this.#length += chunk.length;
    return this.#length >= this.#wanted;
  }

  /** The bytes not yet used. Valid until the next call of `add` or `use`. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /**
   * Drops the first bytes of the piece; the rest is the beginning of the next.
   * @throws DataConnectError `LIMIT_EXCEEDED` when what is left, one unfinished record, is too large
   */
  use(count: number): void {
    this.#buffer.copyWithin(0, count, this.#length);
    this.#length -= count;
    this.start += count;
    const { record, piece } = this.limits;
    if (this.#length > record) {
      throw this.faults.limit({ phrase: 'record-too-long', facts: { byte: this.start, limit: record } });
    }
    this.#wanted = Math.min(Math.max(piece, 2 * this.#length), record + 1);
    if (this.#buffer.length > KEPT_CAPACITY && this.#length < piece) this.#resize(2 * piece);
  }

  #makeRoom(size: number): void {
    if (size > this.#buffer.length) this.#resize(Math.max(size, 2 * this.#buffer.length));
  }

  #resize(size: number): void {
    const buffer = Buffer.allocUnsafe(size);
    this.#buffer.copy(buffer, 0, 0, this.#length);
    this.#buffer = buffer;
  }
}
