import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { type AskedOrder, SharedOrders } from '../../nodes/runtime/work/shared-orders';
import type { WorkOrder, WorkState } from '../../nodes/runtime/work/work-state';
import { ProcessWork } from '../../nodes/work/process-work';
import type { SharedWindow } from '../../nodes/work/work-queue';
import { MemoryStore } from '../incremental/cursor/memory-store';

const MINUTE = 60_000;

/** What instances share: emptied as Redis may be. */
class Engine {
  store = new MemoryStore();
  work = new ProcessWork();

  lose(): void {
    this.store.kept.cursors.clear();
    this.work = new ProcessWork();
  }
}

/** One of several Node-RED, and what its machine remembers. */
class Instance {
  readonly ended: WorkOrder[] = [];
  readonly lost: number[] = [];
  readonly handled: string[] = [];
  readonly orders: SharedOrders;
  file: WorkState | undefined;

  constructor(
    readonly engine: Engine,
    readonly clock: { now: number },
    file?: WorkState,
  ) {
    this.file = file;
    this.orders = new SharedOrders({
      get work() {
        return engine.work;
      },
      cursors: engine.store,
      name: 'c/n',
      retry: { attempts: 1, backOff: 0 },
      copy: {
        read: async () => this.file,
        keep: (state) => {
          this.file = structuredClone(state) as WorkState;
        },
      },
      windowsAt: (_order, positions) =>
        positions.map((position): SharedWindow => ({ id: String(position), data: { position } })),
      onLost: (_order, windows) => this.lost.push(windows),
      onEnd: (order) => this.ended.push(order),
      now: () => clock.now,
    });
  }

  accept(asked: AskedOrder) {
    return this.orders.accept(asked, async () => void (await turn()));
  }

  /** Works on the current order until so many are done, or nothing is left. @param fails positions that fail */
  async work(most = Number.POSITIVE_INFINITY, fails: (position: number) => boolean = () => false): Promise<void> {
    for (let left = most; left > 0; ) {
      await this.orders.step();
      const order = this.orders.current;
      if (!order) return;
      const taken = await this.#take(order, left, fails);
      left -= taken;
      if (taken === 0 && !this.orders.current) return;
    }
  }

  async #take(order: WorkOrder, most: number, fails: (position: number) => boolean): Promise<number> {
    let count = 0;
    const full = new Promise<void>((resolve) => {
      const taking = this.engine.work.take(this.orders.jobOf(order), 1, async ({ data }) => {
        const { position } = data as { position: number };
        if (!this.orders.isDone(order.id, position)) {
          this.handled.push(String(position));
          if (fails(position)) throw new Error(`no room for ${position}`);
          this.orders.noteDone(order.id, position);
        }
        if (++count >= most) void taking.stop().then(resolve);
      });
      void (async () => {
        for (;;) {
          await turn();
          const { waiting, active } = await this.engine.work.progress(this.orders.jobOf(order));
          if (waiting + active === 0) return void taking.stop().then(resolve);
        }
      })();
    });
    await full;
    return count;
  }
}

const asked = (windows: number, key = 'a'): AskedOrder => ({
  key,
  sets: [[]],
  cut: { unit: 'day', count: 1 },
  windows,
});
const all = (count: number) => Array.from({ length: count }, (_, index) => index);
const positions = (...instances: Instance[]) =>
  [...new Set(instances.flatMap(({ handled }) => handled))].map(Number).sort((one, other) => one - other);

describe('orders whose windows are shared', () => {
  let engine: Engine;
  let clock: { now: number };
  let one: Instance;
  let other: Instance;
  beforeEach(() => {
    engine = new Engine();
    clock = { now: 1_000_000 };
    one = new Instance(engine, clock);
    other = new Instance(engine, clock);
  });

  const progress = ({ orders }: Instance) => engine.work.progress(orders.jobOf(orders.current!));

  it('are planned in portions, never more than 500 ahead', async () => {
    await one.accept(asked(1300));
    await one.orders.step();
    assert.equal((await progress(one)).waiting, 500);
    await one.work(100);
    assert.equal((await progress(one)).expected, 500);
    await one.work(200);
    await one.orders.step();
    const { expected, waiting } = await progress(one);
    assert.ok(expected > 500 && waiting <= 500, `${expected} ${waiting}`);
    await one.work();
    assert.deepEqual(positions(one), all(1300));
    assert.equal(one.handled.length, 1300);
    assert.equal(one.ended.length, 1);
  });

  it('are planned on by another instance', async () => {
    await one.accept(asked(900));
    await one.orders.step();
    await one.work(50);
    await other.work();
    assert.deepEqual(positions(one, other), all(900));
    assert.equal(one.handled.length + other.handled.length, 900);
    assert.deepEqual([one.ended.length, other.ended.length], [0, 1]);
  });

  it('are one where three instances ask for the same at a time, and for ten minutes behind the end', async () => {
    const third = new Instance(engine, clock);
    const told = await Promise.all([one, other, third].map((instance) => instance.accept(asked(3))));
    assert.equal(new Set(told.map(({ order }) => order.id)).size, 1);
    assert.equal(told.filter(({ isNew }) => isNew).length, 1);
    await one.work();
    clock.now += 9 * MINUTE;
    assert.equal((await other.accept(asked(3))).isNew, false);
    clock.now += 2 * MINUTE;
    assert.equal((await other.accept(asked(3))).isNew, true);
    await other.work();
    assert.equal(other.handled.length, 3);
  });

  it('are worked on one after the other', async () => {
    await one.accept(asked(3, 'first'));
    await other.accept(asked(3, 'second'));
    await one.orders.step();
    assert.equal(one.orders.current!.key, 'first');
    await one.work();
    assert.deepEqual(
      one.ended.map(({ key }) => key),
      ['first', 'second'],
    );
  });

  it('list what was given up, and try that again when somebody asks', async () => {
    await one.accept(asked(4));
    await one.work(Number.POSITIVE_INFINITY, (position) => position === 2);
    assert.equal(one.ended[0]!.ended!.dead, 1);
    const [dead] = await other.orders.dead(one.ended[0]!);
    assert.deepEqual([dead!.id, dead!.error.message], ['2', 'no room for 2']);
    assert.equal(await other.orders.retry(undefined, async () => {}), 1);
    await other.work();
    assert.deepEqual(other.handled, ['2']);
    assert.equal(other.ended[0]!.ended!.dead, 0);
  });

  it('are gone when somebody cancels them', async () => {
    await one.accept(asked(4));
    await one.work(1);
    assert.equal(await other.orders.cancel(undefined, async () => {}), 1);
    await one.orders.step();
    assert.equal(one.orders.current, undefined);
    assert.equal((await one.accept(asked(4))).isNew, true);
  });

  for (const [what, lose] of [
    ['the queue', () => (engine.work = new ProcessWork())],
    ['all of it', () => engine.lose()],
  ] as const) {
    it(`miss nothing where the store loses ${what}, and tell it`, async () => {
      await one.accept(asked(600));
      await one.work(40);
      await one.orders.step();
      lose();
      await one.work();
      assert.deepEqual(positions(one), all(600));
      assert.equal(one.handled.length, 600);
      assert.deepEqual(one.lost, [540]);
      assert.equal(one.ended.length, 1);
    });
  }

  it('are known of a copy when Node-RED starts behind the loss', async () => {
    await one.accept(asked(20));
    await one.work(7);
    engine.lose();
    const again = new Instance(engine, clock, one.file);
    await again.work();
    assert.deepEqual(positions(one, again), all(20));
    assert.equal(again.handled.length, 13);
  });

  it('miss none that was given up before the store lost the list of them', async () => {
    await one.accept(asked(4));
    await one.work(Number.POSITIVE_INFINITY, (position) => position === 2);
    engine.work = new ProcessWork();
    await one.work();
    assert.deepEqual(one.handled.slice(4), ['2']);
    assert.equal(one.ended.at(-1)!.ended!.dead, 0);
  });

  it('of several instances are known to all together when the store is empty', async () => {
    await one.accept(asked(20, 'first'));
    await one.work(5);
    await other.work(5);
    engine.lose();
    await other.orders.step();
    await one.orders.step();
    await one.work();
    assert.deepEqual(positions(one, other), all(20));
    assert.equal(one.handled.length + other.handled.length, 20);
  });

  it('are there again where somebody new ordered something else behind the loss', async () => {
    await one.accept(asked(20, 'first'));
    await one.work(5);
    engine.lose();
    await other.accept(asked(3, 'second'));
    await one.work();
    assert.deepEqual(one.ended.map(({ key }) => key).sort(), ['first', 'second']);
    assert.equal(one.handled.length, 23);
  });
});
