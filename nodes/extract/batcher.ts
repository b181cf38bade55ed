/**
 * Cuts a stream of records into batches of one size. A full batch is handed on only when another record is known to
 * follow, so that the last one can be marked; until then its records can be taken back.
 */
import type { Batch } from './run-plan';

export type TakeBatch<R> = (batch: Batch<R>) => void | Promise<void>;

export class Batcher<R> {
  #held: R[] = [];
  #handedOn = 0;
  #batches = 0;
  #separated = false;

  constructor(
    readonly size: number,
    readonly take: TakeBatch<R>,
  ) {}

  /** Records taken in so far. */
  get position(): number {
    return this.#handedOn + this.#held.length;
  }

  /** True while no record from `position` on was handed on. */
  canReturnTo(position: number): boolean {
    return position >= this.#handedOn;
  }

  /** Forgets every record from `position` on. */
  returnTo(position: number): void {
    this.#held.length = position - this.#handedOn;
  }

  /** Resolves when every full batch but the last has been taken. */
  async push(records: R[]): Promise<void> {
    if (records.length === 0) return;
    if (this.#separated && this.#held.length > 0) await this.#handOnHeld(false);
    this.#separated = false;
    if (this.#held.length === 0) this.#held = records;
    else for (const record of records) this.#held.push(record);
    let start = 0;
    while (this.#held.length - start > this.size) {
      const batch = this.#held.slice(start, start + this.size);
      start += this.size;
      await this.#handOn(batch, false);
    }
    if (start > 0) this.#held = this.#held.slice(start);
  }

  /** Keeps the records so far and those that follow out of one batch. An endless batch size still takes all. */
  separate(): void {
    this.#separated = Number.isFinite(this.size);
  }

  /** Hands on what is left as the last batch: an empty one where there was no record at all. */
  async finish(): Promise<void> {
    await this.#handOnHeld(true);
  }

  async #handOnHeld(last: boolean): Promise<void> {
    const batch = this.#held;
    this.#held = [];
    await this.#handOn(batch, last);
  }

  async #handOn(records: R[], last: boolean): Promise<void> {
    this.#handedOn += records.length;
    await this.take({ records, index: this.#batches++, last });
  }
}
