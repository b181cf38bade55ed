/**
 * The records of the last confirmed answer: 32 bytes each, 16 of the key's hash and 16 of the record's, in the order in
 * which they came, and a table over them.
 */
import { HASH_BYTES, type RowHash, word } from '../delivered/hash-counts';

/** Bytes a record. */
export const ROW_BYTES = 2 * HASH_BYTES;

const FULLEST = 0.7;

export class OldRows {
  readonly #bytes: Buffer;
  /** The number of a record, from 1 on; 0 where there is none. */
  readonly #table: Uint32Array;
  readonly #seen: Uint8Array;
  readonly size: number;
  #seenCount = 0;

  /** @param bytes as the file has them */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.size = Math.floor(bytes.length / ROW_BYTES);
    this.#table = new Uint32Array(Math.ceil(this.size / FULLEST) + 1);
    this.#seen = new Uint8Array((this.size >> 3) + 1);
    for (let row = 0; row < this.size; row++) {
      const key = bytes.toString('latin1', row * ROW_BYTES, row * ROW_BYTES + HASH_BYTES);
      this.#table[this.#place(key)] = row + 1;
    }
  }

  get unseenCount(): number {
    return this.size - this.#seenCount;
  }

  /** @returns its number; -1 where there is none of the key */
  find(key: RowHash): number {
    return this.#table[this.#place(key)]! - 1;
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

  #place(key: RowHash): number {
    const places = this.#table.length;
    let place = Math.floor((word(key, 0) / 2 ** 32) * places);
    for (let row = this.#table[place]!; row !== 0; row = this.#table[place]!) {
      if (this.#isAt((row - 1) * ROW_BYTES, key)) break;
      place = place + 1 === places ? 0 : place + 1;
    }
    return place;
  }

  #isAt(from: number, hash: RowHash): boolean {
    for (let at = 0; at < HASH_BYTES; at++) if (this.#bytes[from + at] !== hash.charCodeAt(at)) return false;
    return true;
  }
}
