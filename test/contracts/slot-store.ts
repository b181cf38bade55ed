/** What any store of slots must do: that of one process, and those that instances share. */
import assert from 'node:assert/strict';
import type { Slot, SlotRequest, SlotStore } from '../../nodes/client/slots/slot-store';
import { Stop } from '../../nodes/client/waiting/cancellation';
import { Gate, type Harm, until } from './until';

/** Instances of a store: they share what they keep, and nothing else. Made anew for each test. */
export interface SlotStores extends Partial<Harm<SlotStore>> {
  stores: SlotStore[];
}

/** Milliseconds that a service asks for with 429; more than a store waits by itself. */
const RETRY_AFTER = 1300;

interface Asking {
  slot: Promise<Slot>;
  stop: Stop;
  places: number[];
  lost: Error[];
  isGiven(): boolean;
}

/**
 * @param make so many instances, which may be one and the same where there is one process
 * @param can what can be done to them
 */
export function keepsTheContractOfSlots(
  make: (count: number) => Promise<SlotStores>,
  can: readonly (keyof Harm<SlotStore>)[] = [],
): void {
  let stores: SlotStore[];
  let harm: Partial<Harm<SlotStore>>;
  let one: SlotStore;
  let other: SlotStore;
  let held: Slot[];
  let key: string;
  let count = 0;

  beforeEach(async () => {
    const made = await make(3);
    ({ stores } = made);
    harm = made;
    [one, other] = stores as [SlotStore, SlotStore];
    held = [];
    key = `host${count++} company`;
  });
  afterEach(() => {
    for (const slot of held) slot.release();
  });

  const ask = (store: SlotStore, changes: Partial<SlotRequest> = {}): Asking => {
    const stop = new Stop();
    const places: number[] = [];
    const lost: Error[] = [];
    let given = false;
    const slot = store.acquire({
      key,
      limit: 1,
      weight: 'report',
      path: '/x',
      signal: stop,
      onPlace: (place) => places.push(place),
      onLost: (error) => lost.push(error),
      ...changes,
    });
    slot.then(
      (each) => {
        given = true;
        held.push(each);
      },
      () => {},
    );
    return { slot, stop, places, lost, isGiven: () => given };
  };
  /** Behind it, all that was asked for before has been heard of. */
  const isHeard = async (store: SlotStore) => (await ask(store, { key: `${key} beside` }).slot).release();

  it('gives no more than the limit, of all instances together, and everybody gets one', async () => {
    let active = 0;
    let most = 0;
    const work = async (store: SlotStore) => {
      const slot = await ask(store, { limit: 3 }).slot;
      active += 1;
      most = Math.max(most, active);
      // Long enough for a store that is far away to give another one.
      await new Promise((resolve) => setTimeout(resolve, 20));
      active -= 1;
      slot.release();
    };
    await Promise.all(Array.from({ length: 30 }, (_, index) => work(stores[index % stores.length]!)));
    assert.ok(most <= 3, `${most} at once`);
    assert.ok(most > 1, 'several at once');
  });

  it('gives the slots of one key whatever is held of another', async () => {
    await ask(one).slot;
    await ask(one, { key: `${key}2` }).slot;
    await ask(other, { key: `${key}3` }).slot;
  });

  it('gives what was given back to whoever waits, of another instance too, and says how long that took', async () => {
    const first = await ask(one).slot;
    const next = ask(other);
    await until('its place', () => next.places.length > 0);
    assert.equal(next.places[0], 1);
    assert.equal(next.isGiven(), false);
    first.release();
    assert.ok((await next.slot).queuedFor > 0);
  });

  it('gives back once, however often it is told', async () => {
    const first = await ask(one).slot;
    first.release();
    const second = await ask(other).slot;
    first.release();
    first.release();
    const third = ask(one);
    await isHeard(one);
    await isHeard(other);
    assert.equal(third.isGiven(), false);
    second.release();
    await third.slot;
  });

  it('loses who gives up, and nobody else', async () => {
    const first = await ask(one).slot;
    const [second, third] = [ask(one), ask(one)];
    await until('the places', () => third.places.includes(2));
    second.stop.stop('no more');
    await assert.rejects(second.slot, { code: 'CANCELLED' });
    await until('the place', () => third.places.includes(1));
    first.release();
    await third.slot;
  });

  it('gives nothing to who had given up before', async () => {
    const stop = new Stop();
    stop.stop('no more');
    await assert.rejects(ask(one, { signal: stop }).slot, { code: 'CANCELLED' });
    await ask(other).slot;
  });

  it('lets a light request pass the reports of its instance', async () => {
    const first = await ask(one).slot;
    const report = ask(one);
    const light = ask(one, { weight: 'light' });
    await until('the places', () => report.places.includes(2) && light.places.includes(1));
    first.release();
    await light.slot;
    assert.equal(report.isGiven(), false);
    held.at(-1)!.release();
    await report.slot;
  });

  it('gives a light request one slot more while reports hold all', async () => {
    await Promise.all([ask(one, { limit: 2 }).slot, ask(other, { limit: 2 }).slot]);
    const report = ask(other, { limit: 2 });
    await ask(one, { limit: 2, weight: 'light' }).slot;
    const more = ask(one, { limit: 2, weight: 'light' });
    await isHeard(one);
    await isHeard(other);
    assert.deepEqual([report.isGiven(), more.isGiven()], [false, false]);
  });

  it('lets an instance that comes late have its turn before all of another one are done', async () => {
    const order: string[] = [];
    const first = await ask(one).slot;
    const gate = new Gate();
    const work = async (name: string, asked: Asking) => {
      const slot = await asked.slot;
      await gate.passed;
      order.push(name);
      slot.release();
    };
    const many = Array.from({ length: 30 }, () => work('one', ask(one)));
    const late = ask(other);
    await until('its place', () => late.places.length > 0);
    const few = work('other', late);
    first.release();
    gate.open();
    await Promise.all([...many, few]);
    assert.ok(stores[0] === stores[1] || order.indexOf('other') < order.length - 1, order.join(' '));
  });

  it('holds everybody back after a refusal, and lets fewer through behind it', async () => {
    const limit = 4;
    const started: number[] = [];
    let active = 0;
    let most = 0;
    const first = await Promise.all(Array.from({ length: limit }, () => ask(one, { limit }).slot));
    const work = async (store: SlotStore) => {
      const slot = await ask(store, { limit }).slot;
      started.push(performance.now());
      active += 1;
      most = Math.max(most, active);
      await new Promise(setImmediate);
      active -= 1;
      slot.release();
    };
    const waiting = Array.from({ length: 9 }, (_, index) => work(stores[index % stores.length]!));
    await isHeard(other);
    const refused = performance.now();
    first[0]!.refused(RETRY_AFTER);
    for (const slot of first) slot.release();
    await Promise.all(waiting);
    const during = started.filter((at) => at < refused + RETRY_AFTER - 50).length;
    assert.ok(during < limit, `${during} began in the time that the service had asked for`);
    assert.ok(most < limit, `${most} at once behind a refusal`);
  });

  if (can.includes('kill'))
    it('gives the slots of an instance that is gone to the others', async () => {
      await ask(one).slot;
      held = [];
      await harm.kill!(one);
      await ask(other).slot;
    });

  if (can.includes('cutOff'))
    it('tells who cannot renew a slot, and gives it to somebody else afterwards', async () => {
      const first = ask(one);
      await first.slot;
      await harm.cutOff!();
      await until('the loss', () => first.lost.length > 0);
      assert.deepEqual(
        first.lost.map((error) => 'code' in error && error.code),
        ['LEASE_LOST'],
      );
      await harm.connect!();
      await ask(other).slot;
      assert.equal(first.lost.length, 1);
    });
}
