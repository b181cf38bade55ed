import { onAbort, type StopSignal } from './cancellation';

/**
 * One piece of work in flight for any number of callers. A caller that gives up does not disturb the others; when the
 * last one gives up the work itself is aborted.
 */
export class SingleFlight<T> {
  #flight: { result: Promise<T>; controller: AbortController; waiting: number } | undefined;

  /**
   * Joins the work in flight, or starts it.
   * @param start the work; its signal is aborted when nobody waits any more
   * @param signal the caller's own
   * @param givenUp the error this caller gets when its signal is aborted
   */
  async join(start: (signal: StopSignal) => Promise<T>, signal: StopSignal, givenUp: () => Error): Promise<T> {
    if (signal.aborted) throw givenUp();
    this.#flight ??= this.#begin(start);
    const flight = this.#flight;
    flight.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const forget = onAbort(signal, () => {
        this.#leave(flight);
        reject(givenUp());
      });
      flight.result.then(resolve, reject).finally(forget);
    });
  }

  #begin(start: (signal: StopSignal) => Promise<T>) {
    const controller = new AbortController();
    const flight = { result: start(controller.signal), controller, waiting: 0 };
    const landed = () => {
      if (this.#flight === flight) this.#flight = undefined;
    };
    flight.result.then(landed, landed);
    return flight;
  }

  #leave(flight: { controller: AbortController; waiting: number }): void {
    flight.waiting -= 1;
    if (flight.waiting > 0) return;
    if (this.#flight === flight) this.#flight = undefined;
    flight.controller.abort();
  }
}
