/**
 * A clock that tests set, of this process and of the emulator alike. Long timers go by it as well: what would happen in
 * half an hour happens when half an hour was said to have passed.
 */
import type { Dials } from '../emulator/dials';

/** Milliseconds from which on a timer is a long one. */
const LONG = 60_000;

/** The steady clock never goes back, for nobody: what was skipped stays so when a test is over. */
const steady = performance.now.bind(performance);
let skipped = 0;
performance.now = () => steady() + skipped;

interface LongTimer {
  due: number;
  action: () => void;
}

export class SimulatedClock {
  readonly #usual = { now: Date.now, setTimeout, clearTimeout };
  readonly #timers = new Map<object, LongTimer>();
  #present = 0;
  /** How far this side's clock is ahead of the service's, in milliseconds. */
  ahead = 0;

  /** From now on, until `restore` is called. */
  constructor(readonly dials: Dials) {
    const { clearTimeout: usualClear } = this.#usual;
    Date.now = () => this.#present + this.ahead;
    globalThis.setTimeout = this.#timer as typeof setTimeout;
    globalThis.clearTimeout = ((timer: object) => {
      if (!this.#timers.delete(timer)) usualClear(timer as NodeJS.Timeout);
    }) as typeof clearTimeout;
  }

  /** What is right, whatever this side's clock shows. */
  get present(): number {
    return this.#present;
  }

  /** Nothing goes on meanwhile. */
  set(present: number): void {
    if (this.#present > 0) this.skip(present - this.#present);
    this.#show(present);
  }

  /** Work goes on meanwhile: it is not this machine that rested. */
  pass(milliseconds: number): void {
    this.#show(this.#present + milliseconds);
  }

  /** The machine rests, whatever is under way; by the steady clock alone. */
  skip(milliseconds: number): void {
    skipped += Math.max(0, milliseconds);
  }

  restore(): void {
    Date.now = this.#usual.now;
    globalThis.setTimeout = this.#usual.setTimeout;
    globalThis.clearTimeout = this.#usual.clearTimeout;
  }

  #show(present: number): void {
    this.#present = present;
    this.dials.set({ now: new Date(present).toISOString() });
    for (const [timer, { due, action }] of [...this.#timers]) {
      if (due <= present && this.#timers.delete(timer)) action();
    }
  }

  readonly #timer = (action: (...values: unknown[]) => void, after = 0, ...values: unknown[]): object => {
    if (after < LONG) return this.#usual.setTimeout(action, after, ...values);
    const timer = { ref: () => timer, unref: () => timer, hasRef: () => true, refresh: () => timer };
    this.#timers.set(timer, { due: this.#present + after, action: () => action(...values) });
    return timer;
  };
}
