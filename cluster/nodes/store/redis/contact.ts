/** Whether Redis is there, asked again and again: a connection that is open says nothing of who is at its end. */
import type { Redis } from 'ioredis';
import type { Clock } from '../../../../nodes/client/waiting/clock';
import type { ClusterState } from '../../../../nodes/cluster/cluster-store';

/** Of the lease: how often it is asked, and how long an answer may take. */
const ASKED_EVERY = 0.2;
const LATE_AFTER = 0.4;

export class Contact {
  readonly #listeners = new Set<(state: ClusterState) => void>();
  #state: ClusterState = 'connecting';
  /** When that was sent which was answered last, or the start. */
  #heardAt: number;
  #wasHeard = false;
  #asking = false;
  #forget = () => {};

  constructor(
    readonly clock: Clock,
    readonly redis: Redis,
    readonly lease: number,
  ) {
    this.#heardAt = clock.now();
    redis.on('ready', () => void this.#ask());
    redis.on('close', () => this.#lost());
    this.#askLater();
  }

  get state(): ClusterState {
    return this.#state;
  }

  listen(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#forget();
    this.#listeners.clear();
  }

  #askLater(): void {
    this.#forget = this.clock.after(this.lease * ASKED_EVERY, () => {
      void this.#ask();
      this.#look();
      this.#askLater();
    });
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const sentAt = this.clock.now();
    const answer = await this.redis.ping().catch(() => undefined);
    this.#asking = false;
    if (answer === undefined) return;
    this.#heardAt = sentAt;
    this.#wasHeard = true;
    this.#look();
  }

  #lost(): void {
    this.#wasHeard = false;
    this.#look();
  }

  #look(): void {
    const silence = this.clock.now() - this.#heardAt;
    const isThere = this.#wasHeard && silence < this.lease * LATE_AFTER;
    const state = isThere ? 'ready' : silence < this.lease ? 'connecting' : 'down';
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }
}
