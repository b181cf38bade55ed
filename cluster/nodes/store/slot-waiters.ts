/** Who waits for a slot in this instance, in the order of the slots of one process. */
import type { SlotRequest } from '../../../nodes/client/slots/slot-store';

/** So many light requests may pass a waiting report one after the other. */
const LIGHT_IN_A_ROW = 4;

export interface Waiter<T> {
  request: SlotRequest;
  since: number;
  resolve: (slot: T) => void;
  reject: (error: Error) => void;
}

export class SlotWaiters<T> {
  readonly #light: Waiter<T>[] = [];
  readonly #reports: Waiter<T>[] = [];
  readonly #places = new Map<Waiter<T>, number>();
  #lightInARow = 0;

  get size(): number {
    return this.#light.length + this.#reports.length;
  }

  /** The next one first. */
  get all(): Waiter<T>[] {
    return [...this.#light, ...this.#reports];
  }

  add(waiter: Waiter<T>): void {
    this.#lineOf(waiter).push(waiter);
  }

  /** Light requests first, but a report is passed only so many times. */
  next(): Waiter<T> | undefined {
    const [light] = this.#light;
    const [report] = this.#reports;
    if (light && report && this.#lightInARow >= LIGHT_IN_A_ROW) return report;
    return light ?? report;
  }

  /** It is its turn. */
  start(waiter: Waiter<T>): void {
    this.remove(waiter);
    this.#lightInARow = waiter.request.weight === 'light' ? this.#lightInARow + 1 : 0;
  }

  /** @returns false when it did not wait */
  remove(waiter: Waiter<T>): boolean {
    const line = this.#lineOf(waiter);
    const at = line.indexOf(waiter);
    if (at < 0) return false;
    line.splice(at, 1);
    this.#places.delete(waiter);
    return true;
  }

  tellPlaces(): void {
    this.all.forEach((waiter, index) => {
      if (this.#places.get(waiter) === index + 1) return;
      this.#places.set(waiter, index + 1);
      waiter.request.onPlace?.(index + 1);
    });
  }

  #lineOf({ request }: Waiter<T>): Waiter<T>[] {
    return request.weight === 'light' ? this.#light : this.#reports;
  }
}
