/** A clock that tests set, of this process and of the emulator alike; timers go on as ever. */
import type { Dials } from '../emulator/dials';

export class SimulatedClock {
  readonly #usual = Date.now;
  #present = 0;
  /** How far this side's clock is ahead of the service's, in milliseconds. */
  ahead = 0;

  /** From now on, until `restore` is called. */
  constructor(readonly dials: Dials) {
    Date.now = () => this.#present + this.ahead;
  }

  /** What is right, whatever this side's clock shows. */
  get present(): number {
    return this.#present;
  }

  set(present: number): void {
    this.#present = present;
    this.dials.set({ now: new Date(present).toISOString() });
  }

  pass(milliseconds: number): void {
    this.set(this.#present + milliseconds);
  }

  restore(): void {
    Date.now = this.#usual;
  }
}
