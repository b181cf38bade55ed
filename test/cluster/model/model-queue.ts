/** A queue as BullMQ keeps it in Redis: what each of its steps does to the lists, sets and locks. */
import type { World } from './world';

interface Lock {
  holder: string;
  until: number;
}

export interface ModelJob {
  data: string;
  attemptsMade: number;
  attemptsStarted: number;
  reason: string;
}

export class ModelQueue {
  readonly jobs = new Map<string, ModelJob>();
  /** The next one last. */
  readonly wait: string[] = [];
  readonly active = new Set<string>();
  readonly delayed = new Map<string, number>();
  /** The oldest first. */
  readonly failed = new Set<string>();
  readonly #locks = new Map<string, Lock>();
  #stalled = new Set<string>();
  #checkedUntil = 0;
  #hasMarker = false;
  readonly #blocked = new Set<() => void>();

  constructor(
    readonly world: World,
    readonly lease: number,
  ) {}

  add(id: string, data: string): void {
    if (this.jobs.has(id)) return;
    this.jobs.set(id, { data, attemptsMade: 0, attemptsStarted: 0, reason: '' });
    this.wait.unshift(id);
    this.#mark();
  }

  /** @param clock of who takes, by which waits are over */
  take(holder: string, clock: number): { id: string; job: ModelJob } | undefined {
    for (const [id, due] of this.delayed) {
      if (due > clock) continue;
      this.delayed.delete(id);
      this.wait.unshift(id);
      this.#mark();
    }
    const id = this.wait.pop();
    if (id === undefined) return undefined;
    this.active.add(id);
    this.#locks.set(id, { holder, until: this.world.now + this.lease });
    const job = this.jobs.get(id)!;
    job.attemptsStarted += 1;
    this.#mark();
    return { id, job: { ...job } };
  }

  renew(id: string, holder: string): boolean {
    if (!this.#isHeld(id, holder)) return false;
    this.#locks.set(id, { holder, until: this.world.now + this.lease });
    this.#stalled.delete(id);
    return true;
  }

  /** @returns false when it no longer is the holder's, and nothing happened */
  giveBack(id: string, holder: string): boolean {
    if (!this.#unlock(id, holder)) return false;
    this.wait.push(id);
    this.#mark();
    return true;
  }

  finish(id: string, holder: string): boolean {
    return this.#unlock(id, holder) && this.jobs.delete(id);
  }

  delay(id: string, holder: string, due: number): void {
    if (!this.#unlock(id, holder)) return;
    this.jobs.get(id)!.attemptsMade += 1;
    this.delayed.set(id, due);
  }

  fail(id: string, holder: string, reason: string): void {
    if (!this.#unlock(id, holder)) return;
    const job = this.jobs.get(id)!;
    job.attemptsMade += 1;
    job.reason = reason;
    this.failed.add(id);
  }

  retry(id: string): boolean {
    if (!this.failed.delete(id)) return false;
    Object.assign(this.jobs.get(id)!, { attemptsMade: 0, attemptsStarted: 0 });
    this.wait.unshift(id);
    this.#mark();
    return true;
  }

  recover(): void {
    const { now } = this.world;
    if (now < this.#checkedUntil) return;
    this.#checkedUntil = now + this.lease / 4;
    for (const id of this.#stalled) {
      if (this.#lockOf(id) || !this.active.delete(id)) continue;
      this.wait.push(id);
      this.#mark();
    }
    this.#stalled = new Set(this.active);
  }

  /** Until there is a marker, which is taken away. @returns what forgets it */
  block(wake: () => void): () => void {
    const blocked = () => {
      this.#hasMarker = false;
      this.#blocked.delete(blocked);
      wake();
    };
    if (this.#hasMarker) blocked();
    else this.#blocked.add(blocked);
    return () => this.#blocked.delete(blocked);
  }

  /** All of it is lost, but for who is blocked. */
  clear(): void {
    for (const part of [this.jobs, this.active, this.delayed, this.failed, this.#locks]) part.clear();
    this.wait.length = 0;
    this.#stalled = new Set();
    this.#checkedUntil = 0;
    this.#hasMarker = false;
  }

  #lockOf(id: string): Lock | undefined {
    const lock = this.#locks.get(id);
    return lock && lock.until > this.world.now ? lock : undefined;
  }

  #isHeld(id: string, holder: string): boolean {
    return this.#lockOf(id)?.holder === holder;
  }

  #unlock(id: string, holder: string): boolean {
    if (!this.jobs.has(id) || !this.#isHeld(id, holder)) return false;
    this.#locks.delete(id);
    this.#stalled.delete(id);
    return this.active.delete(id);
  }

  #mark(): void {
    this.#hasMarker = true;
    const [first] = this.#blocked;
    first?.();
  }
}
