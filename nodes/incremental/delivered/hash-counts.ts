/**
 * How often each record was seen, by 128 bits of a hash: a table in typed arrays with open addressing, 20 bytes a place.
 * A Set of texts takes four times as much.
 */
import { hash } from 'node:crypto';

/** 128 bits of a text, in the first 16 characters, of a byte each: a million buffers would lie beside the heap until somebody tidies up. */
export type RowHash = string;

/** Bytes of a hash that are kept. */
export const HASH_BYTES = 16;

const SMALLEST = 64;
/** Of a table. */
export const PARTS = 16;
/** Of the places, at most. */
const FULLEST = 0.75;
const GROWTH = 1.6;
const WORDS = 4;

type TakeCount = (first: number, second: number, third: number, fourth: number, count: number) => void;

/** sha256, of which 128 bits are kept: 64 would do by odds, and cost as much. */
export function hashOf(text: string): RowHash {
  return hash('sha256', text, 'binary');
}

/** A multiset of hashes: in parts, so that one that grows takes little beside the others. */
export class HashCounts {
  readonly #parts: CountTable[];

  /** @param expected different records that will come, as far as it is known */
  constructor(expected = 0) {
    this.#parts = Array.from({ length: PARTS }, () => new CountTable(expected / PARTS));
  }

  /** Different records. */
  get size(): number {
    return this.#parts.reduce((sum, { size }) => sum + size, 0);
  }

  /** Records, equal ones as often as they came. */
  get total(): number {
    return this.#parts.reduce((sum, { total }) => sum + total, 0);
  }

  /** @returns how often it has come with this time */
  add(of: RowHash, times = 1): number {
    const fourth = word(of, 12);
    return this.#partOf(fourth).add(word(of, 0), word(of, 4), word(of, 8), fourth, times);
  }

  count(of: RowHash): number {
    return this.countOf(word(of, 0), word(of, 4), word(of, 8), word(of, 12));
  }

  /** @param first to `fourth`: words of a hash, as `forEachIn` gives them */
  countOf(first: number, second: number, third: number, fourth: number): number {
    return this.#partOf(fourth).count(first, second, third, fourth);
  }

  /**
   * @param part one of so many: others may have their turn in between
   * @param take is given the four words of a hash, the least byte of each first, and its count
   */
  forEachIn(part: number, take: TakeCount): void {
    this.#parts[part]!.forEach(take);
  }

  copy(): HashCounts {
    const copy = new HashCounts(this.size);
    for (const part of this.#parts) {
      part.forEach((...entry) => {
        copy.#partOf(entry[3]).add(...entry);
      });
    }
    return copy;
  }

  #partOf(fourth: number): CountTable {
    return this.#parts[fourth % PARTS]!;
  }
}

class CountTable {
  #words: Uint32Array;
  #counts: Uint32Array;
  #places: number;
  size = 0;
  total = 0;

  constructor(expected: number) {
    this.#places = Math.max(SMALLEST, Math.ceil(expected / FULLEST) + 1);
    this.#words = new Uint32Array(this.#places * WORDS);
    this.#counts = new Uint32Array(this.#places);
  }

  forEach(take: TakeCount): void {
    const words = this.#words;
    for (let place = 0; place < this.#places; place++) {
      const count = this.#counts[place]!;
      const at = place * WORDS;
      if (count > 0) take(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!, count);
    }
  }

  add(first: number, second: number, third: number, fourth: number, times: number): number {
    if (this.size >= this.#places * FULLEST) this.#grow();
    const place = this.#place(first, second, third, fourth);
    this.total += times;
    if (this.#counts[place] === 0) {
      this.size++;
      this.#words[place * WORDS] = first;
      this.#words[place * WORDS + 1] = second;
      this.#words[place * WORDS + 2] = third;
      this.#words[place * WORDS + 3] = fourth;
    }
    this.#counts[place]! += times;
    return this.#counts[place]!;
  }

  count(first: number, second: number, third: number, fourth: number): number {
    return this.#counts[this.#place(first, second, third, fourth)]!;
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
    const larger = new CountTable(this.size * GROWTH);
    this.forEach((...entry) => {
      larger.add(...entry);
    });
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
