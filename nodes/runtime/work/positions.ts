/** Which windows of an order are done, by their positions: a bit each, for an order may have a hundred thousand. */

export class Positions {
  #bits: Uint8Array;

  /** @param text as `text` gives it; anything else is read as far as it goes */
  constructor(text = '') {
    this.#bits = new Uint8Array(Buffer.from(text, 'base64'));
  }

  has(position: number): boolean {
    return ((this.#bits[position >> 3] ?? 0) & (1 << (position & 7))) !== 0;
  }

  add(position: number): void {
    this.#reach(position >> 3);
    this.#bits[position >> 3]! |= 1 << (position & 7);
  }

  /** Those of another one, too. */
  addAll(other: Positions): void {
    this.#reach(other.#bits.length - 1);
    for (const [index, byte] of other.#bits.entries()) this.#bits[index]! |= byte;
  }

  get size(): number {
    let count = 0;
    for (let byte of this.#bits) for (; byte !== 0; byte &= byte - 1) count++;
    return count;
  }

  get text(): string {
    return Buffer.from(this.#bits).toString('base64');
  }

  #reach(index: number): void {
    if (index < this.#bits.length) return;
    const longer = new Uint8Array(index + 1);
    longer.set(this.#bits);
    this.#bits = longer;
  }
}
