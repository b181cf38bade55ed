/**
 * Tells when there is something to take in a queue. BullMQ leaves a marker beside each queue that has something; one
 * blocking command of an instance waits for the markers of all queues that it waits for.
 */
import type { Redis } from 'ioredis';
import type { Waking } from '../engine';

/** Seconds after which the command ends by itself. */
const LONGEST_BLOCK = 1;

interface Listener {
  markers: readonly string[];
  wake: () => void;
}

export class Bell {
  readonly #listeners = new Set<Listener>();
  /** What the command under way waits for. */
  #heard: ReadonlySet<string> = new Set();
  #listening = false;
  #closed = false;

  /** @param interrupt a key of this instance, which ends the command under way */
  constructor(
    readonly waiting: Redis,
    readonly commands: Redis,
    readonly interrupt: string,
  ) {}

  wake(markers: readonly string[], within: number): Waking {
    let cancel = () => {};
    const woken = new Promise<void>((resolve) => {
      const timer = setTimeout(() => listener.wake(), within);
      const listener: Listener = {
        markers,
        wake: () => {
          clearTimeout(timer);
          this.#listeners.delete(listener);
          resolve();
        },
      };
      cancel = listener.wake;
      this.#listeners.add(listener);
      if (this.#closed) return;
      if (!this.#listening) void this.#listen();
      else if (markers.some((marker) => !this.#heard.has(marker))) this.#interruptCommand();
    });
    return { woken, cancel };
  }

  close(): void {
    this.#closed = true;
    for (const { wake } of [...this.#listeners]) wake();
  }

  async #listen(): Promise<void> {
    this.#listening = true;
    while (this.#listeners.size > 0 && !this.#closed) {
      this.#heard = new Set([...this.#listeners].flatMap(({ markers }) => markers));
      try {
        const popped = await this.waiting.bzpopmin(this.interrupt, ...this.#heard, LONGEST_BLOCK);
        if (popped) this.#ring(popped[0]);
      } catch {
        // Those who listen have their own time.
        if (!this.#closed) await new Promise((resolve) => setTimeout(resolve, LONGEST_BLOCK * 1000));
      }
    }
    this.#listening = false;
  }

  /** Wakes one listener of the marker, which is taken with it: BullMQ puts it back when that takes something. */
  #ring(marker: string): void {
    if (marker === this.interrupt) return;
    const listener = [...this.#listeners].find(({ markers }) => markers.includes(marker));
    if (listener) listener.wake();
    // Nobody waits for it here any more: it is left to other instances, as BullMQ writes it.
    else this.commands.zadd(marker, 0, '0').catch(() => {});
  }

  #interruptCommand(): void {
    this.commands
      .multi()
      .zadd(this.interrupt, 0, 'now')
      .pexpire(this.interrupt, LONGEST_BLOCK * 1000)
      .exec()
      .catch(() => {});
  }
}
