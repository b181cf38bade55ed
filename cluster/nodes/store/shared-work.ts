import type {
  DeadWindow,
  JobProgress,
  RetryPolicy,
  SharedWindow,
  TakenWindow,
  Taking,
  WorkQueue,
} from '../../../nodes/work/work-queue';
import type { Engine, QueuedWindow, WorkEngine } from './engine';
import type { Patience } from './patience';
import type { StoreSettings } from './store-settings';
import { WindowTaker } from './window-taker';

const NOTHING: JobProgress = { waiting: 0, active: 0, done: 0, dead: 0, expected: 0 };

/** The windows of long jobs, shared out among instances. */
export class SharedWork implements WorkQueue {
  readonly #takers = new Set<WindowTaker>();
  #closed = false;

  constructor(
    readonly engine: Pick<Engine, 'work'>,
    readonly settings: StoreSettings,
    readonly patience: Patience,
  ) {}

  /**
   * What is known is in the queue: so it comes into the queue first, and is known only then. A job may be cancelled in
   * between: then its windows belong to the next life of it.
   */
  async add(job: string, windows: readonly SharedWindow[], retry: RetryPolicy): Promise<{ added: number }> {
    const engine = this.engine.work(job);
    const ids = windows.map(({ id }) => id);
    for (;;) {
      const life = await this.#ask(() => engine.begin(this.settings.uniqueId()));
      const unknown = new Set(await this.#ask(() => engine.unknown(life, ids)));
      const fresh = windows.filter(({ id }) => unknown.delete(id)).map((window) => ({ ...window, retry }));
      const added = fresh.length > 0 ? await this.#addAll(engine, life, fresh) : 0;
      if ((await this.#ask(() => engine.life())) === life) return { added };
      await this.#ask(() => engine.sweep(life));
    }
  }

  async #addAll(engine: WorkEngine, life: string, windows: readonly QueuedWindow[]): Promise<number> {
    await this.#ask(() => engine.add(life, windows));
    const ids = windows.map(({ id }) => id);
    return this.#ask(() => engine.know(life, ids));
  }

  take(job: string, atOnce: number, handle: (window: TakenWindow) => Promise<void>): Taking {
    const taker = new WindowTaker(this.engine.work(job), this.settings, atOnce, handle);
    if (this.#closed) return { stop: async () => {} };
    this.#takers.add(taker);
    taker.start();
    return {
      stop: async () => {
        await taker.stop();
        this.#takers.delete(taker);
      },
    };
  }

  async progress(job: string): Promise<JobProgress> {
    return this.#ofLife(job, NOTHING, async (engine, life) => {
      const { known, ...counted } = await this.#ask(() => engine.counts(life));
      // Counted one after the other: what was lost or done in between, or is under way though it was done, counts once.
      const done = Math.min(counted.done, known);
      const dead = Math.min(counted.dead, known - done);
      const active = Math.min(counted.active, known - done - dead);
      return { waiting: known - done - dead - active, active, done, dead, expected: known };
    });
  }

  dead(job: string): Promise<DeadWindow[]> {
    return this.#ofLife<DeadWindow[]>(job, [], (engine, life) => this.#ask(() => engine.dead(life)));
  }

  async retryDead(job: string): Promise<number> {
    return this.#ofLife(job, 0, async (engine, life) => {
      let revived = 0;
      for (const { id } of await this.#ask(() => engine.dead(life))) {
        if (await this.#ask(() => engine.revive(life, id))) revived += 1;
      }
      return revived;
    });
  }

  async cancel(job: string): Promise<void> {
    await this.#ofLife(job, undefined, async (engine, life) => {
      await this.#ask(() => engine.end(life));
      await this.#ask(() => engine.sweep(life));
    });
  }

  /** What is under way is lost to its takers and given back. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#takers].map((taker) => taker.close()));
  }

  async #ofLife<T>(job: string, nothing: T, step: (engine: WorkEngine, life: string) => Promise<T>): Promise<T> {
    const engine = this.engine.work(job);
    const life = await this.#ask(() => engine.life());
    return life === undefined ? nothing : step(engine, life);
  }

  #ask<T>(step: () => Promise<T>): Promise<T> {
    return this.patience.ask(step);
  }
}
