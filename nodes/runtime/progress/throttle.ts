/** How often people and flows are told how far a run is. */
import { type Clock, systemClock } from '../../client/waiting/clock';

/** Milliseconds in which so many may pass. Every status and progress message goes to every open editor, or into a flow. */
const PERIOD = 1000;

/** Lets a few pass a second and keeps the latest of the others for the next one: the last is never lost. */
export class Throttle<T> {
  #passed = 0;
  #kept: T | undefined;
  #forgetTimer: (() => void) | undefined;

  constructor(
    readonly pass: (item: T) => void,
    readonly clock: Clock = systemClock,
  ) {}

  /** @param most passes at once unless that many have passed in this period */
  offer(item: T, most: number): void {
    this.#kept = item;
    if (this.#passed < most) this.#passKept();
  }

  /** Drops what is kept. */
  stop(): void {
    this.#forgetTimer?.();
    this.#forgetTimer = undefined;
    this.#kept = undefined;
    this.#passed = 0;
  }

  #passKept(): void {
    const item = this.#kept as T;
    this.#kept = undefined;
    this.#passed++;
    this.#forgetTimer ??= this.clock.after(PERIOD, () => this.#onPeriod());
    this.pass(item);
  }

  #onPeriod(): void {
    this.#forgetTimer = undefined;
    this.#passed = 0;
    if (this.#kept !== undefined) this.#passKept();
  }
}
