/** Hashes of records, and how much room a table of them has. */
import { hash } from 'node:crypto';

/** 128 bits of a text, in the first 16 characters, of a byte each: a million buffers would lie beside the heap until somebody tidies up. */
export type RowHash = string;

/** Bytes of a hash that are kept. */
export const HASH_BYTES = 16;

/** sha256, of which 128 bits are kept: 64 would do by odds, and cost as much. */
export function hashOf(text: string): RowHash {
  return hash('sha256', text, 'binary');
}

/** Four bytes of a hash, the least first. */
export function word(of: RowHash, at: number): number {
  const [one, two, three, four] = [at, at + 1, at + 2, at + 3];
  return (
    (of.charCodeAt(one) | (of.charCodeAt(two) << 8) | (of.charCodeAt(three) << 16) | (of.charCodeAt(four) << 24)) >>> 0
  );
}

/** Parts of a table: each grows by itself, in a few milliseconds and beside little of the old one. */
export const PARTS = 64;

const SMALLEST = 16;
/** Of the places, at most. */
const FULLEST = 0.8;
const GROWTH = 1.4;

/** Room of one part of a table. */
export const ROOM = {
  placesFor: (expected: number): number => Math.max(SMALLEST, Math.ceil(expected / FULLEST) + 1),
  isFull: (size: number, places: number): boolean => size >= places * FULLEST,
  /** Entries that it is to have room for next. */
  grown: (size: number): number => size * GROWTH,
} as const;

/** Where the search for a hash begins: it is spread evenly. */
export function slotOf(first: number, places: number): number {
  return Math.floor((first / 2 ** 32) * places);
}
