/** The store of the cluster's package, on a real Redis. Its lease is short, so that the end of one is soon. */
import assert from 'node:assert/strict';
import { createClusterStore } from '../../cluster/nodes/store/create-cluster-store';
import type { ClusterStoreOptions } from '../../cluster/nodes/store/store-options';
import type { ClusterState, ClusterStore } from '../../nodes/cluster/cluster-store';
import { keepsTheContractOfCursors } from '../contracts/cursor-store';
import { keepsTheContractOfSlots } from '../contracts/slot-store';
import { until } from '../contracts/until';
import { keepsTheContractOfWork } from '../contracts/work-queue';
import { type RedisServer, startRedis } from './redis-server';
import { Relay } from './relay';

const LEASE = 500;
const WAIT = 5000;

describe('the store of a cluster', function () {
  this.timeout(60_000);
  let redis: RedisServer;
  const stores: ClusterStore[] = [];
  const relays: Relay[] = [];
  before(async function () {
    const started = await startRedis();
    if (!started) return this.skip();
    redis = started;
  });
  after(() => redis?.stop());
  afterEach(async () => {
    redis?.goOn();
    await Promise.all(stores.splice(0).map((store) => store.close(2000)));
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
  });

  const open = (changes: Partial<ClusterStoreOptions> = {}) => {
    const options = { host: '127.0.0.1', port: redis.port, tls: undefined, username: undefined, password: undefined };
    const store = createClusterStore({ ...options, database: 0, prefix: 'test', lease: LEASE, wait: WAIT, ...changes });
    stores.push(store);
    return store;
  };
  const relayed = async (changes: Partial<ClusterStoreOptions> = {}) => {
    const relay = new Relay(redis.port);
    relays.push(relay);
    return { relay, store: open({ port: await relay.listen(), ...changes }) };
  };

  /** Instances, of which `part` is tried, and what may happen to them. */
  const instances = async <Part extends 'slots' | 'work' | 'cursors'>(part: Part, count: number) => {
    const made = await Promise.all(Array.from({ length: count }, () => relayed()));
    return {
      parts: made.map(({ store }) => store[part]),
      kill: async (killed: ClusterStore[Part]) => made.find(({ store }) => store[part] === killed)!.relay.cut(),
      cutOff: async () => redis.pause(),
      connect: async () => redis.goOn(),
    };
  };

  describe('for slots', () => {
    keepsTheContractOfSlots(
      async (count) => {
        const { parts, ...harm } = await instances('slots', count);
        return { stores: parts, ...harm };
      },
      ['kill', 'cutOff'],
    );
  });

  describe('for windows', () => {
    keepsTheContractOfWork(
      async (count) => {
        const { parts, ...harm } = await instances('work', count);
        return { queues: parts, ...harm };
      },
      ['kill', 'cutOff'],
    );
  });

  describe('for cursors', () => {
    keepsTheContractOfCursors(async () => {
      const { parts, ...harm } = await instances('cursors', 2);
      return { stores: [parts[0]!, parts[1]!], ttl: LEASE, ...harm };
    }, ['kill', 'cutOff']);
  });

  describe('when Redis is away', () => {
    const request = { key: 'host company', limit: 1, weight: 'report', path: '/x' } as const;
    const ask = (store: ClusterStore, onLost = () => {}) =>
      store.slots.acquire({ ...request, signal: new AbortController().signal, onLost });

    it('waits as long as it is told to, and says so', async () => {
      const { relay, store } = await relayed({ wait: 400 });
      relay.cut();
      const asked = [
        ask(store),
        store.cursors.lease('a', 1000),
        store.cursors.read('a'),
        store.cursors.write('a', 'x', undefined),
        store.work.add('job', [{ id: 'w', data: 1 }], { attempts: 1, backOff: 1 }),
        store.work.progress('job'),
        store.work.cancel('job'),
      ];
      const said = await Promise.allSettled(asked);
      assert.deepEqual(
        said.map((each) => each.status === 'rejected' && each.reason.code),
        asked.map(() => 'CLUSTER_UNAVAILABLE'),
      );
      // In words of whoever was asked last, for the people who have to mend it.
      for (const each of said) assert.match(each.status === 'rejected' && each.reason.message, /No answer for .+: \S/);
    });

    it('says in which state it is', async () => {
      const { relay, store } = await relayed();
      const states: ClusterState[] = [store.state()];
      store.onState((state) => states.push(state));
      await until('the connection', () => store.state() === 'ready');
      relay.swallow();
      await until('the loss', () => store.state() === 'down');
      assert.deepEqual(states, ['connecting', 'ready', 'connecting', 'down']);
    });

    // Behind the last one there are questions that would be asked again, if there were a connection again.
    for (const ways of [['cut'], ['swallow'], ['swallow', 'cut']] as const) {
      it(`gives up in time what it has when it is closed, and tells who waits (${ways.join(', then ')})`, async () => {
        const { relay, store } = await relayed();
        const lostSlot = new AbortController();
        const slot = await ask(store, () => lostSlot.abort());
        lostSlot.signal.addEventListener('abort', () => slot.release());
        const name = `held ${ways}`;
        const lease = await store.cursors.lease(name, 10_000);
        await store.work.add(name, [{ id: 'w', data: 1 }], { attempts: 1, backOff: 1 });
        let lost: AbortSignal | undefined;
        const taking = store.work.take(name, 2, async (window) => {
          lost = window.lost;
          await new Promise((resolve) => window.lost.addEventListener('abort', resolve));
        });
        await until('the window', () => lost !== undefined);
        for (const way of ways) {
          relay[way]();
          await until('the loss', () => store.state() !== 'ready');
        }
        const waiting = assert.rejects(ask(store), { code: 'CANCELLED' });
        const reading = assert.rejects(store.cursors.read('a'), { code: 'CANCELLED' });
        const began = performance.now();
        await store.close(1000);
        assert.ok(performance.now() - began < 1000, 'closed in time');
        await Promise.all([waiting, reading, taking.stop()]);
        assert.deepEqual(
          [lease!.lost, lost!, lostSlot.signal].map(({ aborted }) => aborted),
          [true, true, true],
        );
        await assert.rejects(ask(store), { code: 'CANCELLED' });
      });
    }
  });

  it('shows the requests of its instance, and how many there are elsewhere', async () => {
    const [one, other] = [open(), open()];
    const request = { key: 'shown company', limit: 3, path: '/x', signal: new AbortController().signal, onLost() {} };
    const ask = (store: ClusterStore, run: string) => store.slots.acquire({ ...request, weight: 'report', run });
    const held = [await ask(one, 'a'), await ask(one, 'b'), await ask(other, 'c')];
    void ask(other, 'd').catch(() => {});
    const shown = () => {
      const [queue] = one.queues();
      assert.ok(queue && queue.active[0]!.time > 0);
      return { ...queue, active: queue.active.map(({ run }) => run) };
    };
    await until('the other one', () => shown().elsewhere === 1);
    const queue = { host: 'shown', company: 'company', most: 3, pausedFor: 0, waiting: [], elsewhere: 1 };
    assert.deepEqual(shown(), { ...queue, active: ['a', 'b'] });
    assert.deepEqual(
      other.queues().map(({ waiting }) => waiting.map(({ run }) => run)),
      [['d']],
    );
    for (const slot of held) slot.release();
    await until('the end of them', () => one.queues().length === 0);
  });

  it('misses the windows that Redis has evicted, so that they can be added again', async () => {
    const store = open();
    const windows = ['a', 'b', 'c'].map((id) => ({ id, data: id }));
    await store.work.add('evicted', windows, { attempts: 1, backOff: 1 });
    const keys = await redis.command('KEYS', 'test:work evicted *:window-b');
    await redis.command('DEL', keys.split('\r\n')[2]!);
    const seen: unknown[] = [];
    store.work.take('evicted', 1, async ({ data }) => void seen.push(data));
    await until('the loss', async () => (await store.work.progress('evicted')).expected === 2);
    assert.deepEqual(await store.work.add('evicted', windows, { attempts: 1, backOff: 1 }), { added: 1 });
    await until('the end', async () => (await store.work.progress('evicted')).done === 3);
    assert.deepEqual(seen, ['a', 'c', 'b']);
  });

  it('keeps the limit when Redis has evicted a token', async () => {
    const [one, other] = [open(), open()];
    let most = 0;
    let active = 0;
    const work = async (store: ClusterStore) => {
      const signal = new AbortController().signal;
      const request = { key: 'evicted company', limit: 2, weight: 'report', path: '/x', signal } as const;
      const slot = await store.slots.acquire({ ...request, onLost: () => {} });
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, 20));
      active -= 1;
      slot.release();
    };
    await Promise.all([one, other].map(work));
    const [, , key] = (await redis.command('KEYS', 'test:slots evicted*:slot-1')).split('\r\n');
    await redis.command('DEL', key!);
    await Promise.all(Array.from({ length: 12 }, (_, index) => work(index % 2 ? one : other)));
    assert.equal(most, 2);
  });

  it('goes on when Redis has dropped the scripts of BullMQ', async () => {
    const store = open();
    await store.work.add('scripts', [{ id: 'w', data: 1 }], { attempts: 1, backOff: 1 });
    await redis.command('SCRIPT', 'FLUSH');
    assert.deepEqual(await store.work.add('scripts', [{ id: 'x', data: 1 }], { attempts: 1, backOff: 1 }), {
      added: 1,
    });
  });

  it('gives back all that it has when it is closed', async () => {
    const [one, other] = [open({ lease: 20_000 }), open({ lease: 20_000 })];
    const lease = await one.cursors.lease('given back', 60_000);
    await one.work.add('given back', [{ id: 'w', data: 1 }], { attempts: 1, backOff: 1 });
    let taken = 0;
    one.work.take('given back', 1, () => {
      taken += 1;
      return new Promise(() => {});
    });
    await until('the window', () => taken === 1);
    await one.close(2000);
    assert.ok(lease!.lost.aborted);
    assert.ok(await other.cursors.lease('given back', 60_000));
    other.work.take('given back', 1, async ({ attempt }) => {
      taken += attempt;
    });
    await until('the window', () => taken === 2);
  });
});
