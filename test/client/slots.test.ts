import assert from 'node:assert/strict';
import type { Slot, SlotRequest } from '../../nodes/client/slots/slot-store';
import { Slots } from '../../nodes/client/slots/slots';
import { answer } from './scripted-server';
import { errorOf, fetchText, get, never, settingsFor, TestBed } from './settings-for';
import { VirtualClock } from './virtual-clock';

const turn = () => new Promise(setImmediate);

/** Asks for slots and keeps those that were given, in order. */
class Asking {
  readonly clock = new VirtualClock();
  readonly slots = new Slots(this.clock);
  readonly given: { name: string; slot: Slot }[] = [];
  readonly places = new Map<string, number[]>();

  ask(name: string, changes: Partial<SlotRequest> = {}): Promise<void> {
    const seen: number[] = [];
    this.places.set(name, seen);
    const request: SlotRequest = {
      key: 'host company',
      limit: 4,
      weight: 'report',
      path: '/x',
      signal: never(),
      onPlace: (place) => seen.push(place),
      onLost: assert.fail,
      ...changes,
    };
    return this.slots.acquire(request).then((slot) => void this.given.push({ name, slot }));
  }

  askMany(count: number, changes: Partial<SlotRequest> = {}, prefix = 'r'): void {
    for (let index = 1; index <= count; index++) void this.ask(`${prefix}${index}`, changes);
  }

  async names(): Promise<string[]> {
    await turn();
    return this.given.map(({ name }) => name);
  }

  slot(name: string): Slot {
    return this.given.find((entry) => entry.name === name)?.slot ?? assert.fail(`${name} has no slot`);
  }

  /** Ends a request well. */
  finish(name: string): void {
    this.slot(name).release();
  }

  /** Ends a request with 429. */
  refuse(name: string, retryAfter?: number): void {
    this.slot(name).refused(retryAfter);
    this.slot(name).release();
  }
}

/** As real ones are: it goes on between two looks at it, and its timers fire a fraction of a millisecond too soon. */
class HastyClock extends VirtualClock {
  #looks = 0;

  constructor(readonly early: number) {
    super();
  }

  override now(): number {
    return super.now() + 0.2 * this.#looks++;
  }

  override after(milliseconds: number, action: () => void): () => void {
    return super.after(Math.max(0.1, milliseconds - this.early), action);
  }
}

describe('the queue before the service', () => {
  it('admits as many as the connection says, first come, first served', async () => {
    const queue = new Asking();
    queue.askMany(7);
    assert.deepEqual(await queue.names(), ['r1', 'r2', 'r3', 'r4']);
    queue.finish('r2');
    assert.deepEqual(await queue.names(), ['r1', 'r2', 'r3', 'r4', 'r5']);
    queue.finish('r1');
    queue.finish('r1');
    assert.deepEqual(await queue.names(), ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'], 'a slot given back twice counts once');
  });

  it('tells the place, and how long it took', async () => {
    const queue = new Asking();
    queue.askMany(6);
    await turn();
    queue.clock.pass(500);
    queue.finish('r1');
    await turn();
    assert.deepEqual(queue.places.get('r1'), []);
    assert.deepEqual(queue.places.get('r5'), [1]);
    assert.deepEqual(queue.places.get('r6'), [2, 1]);
    assert.equal(queue.slot('r5').queuedFor, 500);
    assert.equal(queue.slot('r1').queuedFor, 0);
  });

  it('is one per host and company', async () => {
    const queue = new Asking();
    queue.askMany(1, { limit: 1 }, 'a');
    queue.askMany(1, { limit: 1, key: 'host other' }, 'b');
    queue.askMany(1, { limit: 1 }, 'c');
    assert.deepEqual(await queue.names(), ['a1', 'b1']);
  });

  it('lets a light request pass reports, but not for ever', async () => {
    const queue = new Asking();
    queue.askMany(3, { limit: 1 }, 'r');
    queue.askMany(6, { limit: 1, weight: 'light' }, 'l');
    for (let index = 0; index < 8; index++) {
      const names = await queue.names();
      queue.finish(names.at(-1)!);
    }
    assert.deepEqual(await queue.names(), ['r1', 'l1', 'l2', 'l3', 'l4', 'r2', 'l5', 'l6', 'r3']);
  });

  it('gives a light request one slot more while all are taken by reports, within the service’s ceiling', async () => {
    for (const [limit, active] of [
      [1, 1],
      [4, 5],
      [7, 8],
      [8, 8],
    ] as const) {
      const queue = new Asking();
      queue.askMany(10, { limit }, 'r');
      queue.askMany(3, { limit, weight: 'light' }, 'l');
      assert.equal((await queue.names()).length, active);
    }
  });

  it('loses who gives up', async () => {
    const queue = new Asking();
    const controller = new AbortController();
    queue.askMany(4);
    const given = errorOf(queue.ask('x', { signal: controller.signal }));
    void queue.ask('y');
    controller.abort();
    assert.equal((await given).code, 'CANCELLED');
    assert.deepEqual(queue.places.get('y'), [2, 1]);
    queue.finish('r1');
    assert.deepEqual((await queue.names()).at(-1), 'y');
    await assert.rejects(queue.ask('z', { signal: AbortSignal.abort() }));
  });
});

describe('a queue the service answers with 429', () => {
  it('halves, pauses, and then lets through what is left', async () => {
    const queue = new Asking();
    queue.askMany(12, { limit: 8 });
    await turn();
    queue.refuse('r8');
    assert.equal((await queue.names()).length, 8, 'a pause after the refusal');
    queue.clock.pass(1001);
    assert.equal((await queue.names()).length, 8, 'seven are active, three may be');
    for (const name of ['r1', 'r2', 'r3', 'r4']) queue.finish(name);
    assert.equal((await queue.names()).length, 8);
    queue.finish('r5');
    assert.equal((await queue.names()).length, 9);
  });

  for (const early of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    it(`wakes whoever waits for the end of the pause, though its timer is ${early} ms early`, async () => {
      const clock = new HastyClock(early);
      const slots = new Slots(clock);
      const request = {
        key: 'k',
        limit: 4,
        weight: 'report',
        path: '/x',
        signal: never(),
        onLost: assert.fail,
      } as const;
      const refused = await slots.acquire(request);
      refused.refused(undefined);
      refused.release();
      let started = false;
      void slots.acquire(request).then(() => {
        started = true;
      });
      clock.pass(2000);
      await turn();
      assert.ok(started);
    });
  }

  it('ends a burst of refusals at what the service took', async () => {
    const queue = new Asking();
    queue.askMany(20, { limit: 8 });
    await turn();
    for (const name of ['r3', 'r4', 'r5', 'r6', 'r7', 'r8']) queue.refuse(name);
    queue.clock.pass(1001);
    assert.equal((await queue.names()).length, 8, 'two are active, two may be');
    queue.finish('r1');
    assert.equal((await queue.names()).length, 9);
  });

  it('never falls below one', async () => {
    const queue = new Asking();
    queue.askMany(3, { limit: 1 });
    await turn();
    queue.refuse('r1');
    queue.clock.pass(1001);
    assert.deepEqual(await queue.names(), ['r1', 'r2']);
    queue.refuse('r2');
    queue.clock.pass(1001);
    assert.deepEqual(await queue.names(), ['r1', 'r2', 'r3']);
  });

  it('waits as long as the service asks, but not for ever', async () => {
    const queue = new Asking();
    queue.askMany(2, { limit: 1 });
    await turn();
    queue.refuse('r1', 20_000);
    queue.clock.pass(19_999);
    assert.deepEqual(await queue.names(), ['r1']);
    queue.clock.pass(2);
    assert.deepEqual(await queue.names(), ['r1', 'r2']);
    void queue.ask('r3', { limit: 1 });
    queue.refuse('r2', 86_400_000);
    queue.clock.pass(300_001);
    assert.deepEqual(await queue.names(), ['r1', 'r2', 'r3']);
  });

  it('grows back slowly, and then is as before', async () => {
    const queue = new Asking();
    queue.askMany(20, { limit: 4 });
    await turn();
    queue.refuse('r4');
    queue.clock.pass(1001);
    for (const name of ['r1', 'r2', 'r3']) queue.finish(name);
    const active = async () => (await queue.names()).length - 4;
    assert.equal(await active(), 1);
    queue.clock.pass(29_000);
    assert.equal(await active(), 1);
    queue.clock.pass(1000);
    assert.equal(await active(), 2);
    queue.clock.pass(30_000);
    assert.equal(await active(), 3);
    queue.clock.pass(30_000);
    assert.equal(await active(), 4);
    queue.clock.pass(300_000);
    assert.equal(await active(), 4);
    assert.equal(queue.clock.timers, 0, 'nothing is left to wait for');
  });

  it('goes back by one when it has grown to more than is admitted', async () => {
    const queue = new Asking();
    queue.askMany(20, { limit: 8 });
    await turn();
    queue.refuse('r8');
    for (const name of ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7']) queue.finish(name);
    queue.clock.pass(1001);
    assert.deepEqual((await queue.names()).slice(8), ['r9', 'r10', 'r11']);
    queue.clock.pass(30_000);
    assert.deepEqual((await queue.names()).slice(11), ['r12']);
    queue.refuse('r12');
    queue.clock.pass(1001);
    queue.finish('r9');
    assert.deepEqual((await queue.names()).slice(12), ['r13'], 'three are admitted, and no more is asked for');
  });

  it('gives no light request more', async () => {
    const queue = new Asking();
    queue.askMany(4, { limit: 4 });
    await turn();
    queue.refuse('r4');
    queue.clock.pass(1001);
    queue.askMany(1, { weight: 'light' }, 'l');
    assert.equal((await queue.names()).length, 4);
  });
});

describe('fifty nodes that start at once', () => {
  const bed = new TestBed();
  afterEach(() => bed.close());

  it('all get their answer, and never more than the connection allows are active', async () => {
    let active = 0;
    let most = 0;
    const order: string[] = [];
    const server = await bed.server((request, socket) => {
      active += 1;
      most = Math.max(most, active);
      order.push(request.path);
      setTimeout(() => {
        active -= 1;
        socket.write(answer(200, '[]'));
      }, 5);
    });
    const slots = new Slots();
    const clients = [1, 2].map(() => bed.client(settingsFor(server.url), { slots }));
    const paths = Array.from({ length: 50 }, (_, index) => `/${index}`);
    await Promise.all(paths.map((path, index) => fetchText(clients[index % 2]!, path)));
    assert.equal(most, 4);
    assert.deepEqual([...order].sort(), [...paths].sort());
    const late = order.map((path, index) => Math.abs(Number(path.slice(1)) - index));
    assert.ok(Math.max(...late) < 4, 'in the order they came, but for those side by side');
  });

  it('are fewer after a 429 of the service, not after one of the accounts service', async () => {
    const server = await bed.server(
      (_request, socket) => void socket.write(answer(429, 'busy', { 'retry-after': '0' })),
    );
    const refusals: (number | undefined)[] = [];
    const slots = new Slots();
    const { acquire } = slots;
    slots.acquire = async (request) => {
      const slot = await acquire.call(slots, request);
      return { ...slot, refused: (retryAfter) => void refusals.push(retryAfter) };
    };
    await errorOf(bed.client(settingsFor(server.url), { slots }).send(get('/x'), { signal: never() }));
    assert.deepEqual(refusals, [0]);
    const authentication = {
      kind: 'password',
      username: 'u',
      password: 'pw',
      clientId: 'c',
      clientSecret: 's',
    } as const;
    await errorOf(
      bed.client(settingsFor(server.url, { authentication }), { slots }).send(get('/x'), { signal: never() }),
    );
    assert.deepEqual(refusals, [0]);
  });
});
