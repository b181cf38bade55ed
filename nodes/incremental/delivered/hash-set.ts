/**
 * Which keys were seen, by 70 bits of a hash, 8 bytes a place. Of a million keys two are taken for one in one list of two
 * billion.
 */
import { PARTS, ROOM, type RowHash, slotOf, word } from './row-hash';

const WORDS = 2;

export class HashSet {
  readonly #parts = Array.from({ length: PARTS }, () => new SetTable(0));

  get size(): number {
    return this.#parts.reduce((sum, { size }) => sum + size, 0);
  }

  /** @returns true where it was not there */
  add(of: RowHash): boolean {
    return this.#partOf(of).add(word(of, 0), secondOf(of));
  }

  has(of: RowHash): boolean {
    return this.#partOf(of).has(word(of, 0), secondOf(of));
  }

  /** By other bits than those by which it is known in its part. */
  #partOf(of: RowHash): SetTable {
    return this.#parts[word(of, 12) % PARTS]!;
  }
}

/** Never 0, which is what a free place has. */
function secondOf(of: RowHash): number {
  return word(of, 4) || 1;
}

class SetTable {
  #words: Uint32Array;
  #places: number;
  size = 0;

  constructor(expected: number) {
    this.#places = ROOM.placesFor(expected);
    this.#words = new Uint32Array(this.#places * WORDS);
  }

  has(first: number, second: number): boolean {
    return this.#words[this.#place(first, second) * WORDS + 1] !== 0;
  }

  add(first: number, second: number): boolean {
    if (ROOM.isFull(this.size, this.#places)) this.#grow();
    const at = this.#place(first, second) * WORDS;
    if (this.#words[at + 1] !== 0) return false;
    this.#words[at] = first;
    this.#words[at + 1] = second;
    this.size++;
    return true;
  }

  /** Where it is, or would be. */
  #place(first: number, second: number): number {
    const words = this.#words;
    let place = slotOf(first, this.#places);
    for (; words[place * WORDS + 1] !== 0; place = place + 1 === this.#places ? 0 : place + 1) {
      if (words[place * WORDS] === first && words[place * WORDS + 1] === second) break;
    }
    return place;
  }

  #grow(): void {
    const larger = new SetTable(ROOM.grown(this.size));
    for (let at = 0; at < this.#words.length; at += WORDS) {
      if (this.#words[at + 1] !== 0) larger.add(this.#words[at]!, this.#words[at + 1]!);
    }
    this.#words = larger.#words;
    this.#places = larger.#places;
  }
}
