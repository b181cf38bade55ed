/** Answers of an engine that may be away. */
import { closedError, unavailable } from './store-errors';
import type { StoreSettings } from './store-settings';

/** Milliseconds between two tries. */
const TRIED_EVERY = 200;

export class Patience {
  readonly #givenUp = new Set<(error: Error) => void>();
  #closed = false;

  constructor(readonly settings: StoreSettings) {}

  /**
   * What the engine answers, asked again where it failed.
   * @throws `CLUSTER_UNAVAILABLE` when that takes as long as an engine is waited for; `CANCELLED` when this is closed
   */
  ask<T>(step: () => Promise<T>): Promise<T> {
    return this.#within(async (isOver) => {
      for (;;) {
        try {
          return await step();
        } catch (error) {
          if (isOver(error)) throw error;
          await new Promise<void>((resolve) => this.settings.clock.after(TRIED_EVERY, resolve));
        }
      }
    });
  }

  /** The same for what must not be done twice. */
  askOnce<T>(step: () => Promise<T>): Promise<T> {
    return this.#within(step);
  }

  close(): void {
    this.#closed = true;
    for (const giveUp of this.#givenUp) giveUp(closedError());
  }

  #within<T>(work: (isOver: (error: unknown) => boolean) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    const { clock, wait, trouble } = this.settings;
    let failure: unknown;
    let isSettled = false;
    return new Promise<T>((resolve, reject) => {
      const settle = (action: () => void) => {
        isSettled = true;
        forget();
        this.#givenUp.delete(giveUp);
        action();
      };
      const giveUp = (error: Error) => settle(() => reject(error));
      const forget = clock.after(wait, () => giveUp(unavailable(wait, failure ?? trouble())));
      this.#givenUp.add(giveUp);
      const isOver = (error: unknown) => {
        failure = error;
        return isSettled;
      };
      work(isOver).then(
        (answer) => settle(() => resolve(answer)),
        (error) => settle(() => reject(unavailable(wait, error))),
      );
    });
  }
}
