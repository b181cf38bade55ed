/**
 * Three instances, one with a clock that is fast and one with a slow one, send a request for each window of a job to a
 * service that counts them, while one thing or another fails.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { createClusterStore } from '../../cluster/nodes/store/create-cluster-store';
import type { ClusterStoreOptions } from '../../cluster/nodes/store/store-options';
import type { ClusterStore } from '../../nodes/cluster/cluster-store';
import type { SharedWindow } from '../../nodes/work/work-queue';
import { type RedisServer, startRedis } from './redis-server';
import { StandInService } from './stand-in-service';
import { StartedInstance } from './started-instance';

const LEASE = 1000;
const LIMIT = 3;
const CLOCKS_AHEAD = [0, 15_000, -15_000];

describe('instances of a cluster', function () {
  // What is waited for are leases; a busy machine takes its time beside them.
  this.timeout(60_000);
  let redis: RedisServer;
  let service: StandInService;
  let port: number;
  let planner: ClusterStore;
  let instances: StartedInstance[] = [];
  let jobs = 0;

  before(async function () {
    const started = await startRedis({ appendOnly: true });
    if (!started) return this.skip();
    redis = started;
    service = new StandInService();
    port = await service.listen();
    planner = createClusterStore(options());
    instances = await Promise.all(CLOCKS_AHEAD.map(startInstance));
  });
  after(async () => {
    await planner?.close(1000);
    await Promise.all(instances.map((instance) => instance.kill()));
    await service?.close();
    await redis?.stop();
  });

  const options = (): ClusterStoreOptions => ({
    host: '127.0.0.1',
    port: redis.port,
    tls: undefined,
    username: undefined,
    password: undefined,
    database: 0,
    prefix: 'test',
    lease: LEASE,
    wait: 60_000,
  });
  const startInstance = async (clockAhead: number) => {
    const instance = new StartedInstance();
    await instance.open(options(), clockAhead);
    return instance;
  };
  /** By one that is gone. */
  let handledBefore: string[] = [];
  const handled = () => [...handledBefore, ...instances.flatMap((instance) => instance.handled)];

  /** Has so many windows done, and lets something happen when some are. */
  const run = async (count: number, takes: number, happens: () => Promise<void>) => {
    const job = `job ${jobs++}`;
    const windows: SharedWindow[] = Array.from({ length: count }, (_, index) => ({
      id: `${job} ${index}`,
      data: null,
    }));
    const retry = { attempts: 20, backOff: 20 };
    Object.assign(service, { takes, most: 0, requests: 0 });
    for (const instance of instances) instance.handled.length = 0;
    await planner.work.add(job, windows, retry);
    for (const instance of instances) await instance.order({ kind: 'take', job, service: port, limit: LIMIT });
    while (handled().length < LIMIT) await pause(10);
    await happens();
    let lost = 0;
    for (let done = 0; done < count; ) {
      await pause(20);
      const progress = await planner.work.progress(job);
      done = progress.done;
      // As a planner does, which keeps its own count.
      if (progress.expected < count) lost += (await planner.work.add(job, windows, retry)).added;
    }
    await Promise.all(instances.map((instance) => instance.order({ kind: 'stop' })));
    for (const { trouble } of instances) assert.equal(trouble, undefined);
    assert.ok(service.most <= LIMIT, `${service.most} requests at once`);
    const missing = windows.filter(({ id }) => !handled().includes(id));
    assert.deepEqual(missing, [], 'windows that nobody had');
    return { lost, twice: handled().length - count, most: service.most };
  };

  it('share requests and windows, whatever their clocks say', async () => {
    const { twice, most } = await run(60, 30, async () => {});
    assert.equal(twice, 0);
    assert.equal(most, LIMIT);
    for (const { handled: own } of instances) assert.ok(own.length >= 10, `${own.length} windows of 60`);
  });

  it('go on when Redis stood still for longer than a lease, and was started anew with what it had', async () => {
    const { lost } = await run(30, 100, async () => {
      redis.pause();
      await pause(1.3 * LEASE);
      redis.goOn();
      await redis.crash();
      await redis.startAgain();
    });
    assert.equal(lost, 0);
  });

  it('keep the limit when Redis has lost all it had, and the planner adds what is missing', async () => {
    // The service still works on what was sent before, when that would be forgotten at once.
    const { lost } = await run(9, 0.9 * LEASE, async () => {
      await redis.flush();
    });
    assert.equal(lost, 9);
  });

  it('take over what one of them had that did nothing for longer than a lease, or is killed', async () => {
    const [killed, busy] = instances as [StartedInstance, StartedInstance];
    await run(30, 100, async () => {
      const isBusy = busy.order({ kind: 'block', milliseconds: 1.3 * LEASE });
      await killed.kill();
      handledBefore = killed.handled;
      instances.shift();
      await isBusy;
    });
    for (const { handled: own } of instances) assert.ok(own.length > 1, `${own.length} windows`);
  });

  it('end in time and by themselves, with Redis there, and standing still', async () => {
    const [near, far] = instances as [StartedInstance, StartedInstance];
    await near.order({ kind: 'close', within: 2000 });
    await near.ended;
    redis.pause();
    const took = await far.order({ kind: 'close', within: 500 });
    await far.ended;
    redis.goOn();
    assert.ok(took < 2000, `${took} ms`);
  });
});
