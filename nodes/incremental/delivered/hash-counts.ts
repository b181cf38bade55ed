/**
 * How often each record was seen, by 128 bits of a hash: a table in typed arrays with open addressing, 17 bytes a place.
 * A Set of texts takes five times as much.
 */
import { PARTS, ROOM, type RowHash, slotOf, word } from './row-hash';

/** A count that says: it is one of the few that are greater than a byte holds. */
const MANY = 255;
const WORDS = 4;

/** @param count of the first tally; `second` and `third` are 0 where a table has no such */
export type TakeCount = (
  first: number,
  second: number,
  third: number,
  fourth: number,
  count: number,
  ofSecond: number,
  ofThird: number,
) => void;

/** What is known of records: their hashes, in so many parts between which others have their turn. */
export interface CountSource {
  /** Records, equal ones as often as they came. */
  readonly total: number;
  readonly parts: number;
  /** @param take is given the four words of a hash, the least byte of each first, and its count */
  forEachIn(part: number, take: TakeCount): void;
}

/** A multiset of hashes: in parts, so that one that grows takes little beside the others. */
export class HashCounts implements CountSource {
  readonly parts = PARTS;
  readonly #parts: CountTable[];

  /**
   * @param expected different records that will come, as far as it is known
   * @param tallies counts of each record, up to three: those that are mostly of the same records share the hashes
   */
  constructor(expected = 0, tallies = 1) {
    this.#parts = Array.from({ length: PARTS }, () => new CountTable(expected / PARTS, tallies));
  }

  /** Different records. */
  get size(): number {
    return this.#parts.reduce((sum, { size }) => sum + size, 0);
  }

  get total(): number {
    return this.totalOf(0);
  }

  totalOf(tally: number): number {
    return this.#parts.reduce((sum, { totals }) => sum + totals[tally]!, 0);
  }

  /** @returns how often it has come with this time */
  add(of: RowHash, times = 1, tally = 0): number {
    return this.addTo(tally, word(of, 0), word(of, 4), word(of, 8), word(of, 12), times);
  }

  /** @param first to `fourth`: words of a hash, as `forEachIn` gives them */
  addTo(tally: number, first: number, second: number, third: number, fourth: number, times: number): number {
    return this.#partOf(fourth).add(first, second, third, fourth, times, tally);
  }

  count(of: RowHash, tally = 0): number {
    const fourth = word(of, 12);
    return this.#partOf(fourth).count(word(of, 0), word(of, 4), word(of, 8), fourth, tally);
  }

  forEachIn(part: number, take: TakeCount): void {
    this.#parts[part]!.forEach(take);
  }

  /** Of the first tally. */
  copy(): HashCounts {
    const copy = new HashCounts(this.size);
    for (const part of this.#parts) {
      part.forEach((first, second, third, fourth, count) => {
        copy.addTo(0, first, second, third, fourth, count);
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
  /** A byte a tally and place. */
  #counts: Uint8Array;
  /** The counts of `MANY` and more, by their place in `#counts`. */
  #large = new Map<number, number>();
  #places: number;
  size = 0;
  readonly totals: number[];

  constructor(
    expected: number,
    readonly tallies: number,
  ) {
    this.#places = ROOM.placesFor(expected);
    this.#words = new Uint32Array(this.#places * WORDS);
    this.#counts = new Uint8Array(this.#places * tallies);
    this.totals = new Array<number>(tallies).fill(0);
  }

  forEach(take: TakeCount): void {
    const words = this.#words;
    for (let place = 0; place < this.#places; place++) {
      if (this.#isFree(place)) continue;
      const at = place * WORDS;
      const one = this.#at(place, 0);
      take(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!, one, this.#at(place, 1), this.#at(place, 2));
    }
  }

  add(first: number, second: number, third: number, fourth: number, times: number, tally: number): number {
    if (times === 0) return this.count(first, second, third, fourth, tally);
    if (ROOM.isFull(this.size, this.#places)) this.#grow();
    const place = this.#place(first, second, third, fourth);
    this.totals[tally]! += times;
    if (this.#isFree(place)) {
      this.size++;
      this.#words[place * WORDS] = first;
      this.#words[place * WORDS + 1] = second;
      this.#words[place * WORDS + 2] = third;
      this.#words[place * WORDS + 3] = fourth;
    }
    const count = this.#at(place, tally) + times;
    this.#put(place, tally, count);
    return count;
  }

  count(first: number, second: number, third: number, fourth: number, tally: number): number {
    return this.#at(this.#place(first, second, third, fourth), tally);
  }

  #at(place: number, tally: number): number {
    if (tally >= this.tallies) return 0;
    const at = place * this.tallies + tally;
    const count = this.#counts[at]!;
    return count === MANY ? this.#large.get(at)! : count;
  }

  #put(place: number, tally: number, count: number): void {
    const at = place * this.tallies + tally;
    this.#counts[at] = Math.min(count, MANY);
    if (count >= MANY) this.#large.set(at, count);
  }

  #isFree(place: number): boolean {
    const from = place * this.tallies;
    for (let at = from; at < from + this.tallies; at++) if (this.#counts[at] !== 0) return false;
    return true;
  }

  /** Where it is, or would be. */
  #place(first: number, second: number, third: number, fourth: number): number {
    const words = this.#words;
    let place = slotOf(first, this.#places);
    for (; !this.#isFree(place); place = place + 1 === this.#places ? 0 : place + 1) {
      const at = place * WORDS;
      const isIt =
        words[at] === first && words[at + 1] === second && words[at + 2] === third && words[at + 3] === fourth;
      if (isIt) break;
    }
    return place;
  }

  #grow(): void {
    const larger = new CountTable(ROOM.grown(this.size), this.tallies);
    this.forEach((first, second, third, fourth, one, two, three) => {
      larger.add(first, second, third, fourth, one, 0);
      if (two > 0) larger.add(first, second, third, fourth, two, 1);
      if (three > 0) larger.add(first, second, third, fourth, three, 2);
    });
    this.#words = larger.#words;
    this.#counts = larger.#counts;
    this.#large = larger.#large;
    this.#places = larger.#places;
  }
}
