import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { createClusterStore } from '../../cluster/nodes/store/create-cluster-store';
import { endpoints } from '../../nodes/catalogue';
import type { ListedOrder, WorkAnswer } from '../../nodes/work/listed-order';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { AdminServer, until } from './admin-server';
import { registerEndNodes } from './end-nodes';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type FlowNode, helper, type Message, type OpenFlow } from './node-red';

interface WindowFacts {
  order: string;
  window: number;
  windows: number;
  attempt: number;
  text: string;
}

interface Facts {
  period: { from: string; before: string };
  records: number;
  run: string;
  work: WindowFacts;
}

/** Milliseconds: a node of the cluster has longer ones. Whoever finds Redis empty waits for one. */
const LEASE = 1000;
const DAYS = 5;
const refused = new Error('no room in the table');

describe('windows that several Node-RED share', () => {
  const fixture = new FlowFixture();
  const endpoint = endpoints.find(({ id }) => id === 'sales-by-invoice')!;
  const admin = new AdminServer();
  let redis: RedisServer | undefined;
  let orders = 0;
  /** Of the order that is the test's. */
  let name: string;
  let folder: string;
  let got: Message[];
  let progress: Message[];
  let sink: (msg: Message, done: (error?: Error) => void) => void;
  before(async () => {
    redis = await startRedis({ appendOnly: true });
  });
  after(() => redis?.stop());
  beforeEach(async function () {
    if (!redis) return this.skip();
    name = `order ${++orders}`;
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-shared-'));
    settings(2);
    got = [];
    progress = [];
    sink = (_msg, done) => done();
  });
  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
    helper.settings({ userDir: undefined, dataconnectSharedWork: undefined } as never);
  });

  const settings = (attempts: number) =>
    helper.settings({ userDir: folder, dataconnectSharedWork: { attempts, secondsBetween: 0 } } as never);
  const register = (RED: NodeAPI): void => {
    RED.nodes.registerType('dataconnect-cluster', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      const login = { tls: undefined, username: undefined, password: undefined, database: 0 };
      const where = { host: '127.0.0.1', port: redis!.port, prefix: 'test' };
      const clusterStore = createClusterStore({ ...where, ...login, lease: LEASE, wait: 60_000 });
      Object.assign(this, { clusterStore });
      this.on('close', (_removed: boolean, done: () => void) => void clusterStore.close(5000).then(done));
    });
    registerEndNodes(RED, (msg, done) => {
      got.push(msg);
      sink(msg, done);
    });
    RED.nodes.registerType('heard', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg: NodeMessage, _send, done) => {
        progress.push(msg as Message);
        done();
      });
    });
  };

  const sales = (more: object = {}): FlowNode => ({
    ...exampleNode(endpoint),
    id: 'sales',
    version: 2,
    params: {
      StartDate: { type: 'fixed', value: '2026-03-01' },
      StopDate: { type: 'fixed', value: `2026-03-0${DAYS}` },
      HideRebates: { type: 'fixed', value: '-1' },
    },
    windows: { kind: 'day', share: 'flow' },
    wires: [['sink'], ['heard']],
    ...more,
  });
  const open = (more: object = {}): Promise<OpenFlow> =>
    fixture.open(
      [
        sales({ output: { progress: true }, outputs: 2, ...more }),
        { id: 'sink', type: 'sink' },
        { id: 'heard', type: 'heard' },
        { id: 'old', type: 'old' },
      ],
      {
        modules: [register],
        completing: ['sales'],
        connection: { cluster: 'cluster', timeZone: 'UTC', stopDate: 'inclusive' },
        configNodes: [{ id: 'cluster', type: 'dataconnect-cluster' }],
      },
    );
  const factsOf = (msg: Message) => msg.dataconnect as unknown as Facts;
  const days = () => got.map((msg) => factsOf(msg).period.from.slice(0, 10)).sort();
  const allDays = Array.from({ length: DAYS }, (_, index) => `2026-03-0${index + 1}`);
  /** What was told of the ends of the test's own orders. */
  const ended = () =>
    progress
      .map(
        ({ dataconnect }) => dataconnect as { state: string; work?: { order: string; dead?: number; done?: number } },
      )
      .filter(({ work }) => work?.dead !== undefined && work.order.startsWith(name));
  const order = async (flow: OpenFlow, msg: Record<string, unknown> = {}) => {
    const { caught, error } = await flow.ask('sales', { work: { order: name }, ...msg });
    assert.equal(error, undefined, error?.message);
    void caught;
  };

  const shared = async (): Promise<ListedOrder[]> => {
    const answer = await fetch(`${admin.url}/dataconnect/work`);
    return ((await answer.json()) as WorkAnswer).orders;
  };

  it('are asked for one by one, each as a run of its own, and the end is told once', async () => {
    const flow = await open();
    await order(flow);
    await until(() => ended().length > 0);
    assert.deepEqual(days(), allDays);
    for (const msg of got) {
      const { work, period } = factsOf(msg);
      assert.deepEqual([work.order, work.windows], [name, DAYS]);
      assert.ok(work.attempt >= 1);
      assert.equal(work.window, Number(period.from.slice(8, 10)));
      assert.equal(new Set(got.map((each) => factsOf(each).run)).size, DAYS);
    }
    assert.deepEqual(ended(), [
      { endpoint: endpoint.id, state: 'done', work: { ...ended()[0]!.work, done: DAYS, dead: 0 } },
    ]);
  });

  it('of the same order once more are the same, but of one with another name', async () => {
    const flow = await open();
    await Promise.all([order(flow), order(flow)]);
    await until(() => ended().length > 0);
    await order(flow);
    assert.equal(got.length, DAYS);
    await order(flow, { work: { order: `${name}, again` } });
    await until(() => ended().length > 1);
    assert.equal(got.length, 2 * DAYS);
  });

  it('are tried again where the flow failed, and given up in the end; then a message asks for them', async () => {
    let failing = true;
    sink = (msg, done) => done(failing && factsOf(msg).period.from.startsWith('2026-03-03') ? refused : undefined);
    const flow = await open();
    await order(flow);
    await until(() => ended().length > 0);
    assert.deepEqual(ended()[0]!.work, { ...ended()[0]!.work, done: DAYS - 1, dead: 1 });
    assert.equal(got.length, DAYS + 1);
    const [listed] = await shared();
    assert.deepEqual([listed!.windows, listed!.done, listed!.dead], [DAYS, DAYS - 1, 1]);
    assert.ok(listed!.failures[0]!.window.startsWith('2026-03-03'));
    assert.match(listed!.failures[0]!.text, /sink/);
    const { node, id } = listed!;
    const { body } = await admin.post('work/steer', { node, order: id, wanted: 'retry' });
    assert.deepEqual(body, { kind: 'done', count: 1 });
    await until(() => ended().length > 1);
    assert.equal(ended()[1]!.work!.dead, 1);
    failing = false;
    await order(flow, { work: 'retry' });
    await until(() => ended().length > 2);
    assert.equal(ended()[2]!.work!.dead, 0);
  });

  it('go on behind a deploy in the middle of one', async () => {
    settings(1);
    let isStuck = true;
    sink = (_msg, done) => {
      if (!isStuck) done();
    };
    const flow = await open();
    await order(flow);
    await until(() => got.length === 2);
    isStuck = false;
    await flow.redeploy('nodes', { sales: { name: 'another' } });
    await until(() => ended().length > 0);
    assert.equal(ended()[0]!.work!.dead, 0);
    assert.deepEqual([...new Set(days())], allDays);
    assert.equal(got.length, DAYS + 2);
  });

  it('are no more where a message cancels them', async () => {
    sink = () => {};
    const flow = await open();
    await order(flow);
    await until(() => got.length === 2);
    await order(flow, { work: 'cancel' });
    sink = (_msg, done) => done();
    await order(flow);
    await until(() => ended().length > 0);
    assert.equal(got.length, DAYS + 2);
  });

  it('are those of each set of parameters that the order names', async () => {
    const flow = await open({ sending: { override: true } });
    await order(flow, { work: { order: name, each: [{ HideRebates: 1 }, { HideRebates: -1 }] } });
    await until(() => ended().length > 0);
    assert.deepEqual(days(), [...allDays, ...allDays].sort());
    assert.ok(got.every((msg) => /, HideRebates (1|-1)$/.test(factsOf(msg).work.text)));
  });

  it('are done where nobody can prove it only if the person says so', async () => {
    const oneDay = { StopDate: { type: 'fixed', value: '2026-03-01' } };
    const old = { flow: { wait: 'auto', seconds: 0.02 }, wires: [['old'], ['heard']] };
    const of = (share: string) => ({
      ...old,
      params: { ...(sales().params as object), ...oneDay },
      windows: { kind: 'day', share },
    });
    await order(await open(of('flow')));
    await until(() => ended().length > 0);
    assert.equal(ended()[0]!.work!.dead, 1);
    await order(await open(of('count-unproven')), { work: { order: `${name}, again` } });
    await until(() => ended().length > 1);
    assert.equal(ended()[1]!.work!.dead, 0);
  });

  it('are refused where they cannot be told apart, and asked for by nobody', async () => {
    const refusal = async (flow: OpenFlow, msg: object = {}) => (await flow.ask('sales', { ...msg })).error?.message;
    assert.match(
      (await refusal(await open({ output: { mode: 'text' }, outputs: 1, wires: [['sink']] })))!,
      /choose records/,
    );
    const incremental = { mode: 'new', from: '2026-03-01' };
    assert.match((await refusal(await open({ incremental })))!, /shares no windows/);
    assert.match((await refusal(await open(), { work: 'again' }))!, /msg.work must be/);
    const unshared = await open({ windows: { kind: 'day' } });
    assert.match((await refusal(unshared, { work: 'retry' }))!, /not shared/);
    assert.equal(fixture.emulator.requests.all().filter(({ service }) => service === 'service').length, 0);
  });

  it('are planned again where Redis lost them, but for those that are done', async () => {
    const held: Array<() => void> = [];
    sink = (_msg, done) => (got.length > 2 ? held.push(done) : done());
    const flow = await open();
    await order(flow);
    await until(() => held.length === 2);
    await redis!.flush();
    const holding = held.splice(0);
    sink = (_msg, done) => done();
    for (const done of holding) done();
    await until(() => ended().length > 0);
    assert.deepEqual([...new Set(days())], allDays);
    assert.ok(got.length <= DAYS + 2, String(got.length));
    const said = helper.log().args.map(([entry]) => String((entry as { msg?: unknown }).msg));
    assert.ok(said.some((line) => line.includes('The cluster lost data')));
  });
});
