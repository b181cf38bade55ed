/**
 * Two Node-RED 4.1 and one 5, with the same flow and one Redis: one is killed, one is blocked, one has a wrong clock, and
 * Redis stands still, is started anew and is emptied. The service counts, and goes on with what somebody has asked for
 * who is gone.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { endpoints } from '../../nodes/catalogue';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { type Emulator, type LoggedRequest, startEmulator } from '../emulator';
import { installNodeRed5 } from '../node-red-5/install';
import { instancesFlow, NIGHTLY, SHARED, SHARING } from './instances-flow';
import { removeFolders, type StartedInstance, startInstance } from './started-instances';
import { Table } from './table';

const LIMIT = 5;
const LEASE = 5;
const ANSWER = 300;
const HOLD = 2;
const DAYS = 60;
/** Where not the number is what matters. */
const FEWER = 30;
const NIGHTS = 4;
const FIRST_DAY = Date.UTC(2026, 2, 1);
/** Days between the ranges of the two nodes. */
const APART = 40;
const DAY = 86_400_000;
const CLOCK_AHEAD = 15_000;
/** So long windows of who is gone take at most until somebody else has them. */
const TAKEN_OVER = 2 * LEASE * 1000;

const day = (index: number) => new Date(FIRST_DAY + index * DAY).toISOString().slice(0, 10);
const pathOf = (id: string) => endpoints.find((endpoint) => endpoint.id === id)!.path!;

describe('several Node-RED with one account', () => {
  const table = new Table();
  let redis: RedisServer;
  let emulator: Emulator;
  let instances: StartedInstance[] = [];
  before(async function () {
    const started = await startRedis({ appendOnly: true });
    if (!started) return this.skip();
    redis = started;
    const rows = { count: 8 * APART, from: day(0), to: day(2 * APART) };
    emulator = await startEmulator({
      dials: { delay: ANSWER, capacity: 100, rows: { [SHARED]: rows, [NIGHTLY]: { count: 5000 } } },
    });
    const flow = instancesFlow({
      emulator,
      redisPort: redis.port,
      table: await table.listen(),
      limit: LIMIT,
      lease: LEASE,
      firstDays: [day(0), day(APART)],
    });
    const five = await installNodeRed5();
    instances = await Promise.all([
      startInstance({ name: 'first', flow }),
      startInstance({ name: 'fast clock', flow, clockAhead: CLOCK_AHEAD }),
      startInstance({ name: 'five', flow, runtime: five }),
    ]);
  });
  after(async () => {
    await Promise.all(instances.map((instance) => instance.kill()));
    table.close();
    await emulator?.close();
    await redis?.stop();
    removeFolders();
  });

  const asked = (id = SHARED) =>
    emulator.requests.all().filter((request) => request.service === 'service' && request.path.endsWith(pathOf(id)));
  const survivors = () => instances.slice(1);
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await pause(20);
  };
  /** Each gives the same order, as their clocks would have them do; it is one. */
  const orderAll = async (order: string, days: number, of = survivors()) => {
    table.begin();
    const last = days / SHARING.length - 1;
    const orders = SHARING.map((place, index) => ({ place, msg: { order, lastDay: day(index * APART + last) } }));
    await Promise.all(of.flatMap((one) => orders.map(({ place, msg }) => one.order(place, msg))));
  };
  const untilWhole = (days: number) => until(() => table.days.size === days);
  const troubles = () => instances.flatMap(({ log }) => log).filter((line) => /uncaught|unhandled/i.test(line));

  it('share sixty windows, of which those are taken over that one had when it was killed', async () => {
    const [killed] = instances as [StartedInstance];
    await orderAll('killed', DAYS, instances);
    await until(() => instances.every(({ name }) => table.rows.some(({ instance }) => instance === name)));
    const before = asked().length;
    await killed.kill();
    const at = performance.now();
    const done = () => table.days.size;
    await until(() => done() > 20);
    emulator.dials.set({
      faults: [
        { path: `*${pathOf(SHARED)}`, fault: { kind: 'status', status: 429, retryAfter: String(HOLD) }, times: 1 },
      ],
    });
    await untilWhole(DAYS);
    assert.ok(before > 0);
    const limit = TAKEN_OVER + HOLD * 1000 + DAYS * ANSWER;
    assert.ok(performance.now() - at < limit, `${Math.round(performance.now() - at)} ms`);
    for (const { name } of survivors()) {
      assert.ok(table.ordered.filter(({ instance }) => instance === name).length > 5, name);
    }
    const refused = asked().find(({ status }) => status === 429)!;
    const held = asked().filter(
      ({ receivedAt }) => receivedAt > refused.receivedAt && receivedAt < refused.receivedAt + HOLD * 1000,
    );
    assert.ok(held.length <= LIMIT - 1, `${held.length} requests while nobody may ask`);
    const again = asked().length - DAYS;
    assert.ok(again <= LIMIT + 1, `${again} windows were asked for once more`);
  });

  it('go on when Redis stood still and one of them was blocked, each for longer than a lease', async () => {
    const blocked = survivors()[0]!;
    await orderAll('stood still', FEWER);
    await until(() => table.days.size > 5);
    redis.pause();
    blocked.block(1.4 * LEASE * 1000);
    await pause(1.2 * LEASE * 1000);
    redis.goOn();
    await untilWhole(FEWER);
  });

  it('go on when Redis was started anew, and plan again what it lost when it was emptied', async () => {
    await orderAll('emptied', FEWER);
    await until(() => table.days.size > 5);
    await redis.crash();
    await redis.startAgain();
    await until(() => table.days.size > 15);
    await redis.flush();
    await untilWhole(FEWER);
    const isTold = ({ log }: StartedInstance) => log.some((line) => line.includes('The cluster lost data'));
    await until(() => survivors().some(isTold));
  });

  it('carry out a nightly run once at a time', async () => {
    const over = () => table.rows.filter((row) => row.over).length;
    for (let night = 0; night < NIGHTS; night++) {
      await Promise.all(survivors().map((one) => one.order('nightly')));
      await until(() => over() === (night + 1) * survivors().length);
    }
    assert.equal(table.mostNightly, 1);
    const nightly = table.rows.filter(({ endpoint }) => endpoint === NIGHTLY);
    const windows = nightly.flatMap(({ from }) => from ?? []);
    assert.ok(windows.length >= NIGHTS);
    assert.equal(new Set(windows).size, windows.length, 'a window came twice');
  });

  it('never had more requests at once than one of them may have, and end by themselves when they are told', async () => {
    assert.ok(emulator.admission.maximum <= LIMIT, `${emulator.admission.maximum} at once`);
    assert.ok(atWork([...asked(), ...asked(NIGHTLY)]) <= LIMIT, 'with what the service still worked on');
    assert.deepEqual(troubles(), []);
    const codes = await Promise.all(survivors().map((one) => one.terminate()));
    assert.deepEqual(codes, [0, 0]);
    assert.deepEqual(emulator.crashes, []);
  });
});

/** Requests at once at most, where each is worked on for as long as an answer takes, whoever is there to hear it. */
function atWork(requests: readonly LoggedRequest[]): number {
  const begun = requests.filter(({ status }) => status !== 429).map(({ receivedAt }) => receivedAt);
  return Math.max(...begun.map((at) => begun.filter((other) => other <= at && at < other + ANSWER).length));
}
