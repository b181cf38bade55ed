/** A wait that can be cut short, one at a time. */
import type { Clock } from '../../../nodes/client/waiting/clock';

export class Nap {
  #end = () => {};

  constructor(readonly clock: Clock) {}

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const forget = this.clock.after(milliseconds, resolve);
      this.#end = () => {
        forget();
        resolve();
      };
    });
  }

  cut(): void {
    this.#end();
  }
}
