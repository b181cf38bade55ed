import type { CursorEngine, Engine, SlotEngine, WorkEngine } from '../engine';
import { Bell } from './bell';
import { BullQueues } from './bull-queues';
import type { RedisConnections } from './redis-connections';
import { RedisCursors } from './redis-cursors';
import { RedisSlots } from './redis-slots';
import { RedisWork } from './redis-work';

/** BullMQ on Redis or Valkey. */
export class RedisEngine implements Engine {
  readonly cursors: CursorEngine;
  readonly #bull: BullQueues;
  readonly #bell: Bell;

  /** @param prefix of all keys */
  constructor(
    connections: RedisConnections,
    prefix: string,
    lease: number,
    readonly uniqueId: () => string,
  ) {
    const { commands, waiting, transactions } = connections;
    this.#bull = new BullQueues(commands, prefix, lease);
    this.#bell = new Bell(waiting, commands, `${prefix}:bell:${uniqueId()}`);
    this.cursors = new RedisCursors(this.#bull, transactions);
  }

  slots(key: string): SlotEngine {
    return new RedisSlots(this.#bull, this.#bell, this.uniqueId, key);
  }

  work(job: string): WorkEngine {
    return new RedisWork(this.#bull, this.#bell, job);
  }

  close(): void {
    this.#bell.close();
  }
}
