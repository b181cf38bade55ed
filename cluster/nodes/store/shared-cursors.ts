import type { CursorLease, CursorStore, StoredCursor } from '../../../nodes/incremental/cursor/cursor-store';
import type { CursorEngine } from './engine';
import type { Patience } from './patience';
import { leftOf, Renewal, type Renewed } from './renewal';
import { storeError } from './store-errors';
import type { StoreSettings } from './store-settings';

interface HeldCursor {
  renewal: Renewal;
  lost: AbortController;
  release: () => Promise<void>;
}

/** The cursors of an instance that shares them with others. */
export class SharedCursors implements CursorStore {
  readonly #held = new Set<HeldCursor>();

  constructor(
    readonly engine: CursorEngine,
    readonly settings: StoreSettings,
    readonly patience: Patience,
  ) {}

  async lease(name: string, ttl: number): Promise<CursorLease | undefined> {
    const { clock, uniqueId } = this.settings;
    const holder = uniqueId();
    let sentAt: number;
    do {
      sentAt = clock.now();
      if (!(await this.patience.ask(() => this.engine.lock(name, holder, ttl)))) return undefined;
      // Asleep in between for longer than that, this process has it no more.
    } while (leftOf(clock, ttl, sentAt) <= 0);
    const lost = new AbortController();
    const renew = async (): Promise<Renewed> => ((await this.engine.renew(name, holder, ttl)) ? 'held' : 'lost');
    const renewal = new Renewal(clock, ttl, sentAt, renew, (error) => {
      this.#held.delete(held);
      lost.abort(error);
    });
    const release = async () => {
      if (!this.#held.delete(held)) return;
      renewal.end();
      // Not heard of it, the engine frees it when its time is over.
      await this.patience.ask(() => this.engine.unlock(name, holder)).catch(() => {});
    };
    const held: HeldCursor = { renewal, lost, release };
    if (!renewal.hasEnded) this.#held.add(held);
    return { lost: lost.signal, release };
  }

  read(name: string): Promise<StoredCursor | undefined> {
    return this.patience.ask(() => this.engine.read(name));
  }

  write(name: string, value: string, version: number | undefined): Promise<boolean> {
    return this.patience.askOnce(() => this.engine.replace(name, value, version));
  }

  /** What is held is lost to its holders and given back. */
  async close(): Promise<void> {
    const givenBack = [...this.#held].map(async ({ lost, release }) => {
      lost.abort(storeError('LEASE_LOST', 'The cluster was closed.'));
      await release();
    });
    await Promise.all(givenBack);
  }
}
