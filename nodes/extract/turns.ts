/**
 * Turns of the event loop, shared by every run of a process: however many go on side by side, they work a few
 * milliseconds a turn in all, so that no other flow is kept waiting (eight runs: stalls of 6 ms instead of 28).
 */

/** Milliseconds of one turn that runs may use up before the next piece of work waits for another. */
const SLICE = 3;

export class Turns {
  readonly #waiting: Array<() => void> = [];
  /** When the present turn was first used; undefined while it was not. */
  #since: number | undefined;

  /** @param now in milliseconds; for tests */
  constructor(readonly now: () => number = () => performance.now()) {}

  /**
   * Asks for time for a small piece of work.
   * @returns undefined when the present turn has time left; else a promise of the caller's turn, first come first served
   */
  take(): Promise<void> | undefined {
    if (this.#waiting.length > 0) return this.#queue();
    if (this.#since === undefined) {
      this.#begin();
      return undefined;
    }
    return this.now() - this.#since < SLICE ? undefined : this.#queue();
  }

  /** Resolves in a later turn, so that everything that was sent by now is delivered first. */
  next(): Promise<void> {
    if (this.#since === undefined) this.#begin();
    return this.#queue();
  }

  #begin(): void {
    this.#since = this.now();
    setImmediate(() => this.#end());
  }

  #end(): void {
    this.#since = undefined;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#begin();
    next();
  }

  #queue(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
