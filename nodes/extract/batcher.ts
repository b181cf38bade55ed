/**
 * Cuts a stream of records into batches of one size. A full batch is handed on only when another record is known to
 * follow, so that the last one can be marked; until then its records can be taken back.
 */
import type { Batch } from './run-plan';

export class Batcher<R> {
  /** Those from `#next` on are still here; the ones before it were handed on. */
  #held: R[] = [];
  #next = 0;
  #handedOn = 0;
  #batches = 0;
  #separated = false;
  /** Windows with records that are here still, by the position where each begins. */
  #windows: Array<{ at: number; name: string }> = [];

  constructor(
    readonly size: number,
    readonly take: (batch: Batch<R>) => void | Promise<void>,
  ) {}

  /** Records taken in so far. */
  get position(): number {
    return this.#handedOn + this.#waiting;
  }

  get #waiting(): number {
    return this.#held.length - this.#next;
  }

  /** True while no record from `position` on was handed on. */
  canReturnTo(position: number): boolean {
    return position >= this.#handedOn;
  }

  /** What follows is of a window; asked again in its place, one that has given no record is forgotten. */
  beginWindow(name: string): void {
    if (this.#windows.at(-1)?.at === this.position) this.#windows.pop();
    this.#windows.push({ at: this.position, name });
  }

  /** Forgets every record from `position` on. */
  returnTo(position: number): void {
    this.#held.length = this.#next + position - this.#handedOn;
  }

  /** Resolves when every full batch but the last was handed on. */
  async push(records: R[]): Promise<void> {
    if (records.length === 0) return;
    if (this.#separated && this.#waiting > 0) await this.#handOn(this.#waiting, false);
    this.#separated = false;
    if (this.#waiting === 0) {
      this.#held = records;
      this.#next = 0;
    } else {
      for (const record of records) this.#held.push(record);
    }
    while (this.#waiting > this.size) await this.#handOn(this.size, false);
    if (this.#next === 0) return;
    this.#held = this.#held.slice(this.#next);
    this.#next = 0;
  }

  /** Keeps the records so far and those that follow out of one batch. An endless batch size still takes all. */
  separate(): void {
    this.#separated = Number.isFinite(this.size);
  }

  /** Hands on what is left as the last batch: an empty one where there was no record at all. */
  async finish(): Promise<void> {
    await this.#handOn(this.#waiting, true);
  }

  /** What is handed on is gone from here before anybody takes it: no other call can hand it on again. */
  async #handOn(count: number, last: boolean): Promise<void> {
    const records = this.#held.slice(this.#next, this.#next + count);
    const windows = this.#windowsOf(count);
    this.#next += count;
    this.#handedOn += count;
    await this.take({ records, index: this.#batches++, last, windows });
  }

  /** Of the next records, in their order; forgets those that end before them. */
  #windowsOf(count: number): string[] {
    const first = this.#windows.findLastIndex(({ at }) => at <= this.#handedOn);
    if (first > 0) this.#windows.splice(0, first);
    const end = this.#handedOn + Math.max(count, 1);
    return this.#windows.filter(({ at }) => at < end).map(({ name }) => name);
  }
}
