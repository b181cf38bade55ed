/** The windows of jobs in one process. What it has is gone with the process: the planner adds it again. */
import { backgroundClock, type Clock } from '../client/waiting/clock';
import { DataConnectError } from '../errors';
import type { DeadWindow, JobProgress, RetryPolicy, SharedWindow, TakenWindow, Taking, WorkQueue } from './work-queue';

type Handle = (window: TakenWindow) => Promise<void>;

interface Entry {
  id: string;
  /** As JSON; of a window that is done nothing is kept. */
  data: string;
  retry: RetryPolicy;
  /** How often it was handed out. */
  handedOut: number;
  failed: number;
}

/** A queue whose windows nobody else takes. */
export class ProcessWork implements WorkQueue {
  readonly #jobs = new Map<string, Job>();

  constructor(readonly clock: Clock = backgroundClock) {}

  async add(job: string, windows: readonly SharedWindow[], retry: RetryPolicy): Promise<{ added: number }> {
    return { added: this.#job(job).add(windows, retry) };
  }

  take(job: string, atOnce: number, handle: Handle): Taking {
    return this.#job(job).take(atOnce, handle);
  }

  async progress(job: string): Promise<JobProgress> {
    return this.#job(job).progress();
  }

  async dead(job: string): Promise<DeadWindow[]> {
    return this.#job(job).dead();
  }

  async retryDead(job: string): Promise<number> {
    return this.#job(job).retryDead();
  }

  async cancel(job: string): Promise<void> {
    this.#job(job).cancel();
  }

  #job(name: string): Job {
    for (const [known, job] of this.#jobs) if (known !== name && job.isUnused()) this.#jobs.delete(known);
    const job = this.#jobs.get(name) ?? new Job(name, this.clock);
    this.#jobs.set(name, job);
    return job;
  }
}

class Job {
  /** Ids of all, those that are done too. */
  readonly #known = new Set<string>();
  /** The next one first. */
  readonly #ready = new Set<Entry>();
  /** Those that wait for their next attempt, and what forgets the wait. */
  readonly #later = new Map<Entry, () => void>();
  readonly #active = new Map<Entry, AbortController>();
  readonly #dead = new Map<Entry, DeadWindow['error']>();
  readonly #takers = new Set<Taker>();

  constructor(
    readonly name: string,
    readonly clock: Clock,
  ) {}

  isUnused(): boolean {
    return this.#known.size + this.#takers.size === 0;
  }

  add(windows: readonly SharedWindow[], retry: RetryPolicy): number {
    const fresh = windows.filter(({ id }) => !this.#known.has(id) && this.#known.add(id));
    for (const { id, data } of fresh) {
      this.#ready.add({ id, data: JSON.stringify(data), retry, handedOut: 0, failed: 0 });
    }
    this.#handOut();
    return fresh.length;
  }

  take(atOnce: number, handle: Handle): Taking {
    const taker = new Taker(atOnce, handle);
    this.#takers.add(taker);
    this.#handOut();
    return {
      stop: async () => {
        this.#takers.delete(taker);
        taker.isStopped = true;
        await Promise.all(taker.underWay);
      },
    };
  }

  progress(): JobProgress {
    const [waiting, active, dead] = [this.#ready.size + this.#later.size, this.#active.size, this.#dead.size];
    const expected = this.#known.size;
    return { waiting, active, done: expected - waiting - active - dead, dead, expected };
  }

  dead(): DeadWindow[] {
    return [...this.#dead].map(([{ id, data, failed }, error]) => ({
      id,
      data: JSON.parse(data),
      attempts: failed,
      error,
    }));
  }

  retryDead(): number {
    const again = [...this.#dead.keys()];
    this.#dead.clear();
    for (const entry of again) this.#ready.add(Object.assign(entry, { handedOut: 0, failed: 0 }));
    this.#handOut();
    return again.length;
  }

  cancel(): void {
    for (const forget of this.#later.values()) forget();
    const underWay = [...this.#active.values()];
    for (const part of [this.#known, this.#ready, this.#later, this.#active, this.#dead]) part.clear();
    const facts = { endpoint: this.name, reason: { phrase: 'cancelled-on-request' } } as const;
    for (const lost of underWay) lost.abort(new DataConnectError('CANCELLED', facts));
  }

  /** Whoever has the least is given the next. */
  #handOut(): void {
    for (const entry of this.#ready) {
      const free = [...this.#takers].filter((taker) => taker.underWay.size < taker.atOnce);
      const [taker] = free.sort((one, other) => one.underWay.size - other.underWay.size);
      if (!taker) return;
      this.#ready.delete(entry);
      this.#give(entry, taker);
    }
  }

  #give(entry: Entry, taker: Taker): void {
    const lost = new AbortController();
    this.#active.set(entry, lost);
    entry.handedOut += 1;
    const done = this.#handle(entry, taker, lost.signal).finally(() => {
      taker.underWay.delete(done);
      this.#handOut();
    });
    taker.underWay.add(done);
  }

  async #handle(entry: Entry, taker: Taker, lost: AbortSignal): Promise<void> {
    const { id, data, handedOut: attempt } = entry;
    try {
      // Behind the call that handed it out, which returns at once.
      await Promise.resolve();
      await taker.handle({ id, data: JSON.parse(data), attempt, lost });
      this.#active.delete(entry);
    } catch (error) {
      if (lost.aborted) return;
      this.#active.delete(entry);
      if (taker.isStopped) this.#ready.add(entry);
      else this.#failed(entry, error);
    }
  }

  #failed(entry: Entry, error: unknown): void {
    entry.failed += 1;
    const { attempts, backOff } = entry.retry;
    if (entry.failed >= attempts) {
      this.#dead.set(entry, failureOf(error));
      return;
    }
    const again = this.clock.after(backOff * 2 ** (entry.failed - 1), () => {
      this.#later.delete(entry);
      this.#ready.add(entry);
      this.#handOut();
    });
    this.#later.set(entry, again);
  }
}

class Taker {
  readonly underWay = new Set<Promise<void>>();
  isStopped = false;

  constructor(
    readonly atOnce: number,
    readonly handle: Handle,
  ) {}
}

/** The words of a failure, and its code where it has one. */
function failureOf(error: unknown): DeadWindow['error'] {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { code, message: error.message };
}
