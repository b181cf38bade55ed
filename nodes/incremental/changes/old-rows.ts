/**
 * The records of the last confirmed answer: 32 bytes each, 16 of the key's hash and 16 of the record's, in the order in
 * which they came, and a table over them.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { HASH_BYTES, type RowHash, slotOf, word } from '../delivered/row-hash';

/** Bytes a record. */
export const ROW_BYTES = 2 * HASH_BYTES;

const FULLEST = 0.7;

/** Records that come into the table between two turns of others: some milliseconds. */
const SLICE = 10_000;

export class OldRows {
  readonly #bytes: Buffer;
  /** The number of a record, from 1 on; 0 where there is none. */
  readonly #table: Uint32Array;
  readonly #seen: Uint8Array;
  readonly size: number;
  #seenCount = 0;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.size = Math.floor(bytes.length / ROW_BYTES);
    this.#table = new Uint32Array(Math.ceil(this.size / FULLEST) + 1);
    this.#seen = new Uint8Array((this.size >> 3) + 1);
  }

  /** @param bytes as the file has them */
  static async over(bytes: Buffer): Promise<OldRows> {
    const rows = new OldRows(bytes);
    for (let row = 0; row < rows.size; row += SLICE) {
      rows.#enter(row, Math.min(rows.size, row + SLICE));
      await breathe();
    }
    return rows;
  }

  get unseenCount(): number {
    return this.size - this.#seenCount;
  }

  /** @returns its number; -1 where there is none of the key */
  find(key: RowHash): number {
    const places = this.#table.length;
    let place = slotOf(word(key, 0), places);
    for (let row = this.#table[place]!; row !== 0; row = this.#table[place]!) {
      if (this.#isAt((row - 1) * ROW_BYTES, key)) return row - 1;
      place = place + 1 === places ? 0 : place + 1;
    }
    return -1;
  }

  isEqual(row: number, record: RowHash): boolean {
    return this.#isAt(row * ROW_BYTES + HASH_BYTES, record);
  }

  isSeen(row: number): boolean {
    return (this.#seen[row >> 3]! & (1 << (row & 7))) !== 0;
  }

  /** Of one that was not. */
  see(row: number): void {
    this.#seen[row >> 3]! |= 1 << (row & 7);
    this.#seenCount++;
  }

  /** The keys are known to be different: the answer would have been refused. */
  #enter(from: number, to: number): void {
    const places = this.#table.length;
    for (let row = from; row < to; row++) {
      let place = slotOf(this.#bytes.readUInt32LE(row * ROW_BYTES), places);
      while (this.#table[place] !== 0) place = place + 1 === places ? 0 : place + 1;
      this.#table[place] = row + 1;
    }
  }

  #isAt(from: number, hash: RowHash): boolean {
    for (let at = 0; at < HASH_BYTES; at++) if (this.#bytes[from + at] !== hash.charCodeAt(at)) return false;
    return true;
  }
}
