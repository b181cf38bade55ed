import { randomUUID } from 'node:crypto';
import type { ClusterStore } from '../../../nodes/cluster/cluster-store';
import { Patience } from './patience';
import { Contact } from './redis/contact';
import { RedisConnections } from './redis/redis-connections';
import { RedisEngine } from './redis/redis-engine';
import { SharedCursors } from './shared-cursors';
import { SharedSlots } from './shared-slots';
import { SharedWork } from './shared-work';
import { steadyClock } from './steady-clock';
import type { ClusterStoreOptions } from './store-options';
import type { StoreSettings } from './store-settings';

/** Of the time to close: after that it is let go of Redis, whatever that has heard. */
const GIVEN_BACK_WITHIN = 0.8;

/** Returns at once and connects in its own time. Never throws, whatever Redis does. */
export function createClusterStore(options: ClusterStoreOptions): ClusterStore {
  const { prefix, lease, wait, stateFolder } = options;
  const connections = new RedisConnections(options);
  const settings: StoreSettings = {
    clock: steadyClock,
    lease,
    wait,
    uniqueId: randomUUID,
    random: Math.random,
    trouble: () => connections.trouble,
  };
  const engine = new RedisEngine(connections, prefix, lease, randomUUID);
  const contact = new Contact(steadyClock, connections.commands, lease);
  const patience = new Patience(settings);
  const slots = new SharedSlots(engine, settings);
  const work = new SharedWork(engine, settings, patience);
  const cursors = new SharedCursors(engine.cursors, settings, patience);
  let closing: Promise<void> | undefined;

  const close = async (within: number) => {
    contact.close();
    const givenBack = Promise.all([slots.close(), work.close(), cursors.close()]).catch(() => {});
    await orAfter(givenBack, within * GIVEN_BACK_WITHIN);
    patience.close();
    engine.close();
    connections.close();
  };

  return {
    contract: 1,
    slots,
    work,
    cursors,
    lease,
    stateFolder,
    state: () => contact.state,
    onState: (listener) => contact.listen(listener),
    queues: () => slots.view(),
    close: (within) => {
      closing ??= close(within);
      return closing;
    },
  };
}

/** Settles with the work, or after so many milliseconds. */
async function orAfter(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}
