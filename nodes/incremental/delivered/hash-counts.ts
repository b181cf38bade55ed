/**
 * How often each record was seen, by 128 bits of a hash: a table in typed arrays with open addressing, 20 bytes a place.
 * A Set of texts takes four times as much.
 */
import { hash } from 'node:crypto';

/** 128 bits of a text, in the first 16 characters, of a byte each: a million buffers would lie beside the heap until somebody tidies up. */
export type RowHash = string;

/** Bytes of a hash that are kept. */
export const HASH_BYTES = 16;

const SMALLEST = 1024;
/** Of the places, at most. */
const FULLEST = 0.75;
const GROWTH = 1.6;
const WORDS = 4;

type TakeCount = (first: number, second: number, third: number, fourth: number, count: number) => void;

/** sha256, of which 128 bits are kept: 64 would do by odds, and cost as much. */
export function hashOf(text: string): RowHash {
  return hash('sha256', text, 'binary');
}

/** A multiset of hashes. */
export class HashCounts {
  #words: Uint32Array;
  #counts: Uint32Array;
  #places: number;
  #size = 0;
  #total = 0;

  /** @param expected different records that will come, as far as it is known */
  constructor(expected = 0) {
    this.#places = Math.max(SMALLEST, Math.ceil(expected / FULLEST) + 1);
    this.#words = new Uint32Array(this.#places * WORDS);
    this.#counts = new Uint32Array(this.#places);
  }

  /** Different records. */
  get size(): number {
    return this.#size;
  }

  /** Records, equal ones as often as they came. */
  get total(): number {
    return this.#total;
  }

  /** @returns how often it has come with this time */
  add(of: RowHash, times = 1): number {
    if (this.#size >= this.#places * FULLEST) this.#grow();
    return this.#add(word(of, 0), word(of, 4), word(of, 8), word(of, 12), times);
  }

  count(of: RowHash): number {
    return this.countOf(word(of, 0), word(of, 4), word(of, 8), word(of, 12));
  }

  /** @param first to `fourth`: words of a hash, as `forEachFrom` gives them */
  countOf(first: number, second: number, third: number, fourth: number): number {
    return this.#counts[this.#place(first, second, third, fourth)]!;
  }

  /** Places of the table. */
  get places(): number {
    return this.#places;
  }

  /** @param take is given the four words of a hash, the least byte of each first, and its count */
  forEachFrom(first: number, places: number, take: TakeCount): void {
    const words = this.#words;
    const end = Math.min(first + places, this.#places);
    for (let place = first; place < end; place++) {
      const count = this.#counts[place]!;
      const at = place * WORDS;
      if (count > 0) take(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!, count);
    }
  }

  copy(): HashCounts {
    const copy = new HashCounts(this.#size);
    this.forEachFrom(0, this.#places, (...entry) => copy.#add(...entry));
    return copy;
  }

  #add(first: number, second: number, third: number, fourth: number, times: number): number {
    const place = this.#place(first, second, third, fourth);
    this.#total += times;
    if (this.#counts[place] === 0) {
      this.#size++;
      this.#words[place * WORDS] = first;
      this.#words[place * WORDS + 1] = second;
      this.#words[place * WORDS + 2] = third;
      this.#words[place * WORDS + 3] = fourth;
    }
    this.#counts[place]! += times;
    return this.#counts[place]!;
  }

  /** Where it is, or would be. */
  #place(first: number, second: number, third: number, fourth: number): number {
    const words = this.#words;
    // A hash is spread evenly.
    let place = Math.floor((first / 2 ** 32) * this.#places);
    for (; this.#counts[place] !== 0; place = place + 1 === this.#places ? 0 : place + 1) {
      const at = place * WORDS;
      const isIt =
        words[at] === first && words[at + 1] === second && words[at + 2] === third && words[at + 3] === fourth;
      if (isIt) break;
    }
    return place;
  }

  #grow(): void {
    const larger = new HashCounts(this.#size * GROWTH);
    this.forEachFrom(0, this.#places, (...entry) => larger.#add(...entry));
    this.#words = larger.#words;
    this.#counts = larger.#counts;
    this.#places = larger.#places;
  }
}

/** Four bytes of a hash, the least first. */
export function word(of: RowHash, at: number): number {
  const [one, two, three, four] = [at, at + 1, at + 2, at + 3];
  return (
    (of.charCodeAt(one) | (of.charCodeAt(two) << 8) | (of.charCodeAt(three) << 16) | (of.charCodeAt(four) << 24)) >>> 0
  );
}
