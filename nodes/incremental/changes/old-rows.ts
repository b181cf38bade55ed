/**
 * The records of the last confirmed answer: 32 bytes each, 16 of the key's hash and 16 of the record's, in the order in
 * which they came, and a table over them.
 */
import { HASH_BYTES, type RowHash } from '../delivered/hash-counts';

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
    for (let row = 0; row < this.size; row++) this.#table[this.#place(bytes, row * ROW_BYTES)] = row + 1;
  }

  get unseenCount(): number {
    return this.size - this.#seenCount;
  }

  /** @returns its number; -1 where there is none of the key */
  find(key: RowHash): number {
    return this.#table[this.#place(key, 0)]! - 1;
  }

  isEqual(row: number, record: RowHash): boolean {
    return areEqual(this.#bytes, row * ROW_BYTES + HASH_BYTES, record, 0);
  }

  isSeen(row: number): boolean {
    return (this.#seen[row >> 3]! & (1 << (row & 7))) !== 0;
  }

  /** Of one that was not. */
  see(row: number): void {
    this.#seen[row >> 3]! |= 1 << (row & 7);
    this.#seenCount++;
  }

  #place(key: Buffer, from: number): number {
    const places = this.#table.length;
    let place = Math.floor((key.readUInt32LE(from) / 2 ** 32) * places);
    for (let row = this.#table[place]!; row !== 0; row = this.#table[place]!) {
      if (areEqual(this.#bytes, (row - 1) * ROW_BYTES, key, from)) break;
      place = place + 1 === places ? 0 : place + 1;
    }
    return place;
  }
}

function areEqual(one: Buffer, from: number, other: Buffer, otherFrom: number): boolean {
  for (let at = 0; at < HASH_BYTES; at++) if (one[from + at] !== other[otherFrom + at]) return false;
  return true;
}
