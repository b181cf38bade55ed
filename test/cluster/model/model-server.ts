/** What Redis keeps for all instances, on a clock of its own. It may stand still, and lose all that it has. */
import { ModelQueue } from './model-queue';
import type { World } from './world';

interface Kept {
  value: string;
  until: number;
}

export class ModelServer {
  readonly #queues = new Map<string, ModelQueue>();
  readonly #sets = new Map<string, Set<string>>();
  readonly #values = new Map<string, Kept>();
  #standsStill = false;
  #waiting: (() => void)[] = [];

  constructor(
    readonly world: World,
    readonly lease: number,
  ) {}

  queue(name: string): ModelQueue {
    const queue = this.#queues.get(name) ?? new ModelQueue(this.world, this.lease);
    this.#queues.set(name, queue);
    return queue;
  }

  set(name: string): Set<string> {
    const set = this.#sets.get(name) ?? new Set();
    this.#sets.set(name, set);
    return set;
  }

  get(key: string): string | undefined {
    const kept = this.#values.get(key);
    return kept && kept.until > this.world.now ? kept.value : undefined;
  }

  put(key: string, value: string, lasts = Number.POSITIVE_INFINITY): void {
    this.#values.set(key, { value, until: this.world.now + lasts });
  }

  /** Milliseconds until it is gone; 0 when it is. */
  lasts(key: string): number {
    return Math.max(0, (this.#values.get(key)?.until ?? 0) - this.world.now);
  }

  remove(...keys: string[]): void {
    for (const key of keys) {
      this.#values.delete(key);
      this.#sets.delete(key);
    }
  }

  /** Does it now, or when it goes on. */
  execute(step: () => void): void {
    if (this.#standsStill) this.#waiting.push(step);
    else step();
  }

  standStill(): void {
    this.#standsStill = true;
  }

  goOn(): void {
    this.#standsStill = false;
    for (const step of this.#waiting.splice(0)) step();
  }

  loseAll(): void {
    for (const queue of this.#queues.values()) queue.clear();
    this.#sets.clear();
    this.#values.clear();
  }
}
