/** A process of the model: it may be busy, so that it hears and does nothing, or end. */
import type { Clock } from '../../../nodes/client/waiting/clock';
import type { World } from './world';

export class ModelInstance implements Clock {
  hasEnded = false;
  #busyUntil = 0;
  readonly #onEnd: (() => void)[] = [];

  constructor(
    readonly world: World,
    /** Milliseconds by which its clock is wrong. */
    readonly clockAhead: number,
  ) {}

  /** The clock on its wall. */
  get wallClock(): number {
    return this.world.now + this.clockAhead;
  }

  now(): number {
    return this.world.now;
  }

  after(milliseconds: number, action: () => void): () => void {
    let isForgotten = false;
    this.world.after(milliseconds, () => {
      if (!isForgotten) this.hear(() => !isForgotten && action());
    });
    return () => {
      isForgotten = true;
    };
  }

  /** Something comes from outside. */
  hear(action: () => void): void {
    if (this.hasEnded) return;
    if (this.world.now < this.#busyUntil) this.world.at(this.#busyUntil, () => this.hear(action));
    else {
      this.world.stir();
      action();
    }
  }

  /** As a crash does it. */
  end(): void {
    this.hasEnded = true;
    for (const action of this.#onEnd.splice(0)) action();
  }

  onEnd(action: () => void): void {
    this.#onEnd.push(action);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  get isBusy(): boolean {
    return this.world.now < this.#busyUntil;
  }

  isBusyFor(milliseconds: number): void {
    this.#busyUntil = Math.max(this.#busyUntil, this.world.now + milliseconds);
  }
}
