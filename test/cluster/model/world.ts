/** Time and chance of a model: events happen one after the other, as a seed has them. */

interface Event {
  at: number;
  order: number;
  action: () => void;
}

export class World {
  now = 0;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly #events: Event[] = [];
  #order = 0;
  #isStirred = false;

  constructor(seed: number) {
    this.random = randomOf(seed);
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)]!;
  }

  /** @returns what forgets it */
  at(time: number, action: () => void): () => void {
    const event = { at: Math.max(time, this.now), order: this.#order++, action };
    this.#push(event);
    return () => {
      event.action = () => {};
    };
  }

  after(milliseconds: number, action: () => void): () => void {
    return this.at(this.now + milliseconds, action);
  }

  /** Somebody was told something, from which more follows at the same time. */
  stir(): void {
    this.#isStirred = true;
  }

  /** @returns whether it came to be so before the end */
  async run(isOver: () => boolean, end: number): Promise<boolean> {
    while (!isOver()) {
      const next = this.#pop();
      if (!next || next.at > end) return false;
      this.now = next.at;
      next.action();
      if (!this.#isStirred) continue;
      this.#isStirred = false;
      await new Promise(setImmediate);
    }
    return true;
  }

  #push(event: Event): void {
    const heap = this.#events;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent]!, event)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): Event | undefined {
    const heap = this.#events;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (isBefore(last, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
