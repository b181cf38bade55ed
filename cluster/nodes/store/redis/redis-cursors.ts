/** Cursors: a hash each, written when the version that was read still is there; their leases are locks as BullMQ has them. */
import type { Redis } from 'ioredis';
import type { CursorEngine } from '../engine';
import { type BullQueue, type BullQueues, keyPart } from './bull-queues';

export class RedisCursors implements CursorEngine {
  readonly #locks: BullQueue;
  /** One at a time watches: what is watched belongs to the connection. */
  #last: Promise<unknown> = Promise.resolve();
  /** Rejects when the connection is lost that there is now: what was asked on it is never answered. */
  #lost = new ConnectionLoss();

  constructor(
    readonly bull: BullQueues,
    readonly transactions: Redis,
  ) {
    this.#locks = bull.queue('cursors');
    transactions.on('close', () => {
      this.#lost.happen();
      this.#lost = new ConnectionLoss();
    });
  }

  async lock(name: string, holder: string, ttl: number): Promise<boolean> {
    const transaction = this.bull.transaction();
    transaction.set(this.#lockKey(name), holder, 'PX', Math.ceil(ttl), 'NX');
    // Whoever has it already, for he asked twice, has it from now on.
    this.#locks.renewIn(transaction, keyPart(name), holder, Math.ceil(ttl));
    const [, held] = await this.bull.answersOf(transaction);
    return held === 1;
  }

  async renew(name: string, holder: string, ttl: number): Promise<boolean> {
    return (await this.#locks.extendLock(keyPart(name), holder, Math.ceil(ttl))) === 1;
  }

  async unlock(name: string, holder: string): Promise<void> {
    await this.#locks.execCommand(await this.#locks.client, 'releaseLock', [this.#lockKey(name), holder]);
  }

  async read(name: string): Promise<{ value: string; version: number } | undefined> {
    const [value, version] = await this.bull.client.hmget(this.#cursorKey(name), 'value', 'version');
    return typeof value === 'string' ? { value, version: Number(version) } : undefined;
  }

  replace(name: string, value: string, version: number | undefined): Promise<boolean> {
    const replaced = this.#last.then(() => this.#replaceNow(name, value, version));
    this.#last = replaced.catch(() => {});
    return replaced;
  }

  async #replaceNow(name: string, value: string, version: number | undefined): Promise<boolean> {
    const key = this.#cursorKey(name);
    // Waits for a connection where there is none.
    await this.transactions.ping();
    const lost = this.#lost;
    await lost.or(this.transactions.watch(key));
    const stored = await lost.or(this.transactions.hget(key, 'version'));
    if ((stored === null ? undefined : Number(stored)) !== version) {
      await lost.or(this.transactions.unwatch());
      return false;
    }
    // On another connection nothing is watched.
    if (lost !== this.#lost || this.transactions.status !== 'ready') throw new Error('The connection was lost.');
    const transaction = this.transactions.multi().hset(key, { value, version: (version ?? 0) + 1 });
    return (await lost.or(transaction.exec())) !== null;
  }

  #lockKey(name: string): string {
    return `${this.#locks.toKey(keyPart(name))}:lock`;
  }

  #cursorKey(name: string): string {
    return this.#locks.toKey(`cursor:${keyPart(name)}`);
  }
}

class ConnectionLoss {
  happen = () => {};
  readonly #happened = new Promise<never>((_, reject) => {
    this.happen = () => reject(new Error('The connection was lost.'));
  });

  constructor() {
    this.#happened.catch(() => {});
  }

  or<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([answer, this.#happened]);
  }
}
