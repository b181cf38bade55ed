import type { QueueView } from '../../../nodes/client/slots/queue-view';
import type { Slot, SlotRequest, SlotStore } from '../../../nodes/client/slots/slot-store';
import type { Engine } from './engine';
import { SharedSlotQueue } from './shared-slot-queue';
import { closedError } from './store-errors';
import type { StoreSettings } from './store-settings';

/** The slots of an instance that shares them with others. */
export class SharedSlots implements SlotStore {
  readonly #queues = new Map<string, SharedSlotQueue>();
  #closed = false;

  constructor(
    readonly engine: Pick<Engine, 'slots'>,
    readonly settings: StoreSettings,
  ) {}

  async acquire(request: SlotRequest): Promise<Slot> {
    if (this.#closed) throw closedError();
    return this.#queue(request.key).acquire(request);
  }

  view(): QueueView[] {
    return [...this.#queues]
      .filter(([, queue]) => !queue.isUnused)
      .map(([key, queue]) => ({ ...hostAndCompany(key), ...queue.view() }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #queue(key: string): SharedSlotQueue {
    const known = this.#queues.get(key);
    if (known) return known;
    for (const [other, queue] of this.#queues) {
      if (queue.isUnused) this.#queues.delete(other);
    }
    const queue = new SharedSlotQueue(this.engine.slots(key), this.settings);
    this.#queues.set(key, queue);
    return queue;
  }
}

/** As `queueKey` of the main package puts them together. */
function hostAndCompany(key: string): Pick<QueueView, 'host' | 'company'> {
  const space = key.indexOf(' ');
  return { host: key.slice(0, space), company: key.slice(space + 1) };
}
