import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { createClusterStore } from '../../cluster/nodes/store/create-cluster-store';
import { endpoints } from '../../nodes/catalogue';
import type { ClusterStore } from '../../nodes/cluster/cluster-store';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { anyFreePort } from '../counterparts/start-server';
import { repository } from '../package-files';
import { AdminServer, until } from './admin-server';
import { registerEndNodes } from './end-nodes';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type FlowNode, helper, type Message, type OpenFlow, type Outcome } from './node-red';

const registerCluster = require(path.join(repository, 'cluster', 'dist', 'cluster.js')).default as (
  RED: NodeAPI,
) => void;
const cannotStore = new Error('no room in the table');

interface Facts {
  incremental: { from?: string; to?: string; confirmedTo?: string; reason?: string };
  parameters: Record<string, string>;
  alreadyDelivered?: number;
  warnings?: string[];
}

/** Another machine is another user directory here; another Node-RED a store of the test's own. */
describe('an incremental run of a connection that shares a cluster', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  let redis: RedisServer;
  let other: ClusterStore;
  let machines: string[];
  /** What came to the flow. */
  let got: Message[];
  let sink: (msg: Message, done: (error?: Error) => void) => void;
  before(async function () {
    const started = await startRedis({ appendOnly: true });
    if (!started) return this.skip();
    redis = started;
  });
  after(async () => {
    await redis?.stop();
    helper.settings({ userDir: undefined });
  });
  beforeEach(async () => {
    machines = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), 'dataconnect-machine-')));
    sink = (_msg, done) => done();
    other = createClusterStore({
      ...{ host: '127.0.0.1', port: redis.port, tls: undefined, username: undefined, password: undefined },
      ...{ database: 0, prefix: 'dataconnect', lease: 5000, wait: 5000 },
    });
  });
  afterEach(async () => {
    await loseCursors();
    await other.close(1000);
    for (const machine of machines) rmSync(machine, { recursive: true, force: true });
  });

  /** As an engine does that loses its data; its slots would rest for a lease then, which is tried elsewhere. */
  const loseCursors = () =>
    redis.command('EVAL', `for _, key in ipairs(redis.call('KEYS', '*:cursors:*')) do redis.call('DEL', key) end`, '0');

  const register = (RED: NodeAPI): void => {
    registerEndNodes(RED, (msg, done) => {
      got.push(msg);
      sink(msg, done);
    });
  };
  const node = (id: string, incremental: object): FlowNode => ({
    ...exampleNode(endpoints.find((endpoint) => endpoint.id === id)!),
    id: 'node',
    version: 2,
    wires: [['sink']],
    incremental,
  });
  const sales = (incremental: object = {}) =>
    node('sales-by-invoice', { mode: 'new', from: 'now-8d', step: '1 day', most: 1, ...incremental });
  const vendors = () => node('list-vendors', { mode: 'changes' });
  const open = async (on: number, asking: FlowNode, cluster: object = {}): Promise<OpenFlow> => {
    helper.settings({ userDir: machines[on]! });
    return fixture.open([asking, { id: 'sink', type: 'sink', wires: [] }], {
      modules: [register, registerCluster],
      configNodes: [
        { id: 'cluster', type: 'dataconnect-cluster', host: '127.0.0.1', port: redis.port, lease: 5, ...cluster },
      ],
      connection: { timeZone: 'America/Toronto', retries: 0, cluster: 'cluster' },
      completing: ['node'],
    });
  };
  const run = async (flow: OpenFlow, msg: object = {}): Promise<Outcome> => {
    got = [];
    const outcome = await flow.ask('node', { ...msg });
    return { ...outcome, messages: got };
  };
  const factsOf = ({ dataconnect }: Message) => dataconnect as unknown as Facts;
  const reasonOf = ({ messages }: Outcome) => factsOf(messages.at(-1)!).incremental.reason;
  const code = ({ error }: Outcome) => error?.code;
  const said = () =>
    (helper.getNode('node').status as unknown as { args: Array<[NodeStatus]> }).args.map(([status]) => status);
  const isSaid = (text: string, fill: string) => said().some((each) => each.text === text && each.fill === fill);
  const nameOf = async () => {
    const { cursors } = (await ask('cursors')) as { cursors: Array<{ id: string }> };
    return cursors[0]!.id;
  };
  const ask = async (what: string) => (await fetch(`${admin.url}/dataconnect/${what}`)).json();

  it('goes on where another machine was confirmed', async () => {
    const first = await run(await open(0, sales()));
    const second = await run(await open(1, sales()));
    assert.deepEqual([code(first), code(second)], [undefined, undefined]);
    const { confirmedTo } = factsOf(second.messages[0]!).incremental;
    assert.equal(confirmedTo, factsOf(first.messages[0]!).incremental.to);
  });

  it('ends without an error and with nothing while another one carries out the same', async () => {
    let flow = await open(0, sales());
    await run(flow);
    const lease = await other.cursors.lease(await nameOf(), 60_000);
    flow = await open(1, sales());
    const asked = fixture.emulator.requests.all().length;
    const ended = await run(flow);
    assert.deepEqual([code(ended), reasonOf(ended), ended.completions], [undefined, 'runs-elsewhere', 1]);
    assert.deepEqual(ended.messages.at(-1)!.payload, []);
    assert.equal(fixture.emulator.requests.all().length, asked);
    await until(() => isSaid('runs-elsewhere', 'grey'));
    await lease!.release();
    assert.notEqual(reasonOf(await run(flow)), 'runs-elsewhere');
  });

  it('refuses a second run of its own, as without a cluster', async () => {
    const held: Array<() => void> = [];
    sink = (_msg, done) => held.push(done);
    const flow = await open(0, sales());
    const first = run(flow);
    await until(() => held.length > 0);
    assert.equal(code(await run(flow)), 'CURSOR_IN_USE');
    sink = (_msg, done) => done();
    for (const done of held) done();
    assert.equal(code(await first), undefined);
  });

  it('confirms nothing where another one has confirmed more meanwhile', async () => {
    const held: Array<() => void> = [];
    let flow = await open(0, sales());
    await run(flow);
    flow = await open(0, sales());
    sink = (_msg, done) => held.push(done);
    const running = run(flow);
    await until(() => held.length > 0);
    const name = await nameOf();
    const stored = await other.cursors.read(name);
    assert.equal(await other.cursors.write(name, stored!.value, stored!.version), true);
    for (const done of held) done();
    assert.equal(code(await running), 'CURSOR_MOVED');
  });

  it('goes on from what this machine knew where the cluster has lost its data, and says so', async () => {
    let flow = await open(0, sales());
    await run(flow);
    const { confirmedTo } = JSON.parse((await other.cursors.read(await nameOf()))!.value);
    await loseCursors();
    flow = await open(0, sales());
    const { messages, error } = await run(flow);
    assert.equal(error, undefined);
    const facts = factsOf(messages.at(-1)!);
    assert.ok(Date.parse(facts.incremental.confirmedTo!) >= Date.parse(confirmedTo));
    assert.match(facts.warnings!.join(' '), /cursor-copy-used|does not know this node's cursor/);
    assert.ok((await other.cursors.read(await nameOf())) !== undefined, 'the cluster has it again');
  });

  describe('whose delivered records lie in files', () => {
    const known = () => sales({ rows: 'new', lookback: '2 days' });
    const alreadyThere = ({ messages }: Outcome) => factsOf(messages.at(-1)!).alreadyDelivered ?? 0;
    const isWarned = ({ messages }: Outcome) =>
      /known-elsewhere|files of another Node-RED/.test(String(factsOf(messages[0]!).warnings));

    it('sends the lookback again on another machine, with a warning', async () => {
      await run(await open(0, known()));
      const elsewhere = await run(await open(1, known()));
      assert.deepEqual([code(elsewhere), isWarned(elsewhere)], [undefined, true]);
      assert.equal(alreadyThere(elsewhere), 0);
      const again = await run(await open(1, known()));
      assert.deepEqual([code(again), isWarned(again)], [undefined, false]);
      assert.ok(alreadyThere(again) > 0);
    });

    it('trusts no file where another machine has sent something that nobody confirmed', async () => {
      await run(await open(0, known()));
      sink = (_msg, done) => done(cannotStore);
      await run(await open(1, known()));
      await until(() => isSaid('failed', 'red'));
      sink = (_msg, done) => done();
      const back = await run(await open(0, known()));
      assert.deepEqual([code(back), isWarned(back)], [undefined, true]);
      assert.equal(alreadyThere(back), 0);
    });

    it('knows them on any machine where the folder is shared', async () => {
      const shared = { folder: path.join(machines[0]!, 'shared') };
      await run(await open(0, known(), shared));
      const elsewhere = await run(await open(1, known(), shared));
      assert.deepEqual([code(elsewhere), isWarned(elsewhere)], [undefined, false]);
      assert.ok(alreadyThere(elsewhere) > 0);
    });

    it('compares a list on the machine that has its files, and on others where the folder is shared', async () => {
      await run(await open(0, vendors()));
      assert.equal(code(await run(await open(1, vendors()))), 'STATE_ELSEWHERE');
      await loseCursors();
      const shared = { folder: path.join(machines[0]!, 'shared') };
      await run(await open(0, vendors(), shared));
      const same = await run(await open(1, vendors(), shared));
      assert.deepEqual([code(same), same.messages.flatMap(({ payload }) => payload)], [undefined, []]);
    });
  });

  describe('that is away', () => {
    it('lets flows start, waits, ends with CLUSTER_UNAVAILABLE, and goes on by itself when it is back', async () => {
      const port = await anyFreePort();
      const flow = await open(0, sales(), { port, wait: 2 });
      await until(() => isSaid('waiting-for-cluster', 'yellow'));
      const asked = fixture.emulator.requests.all().length;
      assert.equal(code(await run(flow)), 'CLUSTER_UNAVAILABLE');
      assert.equal(fixture.emulator.requests.all().length, asked);
      const late = (await startRedis({ lines: [`port ${port}`] }))!;
      try {
        await until(() => (helper.getNode('cluster') as Node & ClusterHolder).clusterStore.state() === 'ready');
        assert.equal(code(await run(flow)), undefined);
      } finally {
        await late.stop();
      }
    });

    it('asks for a window again whose confirmation could not be stored', async () => {
      const held: Array<() => void> = [];
      sink = (_msg, done) => held.push(done);
      const flow = await open(0, sales(), { wait: 1 });
      const running = run(flow);
      await until(() => held.length > 0);
      redis.pause();
      let code1: string | undefined;
      try {
        for (const done of held) done();
        code1 = code(await running);
      } finally {
        redis.goOn();
      }
      assert.ok(['CURSOR_NOT_SAVED', 'CURSOR_MOVED'].includes(code1!), code1);
      sink = (_msg, done) => done();
      let again = await run(flow);
      // Redis may carry out now what it was told while it stood still.
      while (['CLUSTER_UNAVAILABLE', 'CURSOR_MOVED'].includes(code(again)!) || reasonOf(again) === 'runs-elsewhere') {
        again = await run(flow);
      }
      assert.equal(code(again), undefined);
      assert.notDeepEqual(again.messages[0]!.payload, []);
    });

    it('keeps nobody from closing, in the middle of a run', async () => {
      const held: Array<() => void> = [];
      sink = (_msg, done) => held.push(done);
      const flow = await open(0, sales());
      void run(flow);
      await until(() => held.length > 0);
      redis.pause();
      try {
        const begun = performance.now();
        await flow.close();
        assert.ok(performance.now() - begun < 12_000, `${performance.now() - begun} ms`);
      } finally {
        redis.goOn();
      }
    });

    it('keeps nobody from stopping a run that waits for it', async () => {
      const flow = await open(0, sales(), { port: await anyFreePort(), wait: 3600 });
      const running = run(flow);
      await until(() => isSaid('waiting-for-cluster', 'yellow'));
      (flow.node('node') as Node & { receive(msg: object): void }).receive({ cancel: true });
      assert.equal(code(await running), 'CANCELLED');
    });
  });

  it('runs nothing, and shares nothing, where the cluster it names cannot be used', async () => {
    for (const cluster of [{ id: 'gone' }, { d: true }, { host: '' }]) {
      const flow = await open(0, sales(), cluster);
      assert.equal(code(await run(flow)), 'CONNECTION_INVALID', JSON.stringify(cluster));
    }
    assert.equal(fixture.emulator.requests.all().length, 0);
  });

  it('is steered, and shown with its queue, as one of a file is', async () => {
    const held: Array<() => void> = [];
    let flow = await open(0, sales());
    await run(flow);
    const id = await nameOf();
    const { body } = await admin.post<{ kind: string }>('cursors/steer', { id, wanted: 'pause', confirmed: true });
    assert.equal(body.kind, 'done');
    assert.equal(JSON.parse((await other.cursors.read(id))!.value).paused, true);
    flow = await open(1, sales());
    assert.equal(reasonOf(await run(flow)), 'paused');
    await run(flow, { incremental: 'resume' });
    sink = (_msg, done) => held.push(done);
    const running = run(flow);
    await until(() => held.length > 0);
    const shown = (await ask('runs')) as {
      queues: Array<{ elsewhere?: number }>;
      connections: Array<{ cluster?: { state: string } }>;
    };
    assert.equal(shown.connections[0]!.cluster?.state, 'ready');
    assert.equal(shown.queues[0]?.elsewhere ?? 0, 0);
    sink = (_msg, done) => done();
    for (const done of held) done();
    await running;
  });
});

interface ClusterHolder {
  clusterStore: ClusterStore;
}
