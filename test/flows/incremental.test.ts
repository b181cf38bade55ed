import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import type { Node, NodeAPI } from 'node-red';
import { endpoints } from '../../nodes/catalogue';
import { MemoryStore } from '../incremental/cursor/memory-store';
import { AdminServer, until } from './admin-server';
import { AlarmBell } from './alarm-bell';
import { registerEndNodes } from './end-nodes';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type FlowNode, helper, type Message, type OpenFlow } from './node-red';

const ZONE = 'America/Toronto';

interface Facts {
  parameters: { StartDate: string; StopDate: string };
  incremental: { from?: string; to?: string; confirmedTo?: string; reason?: string; behind?: number };
  confirm?: string;
}

/** How a run ended, as Complete and Catch nodes see it. */
interface End {
  code?: string;
  text: string;
  facts: Facts;
}

type CaughtMessage = Message & { error?: { code?: string; message: string; source: { id: string } } };

const noRoom = new Error('no room in the table');

describe('an incremental run', () => {
  const fixture = new FlowFixture();
  const admin = new AdminServer();
  const endpoint = endpoints.find(({ id }) => id === 'sales-by-invoice')!;
  let folder: string;
  /** What came to the end of the flow since the last run began. */
  let got: Message[];
  /** What the node at the end of the flow does with each message. */
  let sink: (msg: Message, done: (error?: Error) => void) => void;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-cursor-'));
    helper.settings({ userDir: folder });
    sink = (_msg, done) => done();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => helper.settings({ userDir: undefined }));

  const register = (RED: NodeAPI): void => {
    registerEndNodes(RED, (msg, done) => {
      got.push(msg);
      sink(msg, done);
    });
  };

  const list = 'list-vendors';
  const products = (incremental: object = {}, more: object = {}): FlowNode => ({
    ...exampleNode(endpoints.find(({ id }) => id === list)!),
    id: 'sales',
    version: 2,
    wires: [['sink']],
    incremental: { mode: 'changes', ...incremental },
    ...more,
  });
  const has = (count: number) => fixture.emulator.dials.set({ rows: { [list]: { count } } });
  const changes = () =>
    got.map(({ payload, dataconnect }) => {
      const { change } = dataconnect as { change?: string };
      return `${change} ${(payload as unknown[]).length}`;
    });

  const sales = (incremental: object = {}, more: object = {}): FlowNode => ({
    ...exampleNode(endpoint),
    id: 'sales',
    version: 2,
    wires: [['sink']],
    incremental: { mode: 'new', from: 'now-10d', ...incremental },
    ...more,
  });
  const open = (node: FlowNode, others: FlowNode[] = [], connection: object = {}): Promise<OpenFlow> =>
    fixture.open([node, { id: 'sink', type: 'sink', name: 'table', wires: [] }, ...others], {
      modules: [register],
      connection: { timeZone: ZONE, retries: 1, ...connection },
      completing: ['sales'],
    });

  function run(flow: OpenFlow, msg: object = {}): Promise<End> {
    got = [];
    const asked = Math.random();
    return new Promise((resolve) => {
      const finish = (ended: CaughtMessage) => {
        if (ended.asked !== asked || (ended.error && ended.error.source.id !== 'sales')) return;
        for (const id of ['completed', 'caught']) flow.node(id).off('input', finish as never);
        const { code, message = '' } = ended.error ?? {};
        resolve({ ...(code !== undefined && { code }), text: message, facts: factsOf(ended) });
      };
      for (const id of ['completed', 'caught']) flow.node(id).on('input', finish as never);
      (flow.node('sales') as Node & { receive(msg: object): void }).receive({ asked, ...msg });
    });
  }

  const factsOf = ({ dataconnect }: Message) => dataconnect as unknown as Facts;
  const windows = () => [...new Set(got.map((msg) => rangeOf(factsOf(msg))))];
  const rangeOf = ({ parameters: { StartDate, StopDate } }: Facts) => `${StartDate} – ${StopDate}`;
  const requests = () => fixture.emulator.requests.all().filter(({ path: asked }) => asked.endsWith(endpoint.path!));

  function states(): Array<Record<string, unknown>> {
    const root = path.join(folder, 'dataconnect');
    // A run makes it.
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json') && !name.includes('previous'))
      .map((name) => JSON.parse(readFileSync(path.join(root, name), 'utf8')));
  }
  const said = (flow: OpenFlow): string[] => {
    const { args } = flow.node('sales').status as unknown as { args: Array<[{ text: string }]> };
    return args.map(([{ text }]) => text).filter((text) => text !== '');
  };
  const point = () => states()[0]?.confirmedTo;
  /** Whether a run of a node goes on, or is about to end. */
  const isLocked = () =>
    readdirSync(path.join(folder, 'dataconnect'), { recursive: true, encoding: 'utf8' }).some((name) =>
      name.endsWith('.lock'),
    );

  function damage(): void {
    const root = path.join(folder, 'dataconnect');
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.json')) writeFileSync(path.join(root, name), '{"version":1}');
    }
  }

  it('asks from the first day on, and for nothing more once the flow has confirmed it, over a restart, too', async () => {
    let flow = await open(sales());
    assert.equal((await run(flow)).code, undefined);
    assert.equal(windows().length, 2);
    assert.deepEqual([states().length, states()[0]!.confirmedBy], [1, 'flow']);
    assert.equal(factsOf(got.at(-1)!).incremental.to, point());
    const asked = requests().length;
    for (const restart of [false, true]) {
      if (restart) flow = await open(sales());
      const { facts } = await run(flow);
      assert.deepEqual(
        got.map(({ payload }) => payload),
        [[]],
      );
      assert.deepEqual([facts.incremental.reason, facts.incremental.confirmedTo], ['up-to-date', point()]);
    }
    assert.equal(requests().length, asked);
  });

  it('relies on what StopDate is taken for only where somebody has said so', async () => {
    for (const [connection, stop] of [
      [{}, '2026-03-08T00:00:00.000'],
      [{ stopDate: 'inclusive' }, '2026-03-08T00:00:00.000'],
      [{ version: 2, stopDate: 'unknown' }, '2026-03-08T00:00:00.000'],
      [{ version: 2, stopDate: 'inclusive' }, '2026-03-07T23:59:59.997'],
      [{ stopDate: 'exclusive' }, '2026-03-08T00:00:00.000'],
    ] as const) {
      const flow = await open(sales({ from: '2026-03-01', most: 1 }), [], connection);
      await run(flow, { incremental: 'reset' });
      await run(flow);
      assert.deepEqual(windows(), [`2026-03-01T00:00:00.000 – ${stop}`]);
    }
  });

  it('asks for a window again when the flow has failed with it, and keeps those before', async () => {
    sink = (msg, done) => done(rangeOf(factsOf(msg)) === windows()[0] ? undefined : noRoom);
    const flow = await open(sales({ step: '1 day' }));
    assert.equal((await run(flow)).code, 'FLOW_FAILED');
    const [first, second] = windows();
    assert.equal(windows().length, 2);
    assert.equal(point(), factsOf(got.find((msg) => rangeOf(factsOf(msg)) === first)!).incremental.to);
    sink = (_msg, done) => done();
    await run(flow);
    assert.notEqual(windows()[0], first);
    assert.ok(windows().some((window) => window.endsWith(second!.split(' – ')[1]!)));
  });

  it('tells that a window failed where the run does not stop for it', async () => {
    sink = (_msg, done) => done(noRoom);
    const flow = await open(sales({}, { flow: { stopOnFailure: false } }));
    const { code, text } = await run(flow);
    assert.equal(code, 'UNCONFIRMED');
    assert.match(text, /An error came from table/);
    assert.equal(point(), undefined);
  });

  it('goes on window by window, each one when the flow is done with the one before', async () => {
    let atOnce = 0;
    sink = (_msg, done) => {
      assert.equal(++atOnce, 1);
      setTimeout(() => {
        atOnce--;
        done();
      }, 5);
    };
    const flow = await open(sales({ step: '2 days' }));
    await run(flow);
    const spans = got.map((msg) => factsOf(msg).incremental);
    assert.equal(spans.length, 5);
    assert.deepEqual(
      spans.slice(1).map(({ from }) => from),
      spans.slice(0, -1).map(({ to }) => to),
    );
  });

  it('asks for so many windows at most, and says how far behind it is', async () => {
    const flow = await open(sales({ step: '1 day', most: 3 }));
    const { facts } = await run(flow);
    assert.equal(windows().length, 3);
    assert.ok(facts.incremental.behind! > 0);
    await run(flow);
    assert.equal(windows().length, 3);
  });

  it('has each window whole in a sequence of its own', async () => {
    const flow = await open(sales({ step: '5 days' }, { output: { mode: 'batches', batchSize: 5 } }));
    await run(flow);
    const ids = [...new Set(got.map(({ parts }) => (parts as { id: string }).id))];
    assert.equal(ids.length, 2);
    for (const id of ids) {
      const some = got.filter(({ parts }) => (parts as { id: string }).id === id);
      assert.deepEqual(
        some.map(({ parts }) => (parts as { index: number }).index),
        [...some.keys()],
      );
      assert.equal((some.at(-1)!.parts as { count?: number }).count, some.length);
      assert.equal(some.at(-1)!.complete, true);
    }
    assert.equal(new Set(got.map(({ _msgid }) => _msgid)).size, got.length);
  });

  it('has a cursor of its own for each other choice of records', async () => {
    const flow = await open(sales());
    await run(flow);
    await run(flow, { params: { LocationTypeIDs: '1', LocationType: 'Store' } });
    assert.notEqual(got[0]!.payload, undefined);
    assert.equal(factsOf(got[0]!).incremental.reason, undefined);
    assert.equal(states().length, 2);
  });

  it('is refused where the message says the range, and where nothing can be confirmed', async () => {
    let flow = await open(sales());
    const said = await run(flow, { params: { StartDate: '2026-01-01' } });
    assert.deepEqual([said.code, /StartDate/.test(said.text)], ['PARAMETER_INVALID', true]);
    flow = await open(sales({}, { output: { mode: 'text' } }));
    assert.equal((await run(flow)).code, 'PARAMETER_INVALID');
    assert.equal(requests().length, 0);
  });

  it('is not begun while another of the node goes on', async () => {
    const waiting: Array<() => void> = [];
    sink = (_msg, done) => waiting.push(done);
    const flow = await open(sales({ step: '10 days' }));
    const first = run(flow);
    while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const before = got;
    const second = run(flow);
    await assert.doesNotReject(second);
    assert.equal((await second).code, 'CURSOR_IN_USE');
    assert.equal(before.length, 1);
    void first;
    for (const done of waiting) done();
  });

  describe('whose window the flow holds for longer than the alarm', () => {
    const MINUTES = 7;
    /** Records of a window that is sent in batches of 100. */
    const INSIDE = 1000;
    /** Nobody waits for the flow before the window does. */
    const held = (incremental: object = {}, more: object = {}) =>
      sales({ alarm: MINUTES, step: '20 days', ...incremental }, { flow: { wait: 'off' }, ...more });
    let bell: AlarmBell;
    let waiting: Array<(error?: Error) => void>;
    beforeEach(() => {
      bell = new AlarmBell(MINUTES * 60_000);
      waiting = [];
      sink = (_msg, done) => waiting.push(done);
    });
    afterEach(() => bell.remove());

    /** A message that is not the last: the others, and the rest of the answer, wait for it. */
    const heldInside = (incremental: object = {}, flow: object = { wait: 'always' }) => {
      const [from, to] = [9, 1].map((days) => DateTime.now().minus({ days }).toISODate());
      fixture.emulator.dials.set({ rows: { [endpoint.id]: { count: INSIDE, from: from!, to: to! } } });
      return held(incremental, { flow, output: { mode: 'batches', batchSize: 100 } });
    };

    async function runToAlarm(flow: OpenFlow): Promise<End> {
      const ended = run(flow);
      await until(() => waiting.length > 0);
      await bell.ring();
      const end = await ended;
      assert.deepEqual([end.code, point(), got.length], ['UNCONFIRMED', undefined, 1], end.text);
      assert.equal(end.facts.confirm, undefined);
      return end;
    }
    const receive = (flow: OpenFlow, msg: object) =>
      (flow.node('sales') as Node & { receive(msg: object): void }).receive(msg);
    /** The next run sends what the flow had in its hands, once more. */
    async function assertRepeated(flow: OpenFlow, first: Message): Promise<void> {
      sink = (_msg, done) => done();
      const { code, text } = await run(flow);
      assert.deepEqual([code, windows()[0]], [undefined, rangeOf(factsOf(first))], text);
    }

    it('ends with its name, takes no other run, and is confirmed late when the flow is done after all', async () => {
      const flow = await open(held());
      assert.match((await runToAlarm(flow)).text, /after 7 min \(held by table\)/);
      const asked = requests().length;
      const { code, text } = await run(flow);
      assert.deepEqual([code, got.length, requests().length], ['CURSOR_IN_USE', 0, asked]);
      assert.match(text, /table still has messages of it.+msg\.cancel/);
      waiting[0]!();
      await until(() => point() !== undefined);
      await until(() => said(flow).at(-1) === 'confirmed-late');
      assert.equal(states()[0]!.confirmedBy, 'flow');
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
    });

    it('counts records as delivered that are confirmed late, and no windows behind it', async () => {
      const flow = await open(held({ step: '5 days', rows: 'new', most: 2 }));
      await runToAlarm(flow);
      const { to } = factsOf(got[0]!).incremental;
      waiting[0]!();
      await until(() => said(flow).at(-1) === 'confirmed-late');
      assert.deepEqual([point(), waiting.length], [to, 1]);
      assert.ok((states()[0]!.known as unknown[]).length > 0);
    });

    it('stays where it was when the flow fails after all', async () => {
      const flow = await open(held());
      await runToAlarm(flow);
      const [first] = got;
      waiting[0]!(noRoom);
      await until(() => said(flow).at(-1) === 'window-failed');
      await assertRepeated(flow, first!);
    });

    for (const [how, node] of [
      ['always', () => held({}, { flow: { wait: 'always' } })],
      ['always, with others to come', () => heldInside()],
      ['for longer than the alarm, with others to come', () => heldInside({}, { wait: 'auto', seconds: 3600 })],
    ] as const) {
      it(`ends so, too, where the run waits for each message: ${how}`, async () => {
        const flow = await open(node());
        assert.match((await runToAlarm(flow)).text, /after 7 min \(held by table\)/);
        const first = got;
        const statuses = said(flow).length;
        assert.deepEqual([(await run(flow)).code, got.length], ['CURSOR_IN_USE', 0]);
        got = first;
        sink = (_msg, done) => done();
        waiting[0]!();
        await until(() => point() !== undefined);
        await until(() => said(flow).at(-1) === 'confirmed-late');
        assert.ok(
          !said(flow)
            .slice(statuses)
            .some((text) => /receiving|waiting/.test(text)),
        );
        assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
      });
    }

    it('is confirmed late with all that waited for the message, each record once', async () => {
      const flow = await open(heldInside());
      await runToAlarm(flow);
      sink = (_msg, done) => done();
      waiting[0]!();
      await until(() => point() !== undefined);
      assert.equal(got.flatMap(({ payload }) => payload as unknown[]).length, INSIDE);
      assert.deepEqual([states()[0]!.rows, requests().length], [INSIDE, 1]);
    });

    it('is sent again from its beginning where the flow fails after all with a message that others wait for', async () => {
      const flow = await open(heldInside());
      await runToAlarm(flow);
      const [first] = got;
      waiting[0]!(noRoom);
      await until(() => !isLocked());
      assert.deepEqual([got.length, point()], [1, undefined]);
      await assertRepeated(flow, first!);
    });

    it('ends with a list, too, of which a message is held before the last', async () => {
      has(30);
      const more = { flow: { wait: 'always' }, output: { mode: 'batches', batchSize: 10 } };
      const flow = await open(products({ alarm: MINUTES }, more));
      const ended = run(flow);
      await until(() => waiting.length > 0);
      await bell.ring();
      assert.equal((await ended).code, 'UNCONFIRMED');
      assert.equal((await run(flow)).code, 'CURSOR_IN_USE');
      sink = (_msg, done) => done();
      waiting[0]!();
      await until(() => said(flow).at(-1) === 'confirmed-late');
      await run(flow);
      assert.deepEqual(changes(), ['undefined 0']);
    });

    it('takes a word by hand where the run waits for each message, whatever the flow says', async () => {
      const flow = await open(held({ confirm: 'hand' }, { flow: { wait: 'always' } }));
      const ended = run(flow);
      await until(() => waiting.length > 0);
      receive(flow, { dataconnect: { confirm: factsOf(got[0]!).confirm } });
      assert.equal((await ended).code, undefined);
      assert.ok(!said(flow).includes('unconfirmed'));
      await run(flow, { incremental: 'reset' });
      waiting = [];
      await runToAlarm(flow);
      receive(flow, { dataconnect: { confirm: factsOf(got[0]!).confirm } });
      await until(() => point() !== undefined);
      assert.equal(states()[0]!.confirmedBy, 'hand');
      await until(() => said(flow).at(-1) === 'confirmed-late');
    });

    for (const [by, letGo] of [
      ['a message that stops it', (flow: OpenFlow) => receive(flow, { cancel: true })],
      ['a message that changes its cursor', (flow: OpenFlow) => run(flow, { incremental: 'resume' })],
      ['a deploy', (flow: OpenFlow) => flow.redeploy('full')],
    ] as const) {
      it(`is let go by ${by}, and sent again then`, async () => {
        for (const node of [held(), heldInside()]) {
          waiting = [];
          sink = (_msg, done) => waiting.push(done);
          const flow = await open(node);
          await runToAlarm(flow);
          const [first] = got;
          await letGo(flow);
          await until(() => !isLocked());
          assert.equal(point(), undefined);
          await assertRepeated(flow, first!);
          for (const done of waiting) done();
          rmSync(path.join(folder, 'dataconnect'), { recursive: true });
        }
      });
    }

    it('gives way to the next run where it waits for a word by hand, and takes that word until then', async () => {
      const flow = await open(held({ confirm: 'hand' }));
      assert.match((await runToAlarm(flow)).text, /Nobody has said within 7 min/);
      const [first] = got;
      const again = run(flow);
      await until(() => got.length === 1 && waiting.length === 2);
      assert.equal(rangeOf(factsOf(got[0]!)), rangeOf(factsOf(first!)));
      await bell.ring();
      assert.equal((await again).code, 'UNCONFIRMED');
      receive(flow, { dataconnect: { confirm: factsOf(got[0]!).confirm } });
      await until(() => point() !== undefined);
      assert.equal(states()[0]!.confirmedBy, 'hand');
    });

    it('is seen in the sidebar, and let go there', async () => {
      const flow = await open(held());
      await runToAlarm(flow);
      const [first] = got;
      const { cursors } = (await (await fetch(`${admin.url}/dataconnect/cursors`)).json()) as {
        cursors: Array<{ id: string; open?: { held: string[] } }>;
      };
      assert.deepEqual(cursors[0]!.open!.held, ['table']);
      const { id } = cursors[0]!;
      const { body } = await admin.post('cursors/steer', { id, wanted: 'resume', confirmed: true });
      assert.deepEqual(body, { kind: 'done' });
      await assertRepeated(flow, first!);
    });
  });

  describe('behind which a node never says when it is done', () => {
    const old = { id: 'old', type: 'old', name: 'archive', wires: [] };

    it('tells so, and stays where it was', async () => {
      const flow = await open(sales({}, { wires: [['old']] }), [old]);
      const { code, text } = await run(flow);
      assert.equal(code, 'UNCONFIRMED');
      assert.match(text, /archive never says when it is done/);
      assert.equal(point(), undefined);
    });

    it('counts that as confirmed where the person chose so', async () => {
      const flow = await open(sales({ confirm: 'count-unproven' }, { wires: [['old']] }), [old]);
      assert.equal((await run(flow)).code, undefined);
      assert.equal(states()[0]!.confirmedBy, 'unproven');
    });
  });

  describe('that is confirmed by hand', () => {
    const confirm = (outcome: string) => ({ id: 'confirm', type: 'dataconnect-confirm', outcome, wires: [[]] });

    it('goes on by the word of a confirm node behind a node that never says when it is done', async () => {
      const flow = await open(sales({ confirm: 'hand', step: '5 days' }, { wires: [['old', 'confirm']] }), [
        { id: 'old', type: 'old', wires: [] },
        confirm('confirmed'),
      ]);
      assert.equal((await run(flow)).code, undefined);
      assert.equal(states()[0]!.confirmedBy, 'hand');
    });

    it('stays by the word that it failed', async () => {
      const flow = await open(sales({ confirm: 'hand' }, { wires: [['confirm']] }), [confirm('failed')]);
      const { code, text } = await run(flow);
      assert.equal(code, 'UNCONFIRMED');
      assert.match(text, /said to have failed/);
    });

    it('is confirmed by its last message alone, and by one that comes back to the node', async () => {
      const flow = await open(
        sales(
          { confirm: 'hand', step: '10 days' },
          { output: { mode: 'batches', batchSize: 5 }, flow: { wait: 'off' } },
        ),
      );
      const ended = run(flow);
      const node = flow.node('sales') as Node & { receive(msg: object): void };
      while (got.at(-1)?.complete !== true) await new Promise((resolve) => setImmediate(resolve));
      for (const msg of got.slice(0, -1)) assert.notEqual(factsOf(msg).confirm, factsOf(got.at(-1)!).confirm);
      assert.equal(point(), undefined);
      node.receive({ dataconnect: { confirm: factsOf(got.at(-1)!).confirm } });
      assert.equal((await ended).code, undefined);
      assert.equal(states()[0]!.confirmedBy, 'hand');
    });
  });

  describe('that is confirmed by hand and has no record', () => {
    const empty = () => fixture.emulator.dials.set({ rows: { [endpoint.id]: { count: 0 } } });
    const confirmIds = () => got.map((msg) => factsOf(msg).confirm);

    it('needs no word, and says so, as one does that asks for nothing', async () => {
      empty();
      const flow = await open(sales({ confirm: 'hand', step: '5 days' }));
      assert.equal((await run(flow)).code, undefined);
      assert.deepEqual(confirmIds(), ['nothing.sales', 'nothing.sales']);
      assert.deepEqual([states()[0]!.confirmedBy, point()], ['flow', factsOf(got.at(-1)!).incremental.to]);
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
      assert.deepEqual(confirmIds(), ['nothing.sales']);
      await run(flow, { dryRun: true });
      assert.deepEqual(confirmIds(), ['nothing.sales']);
    });

    it('passes a confirm node, whatever that says, without an error', async () => {
      empty();
      for (const outcome of ['confirmed', 'failed']) {
        const node = { id: 'confirm', type: 'dataconnect-confirm', outcome, wires: [['sink']] };
        const flow = await open(sales({ confirm: 'hand', step: '20 days' }, { wires: [['confirm']] }), [node]);
        const words: string[] = [];
        flow.node('caught').on('input', (msg) => words.push(String((msg as CaughtMessage).error?.message)));
        await run(flow);
        await run(flow);
        await until(() => got.length === 1);
        assert.deepEqual(words, []);
      }
    });

    it('orders no run when it comes back to its node', async () => {
      empty();
      const flow = await open(sales({ confirm: 'hand', step: '20 days' }, { wires: [['sink', 'sales']] }));
      const order = () => (flow.node('sales') as Node & { receive(msg: object): void }).receive({});
      got = [];
      order();
      await until(() => point() !== undefined && !isLocked());
      order();
      await until(() => got.length > 1 && !isLocked());
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual([got.length, requests().length], [2, 1]);
    });
  });

  describe('and records that were delivered before', () => {
    /** Of the dates before the confirmed point that are asked for once more. */
    const later = { lookback: '3 days', delay: '1 hours', grain: 'instant', step: '10 days' };
    const records = () => got.flatMap(({ payload }) => payload as Array<Record<string, unknown>>);
    const idOf = (record: Record<string, unknown>) => JSON.stringify(record);
    const countsIn = (facts: Facts) =>
      facts as unknown as { records: number; alreadyDelivered?: number; flow?: { records: number } };

    /** The second run asks for three days more than it needs. */
    async function runTwice(rows: string, more: object = {}, delay = '1 days') {
      const flow = await open(sales({ ...later, rows, delay: '2 days', step: '20 days' }, more));
      await run(flow);
      const first = records().map(idOf);
      assert.ok(first.length > 0);
      const again = await open(sales({ ...later, rows, delay, step: '20 days' }, more));
      const ended = await run(again);
      return { first, second: records(), ended, flow: again };
    }

    it('are left out', async () => {
      const { first, second } = await runTwice('new');
      assert.ok(second.length > 0, 'a day more has records');
      assert.deepEqual(
        second.map(idOf).filter((id) => first.includes(id)),
        [],
      );
    });

    it('are counted beside those that were sent, in messages and at the end', async () => {
      const { ended } = await runTwice('new', { output: { mode: 'batches', batchSize: 5 } });
      const counts = got.map((msg) => countsIn(factsOf(msg)).records);
      const sizes = got.map(({ payload }) => (payload as unknown[]).length);
      assert.deepEqual(
        counts,
        sizes.map((_size, at) => sizes.slice(0, at + 1).reduce((sum, size) => sum + size, 0)),
      );
      const sent = counts.at(-1)!;
      const { records: all, alreadyDelivered, flow } = countsIn(ended.facts);
      assert.deepEqual([all, flow!.records, states()[0]!.rows], [sent, sent, sent]);
      assert.ok(alreadyDelivered! > 0);
      assert.equal(countsIn(factsOf(got.at(-1)!)).alreadyDelivered, alreadyDelivered);
    });

    it('are nothing new where there are no others', async () => {
      const { ended, flow } = await runTwice('new', {}, '2879 minutes');
      assert.deepEqual(records(), []);
      assert.equal(countsIn(ended.facts).records, 0);
      assert.ok(countsIn(ended.facts).alreadyDelivered! > 0);
      assert.equal(said(flow).at(-1), 'nothing-new');
    });

    it('are sent again', async () => {
      const { first, second } = await runTwice('all');
      assert.ok(second.map(idOf).some((id) => first.includes(id)));
    });

    it('are sent again and marked', async () => {
      const { first, second, ended } = await runTwice('marked');
      const unmarked = first.map((id) => JSON.stringify({ ...JSON.parse(id), alreadyDelivered: true }));
      const known = second.filter(({ alreadyDelivered }) => alreadyDelivered === true).map(idOf);
      assert.ok(known.length > 0);
      const { records: sent, alreadyDelivered } = countsIn(ended.facts);
      assert.deepEqual([sent, alreadyDelivered], [second.length, known.length]);
      for (const id of known) assert.ok(unmarked.includes(id) || first.some((each) => each === id));
      assert.ok(second.some(({ alreadyDelivered }) => alreadyDelivered === false));
    });

    it('count as delivered only when the flow has confirmed them', async () => {
      sink = (_msg, done) => done(noRoom);
      const flow = await open(sales({ ...later, rows: 'new' }));
      assert.equal((await run(flow)).code, 'FLOW_FAILED');
      const first = records().map(idOf);
      sink = (_msg, done) => done();
      await run(flow);
      assert.deepEqual(records().map(idOf).slice(0, first.length), first);
    });

    it('are not taken for new when an answer broke off and came again', async () => {
      const flow = await open(sales({ ...later, rows: 'new', delay: '1 days', step: '20 days' }));
      await run(flow, { params: { LocationType: 'Store', LocationTypeIDs: '1' } });
      fixture.emulator.dials.set({
        faults: [{ fault: { kind: 'reset', at: 'mid-body', afterBytes: 5000 }, times: 1 }],
      });
      const { facts } = await run(flow);
      assert.equal((facts as unknown as { retries: number }).retries, 1);
      const ids = records().map(idOf);
      assert.ok(ids.length > 0);
      assert.equal(new Set(ids).size, ids.length);
    });
  });

  describe('of what changed in a list', () => {
    it('has all of it at first, then what was added and what is gone, and nothing when nothing changed', async () => {
      has(50);
      const flow = await open(products());
      assert.equal((await run(flow)).code, undefined);
      assert.deepEqual(changes(), ['added 50']);
      has(53);
      await run(flow);
      assert.deepEqual(changes(), ['added 3']);
      await run(flow);
      assert.deepEqual(changes(), ['undefined 0']);
      has(47);
      const { facts } = await run(flow);
      assert.deepEqual(changes(), ['removed 6']);
      assert.equal((facts.incremental as { removed?: number }).removed, 6);
    });

    it('says with the last message of a run that it is, where each kind has one of its own, too', async () => {
      const complete = () => got.map((msg) => (msg as { complete?: unknown }).complete);
      has(50);
      const flow = await open(products());
      await run(flow, { complete: 'of another' });
      assert.deepEqual(complete(), [true]);
      await run(flow, { complete: 'of another' });
      assert.deepEqual([changes(), complete()], [['undefined 0'], [true]]);
      has(55);
      sink = (_msg, done) => done(noRoom);
      await run(flow);
      sink = (_msg, done) => done();
      has(52);
      await run(flow, { complete: 'of another' });
      assert.deepEqual(
        [changes(), complete()],
        [
          ['added 2', 'removed 3'],
          [undefined, true],
        ],
      );
    });

    it('sends all again that the flow did not confirm', async () => {
      has(50);
      const flow = await open(products({}, { output: { mode: 'batches', batchSize: 20 } }));
      await run(flow);
      assert.deepEqual(changes(), ['added 20', 'added 20', 'added 10']);
      has(53);
      sink = (_msg, done) => done(noRoom);
      assert.equal((await run(flow)).code, 'FLOW_FAILED');
      sink = (_msg, done) => done();
      await run(flow);
      assert.deepEqual(changes(), ['added 3']);
    });

    it('ends with an error where more is gone than a person expects, and removes nothing', async () => {
      has(50);
      const flow = await open(products());
      await run(flow);
      has(30);
      assert.equal((await run(flow)).code, 'TOO_MANY_REMOVED');
      assert.deepEqual(changes(), []);
      const other = await open(products({ removed: 50 }));
      await run(other);
      assert.deepEqual(changes(), ['removed 20']);
    });

    it('is refused for a report over a range', async () => {
      const flow = await open(sales({ mode: 'changes' }));
      const { code, text } = await run(flow);
      assert.deepEqual([code, /no whole list/.test(text)], ['PARAMETER_INVALID', true]);
    });
  });

  describe('whose cursor a message changes', () => {
    const steer = (flow: OpenFlow, incremental: unknown, msg: object = {}) => run(flow, { incremental, ...msg });
    const standing = ({ facts }: End) => facts.incremental as { did?: string; paused?: boolean; confirmedTo?: string };

    it('pauses and goes on where it was', async () => {
      const flow = await open(sales({ step: '2 days', most: 1 }));
      await run(flow);
      const before = point();
      const asked = requests().length;
      const paused = await steer(flow, 'pause');
      assert.deepEqual(standing(paused), { did: 'pause', paused: true, confirmedTo: before });
      assert.equal(got.length, 0, 'nothing comes out for it');
      const rested = await run(flow);
      assert.deepEqual([rested.code, rested.facts.incremental.reason], [undefined, 'paused']);
      assert.deepEqual([requests().length, point()], [asked, before]);
      await steer(flow, 'resume');
      await run(flow);
      assert.equal(requests().length, asked + 1);
      assert.notEqual(point(), before);
    });

    it('begins anew, and sends what was delivered once more', async () => {
      const flow = await open(sales());
      await run(flow);
      const first = got.map(({ payload }) => payload);
      assert.equal(standing(await steer(flow, 'reset')).confirmedTo, undefined);
      assert.equal(point(), undefined);
      await run(flow);
      assert.deepEqual(
        got.map(({ payload }) => payload),
        first,
      );
    });

    it('goes on from a date in words, in the zone of the connection', async () => {
      const flow = await open(sales());
      await run(flow);
      const yesterday = DateTime.now().setZone(ZONE).startOf('day').minus({ days: 1 });
      assert.equal(standing(await steer(flow, { from: 'yesterday' })).confirmedTo, yesterday.toUTC().toISO());
      assert.deepEqual([point(), states()[0]!.confirmedBy], [yesterday.toUTC().toISO(), 'person']);
      const back = DateTime.fromISO('2026-03-08', { zone: ZONE });
      await steer(flow, { from: '2026-03-08' });
      assert.equal(point(), back.toUTC().toISO());
      await run(flow);
      assert.equal(windows()[0]!.slice(0, 10), '2026-03-08');
    });

    it('is that of the parameters of the message, and no other', async () => {
      const flow = await open(sales());
      const other = { params: { LocationTypeIDs: '1', LocationType: 'Store' } };
      await run(flow);
      await steer(flow, 'pause', other);
      assert.equal((await run(flow, other)).facts.incremental.reason, 'paused');
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
    });

    it('is not found in what nobody means', async () => {
      let flow = await open(sales());
      const ahead = `${new Date().getUTCFullYear() + 2}-01-01`;
      for (const [said, why] of [
        ['stop', /not "stop"/],
        [{ from: 'soon' }, /no date/],
        [{ from: ahead }, /ahead of the clock/],
        [{ from: '2026-01-01', until: '2026-02-01' }, /"pause"/],
      ] as const) {
        const { code, text } = await steer(flow, said);
        assert.deepEqual([code, why.test(text)], ['PARAMETER_INVALID', true], text);
      }
      flow = await open(sales({ mode: 'off' }));
      assert.match((await steer(flow, 'reset')).text, /does not go on/);
      assert.equal(requests().length, 0);
      assert.deepEqual(states(), []);
    });

    it('is not changed while a run goes on, which is said to be of this Node-RED', async () => {
      const waiting: Array<() => void> = [];
      sink = (_msg, done) => waiting.push(done);
      const flow = await open(sales({ step: '20 days' }));
      const first = run(flow);
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
      const { code, text } = await steer(flow, 'pause');
      assert.deepEqual([code, /this same Node-RED/.test(text)], ['CURSOR_IN_USE', true], text);
      for (const done of waiting) done();
      await first;
      assert.equal(states()[0]!.paused, undefined);
    });

    it('begins anew where its state is damaged', async () => {
      const flow = await open(sales());
      await run(flow);
      damage();
      assert.equal((await run(flow)).code, 'CURSOR_DAMAGED');
      await steer(flow, { from: '2026-03-08' });
      assert.equal((await run(flow)).code, undefined);
      assert.equal(windows()[0]!.slice(0, 10), '2026-03-08');
    });
  });

  describe('under its node', () => {
    it('says how far behind it is, what there is no more, and that it rests', async () => {
      const flow = await open(sales({ step: '1 day', most: 8 }));
      await run(flow);
      assert.match(said(flow).at(-1)!, /^done, \d+ h behind$/);
      await run(flow);
      assert.equal(said(flow).at(-1), 'done');
      await run(flow);
      assert.equal(said(flow).at(-1), 'nothing-new');
      for (const [incremental, text] of [
        ['pause', 'paused'],
        [{ from: '2026-03-08' }, 'paused'],
        ['resume', 'goes-on-from'],
        ['reset', 'begins-anew'],
      ] as const) {
        await run(flow, { incremental });
        // At most five statuses a second.
        while (said(flow).at(-1) !== text) await new Promise((resolve) => setImmediate(resolve));
      }
    });

    it('says who holds what is not confirmed', async () => {
      const flow = await open(sales({}, { wires: [['old']] }), [
        { id: 'old', type: 'old', name: 'archive', wires: [] },
      ]);
      await run(flow);
      assert.equal(said(flow).at(-1), 'window-unproven');
    });
  });

  describe('is seen by people who look for cursors', () => {
    interface View {
      id: string;
      place: string;
      only: string;
      isPaused: boolean;
      isUsed: boolean;
      lines: string[];
      changed?: { by: string };
      damage?: string;
      open?: { held: string[] };
    }
    const look = async (of = ''): Promise<View[]> => {
      const answer = await fetch(`${admin.url}/dataconnect/cursors${of}`);
      const { cursors } = (await answer.json()) as { cursors: View[] };
      return cursors;
    };
    const steer = async (id: string, wanted: unknown, confirmed = true) => {
      const { body } = await admin.post<{ kind: string; text?: string }>('cursors/steer', { id, wanted, confirmed });
      return body;
    };

    it('as one run, from the first of its windows to the last', async () => {
      await run(await open(sales({ step: '5 days' })));
      const answer = await fetch(`${admin.url}/dataconnect/runs`);
      const { ended } = (await answer.json()) as {
        ended: Array<{ begun: number; period: { from: string; before: string } }>;
      };
      const ranges = windows().map((range) => range.split(' – '));
      assert.ok(ranges.length > 1);
      // Others of this process have run before.
      const { from, before } = ended.sort((one, other) => other.begun - one.begun)[0]!.period;
      assert.equal(from.slice(0, 10), ranges[0]![0]!.slice(0, 10));
      assert.ok(before.slice(0, 10) >= ranges.at(-1)![1]!.slice(0, 10));
    });

    it('where it stands, what comes next, and who holds it', async () => {
      const flow = await open(sales({ step: '2 days', most: 1 }));
      assert.deepEqual(await look(), []);
      await run(flow);
      assert.deepEqual(await look('?node=table'), []);
      const [seen] = await look('?node=sales');
      assert.deepEqual([seen!.place, seen!.isUsed, seen!.changed!.by, seen!.only], ['sales', true, 'flow', seen!.only]);
      assert.match(seen!.lines.join(' '), /^All before .+ is confirmed .+ behind The next run asks for /);
      const waiting: Array<() => void> = [];
      sink = (_msg, done) => waiting.push(done);
      const running = run(flow);
      await until(() => waiting.length > 0);
      assert.deepEqual((await look())[0]!.open!.held, ['table']);
      for (const done of waiting) done();
      await running;
      assert.equal((await look())[0]!.open, undefined);
    });

    it('and changed by them when they know what comes of it', async () => {
      const flow = await open(sales());
      await run(flow);
      const before = point();
      const { id } = (await look())[0]!;
      const asked = await steer(id, { from: '2026-03-08' }, false);
      assert.equal(asked.kind, 'confirm');
      assert.match(
        asked.text!,
        /Everything from 2026-03-08 00:00 on \(America\/Toronto\) is asked for and sent once more/,
      );
      assert.equal(point(), before);
      assert.equal((await steer(id, { from: 'soon' })).kind, 'failed');
      assert.deepEqual(await steer(id, 'pause'), { kind: 'done' });
      assert.equal((await look())[0]!.isPaused, true);
      assert.deepEqual(await steer(id, { from: '2026-03-08' }), { kind: 'done' });
      assert.notEqual(point(), before);
      for (const other of ['sales', '../x', 'connection/nobody'])
        assert.equal((await steer(other, 'reset')).kind, 'gone');
    });

    it('with damage, which a new beginning ends', async () => {
      await run(await open(sales()));
      damage();
      const [seen] = await look();
      assert.match(seen!.damage!, /does not say where to go on/);
      assert.equal((await steer(seen!.id, 'forget')).kind, 'failed');
      assert.deepEqual(await steer(seen!.id, 'reset'), { kind: 'done' });
      assert.equal((await look())[0]!.damage, undefined);
    });

    it('when its node is not at work any more, and can be deleted then', async () => {
      const flow = await open(sales());
      await run(flow);
      await flow.redeploy('full', { sales: { d: true } });
      const [seen] = await look();
      assert.equal(seen!.isUsed, false);
      assert.equal((await steer(seen!.id, 'forget', false)).kind, 'confirm');
      assert.deepEqual(await steer(seen!.id, 'forget'), { kind: 'done' });
      assert.deepEqual(await look(), []);
    });
  });

  describe('run again from the sidebar', () => {
    interface Noted {
      id: string;
      state: string;
      params?: object;
    }
    const ended = async (): Promise<Noted[]> => {
      const answer = await fetch(`${admin.url}/dataconnect/runs`);
      return ((await answer.json()) as { ended: Noted[] }).ended;
    };
    const again = async ({ id }: Noted, confirmed: string[] = []) =>
      (await admin.post<Record<string, unknown>>(`runs/${id}/again`, { confirmed })).body;
    const asked = () => requests().map(({ query }) => `${query.get('StartDate')} – ${query.get('StopDate')}`);
    /** Ends of all so far, oldest first; those of other tests are in the book as well. */
    async function untilEnded(before: Noted[], count: number): Promise<Noted[]> {
      let news: Noted[] = [];
      while (news.length < count) {
        news = (await ended()).filter(({ id }) => !before.some((known) => known.id === id));
      }
      return news;
    }

    it('goes on where its cursor stands, with the parameters of its message, and asks for no date again', async () => {
      const flow = await open(sales({ step: '2 days', lookback: '0 days', most: 1, grain: 'instant' }));
      const before = await ended();
      await run(flow, { params: { LocationType: 'Store', LocationTypeIDs: '1' } });
      const [first] = await untilEnded(before, 1);
      const [point1, asked1] = [point(), asked()];
      assert.deepEqual(await again(first!), { kind: 'started' });
      await untilEnded(before, 2);
      assert.deepEqual([states().length, requests().at(-1)!.query.get('LocationTypeIDs')], [1, '1']);
      assert.notEqual(point(), point1);
      assert.equal(new Set(asked()).size, asked1.length + 1);
    });

    it('asks once more for what the flow did not confirm', async () => {
      sink = (_msg, done) => done(noRoom);
      const flow = await open(sales({ step: '20 days' }));
      const before = await ended();
      await run(flow);
      const [failed] = await untilEnded(before, 1);
      sink = (_msg, done) => done();
      assert.deepEqual(await again(failed!), { kind: 'started' });
      await untilEnded(before, 2);
      assert.deepEqual([asked().length, new Set(asked()).size], [2, 1]);
      assert.notEqual(point(), undefined);
    });

    it('has nothing to ask for where it stands at the end, and rests where it is paused', async () => {
      const flow = await open(sales({ step: '20 days' }));
      const before = await ended();
      await run(flow);
      const [first] = await untilEnded(before, 1);
      for (const reason of ['up-to-date', 'paused']) {
        if (reason === 'paused') await run(flow, { incremental: 'pause' });
        got = [];
        assert.deepEqual(await again(first!), { kind: 'started' });
        await until(() => got.length > 0);
        assert.equal(factsOf(got[0]!).incremental.reason, reason);
        await until(() => !isLocked());
      }
      assert.equal(requests().length, 1);
    });

    it('is refused with the dates of a run from before the node went on by itself', async () => {
      let flow = await open(sales({ mode: 'off' }));
      const before = await ended();
      await run(flow, { params: { StartDate: '2026-03-01', StopDate: '2026-03-02' } });
      const [old] = await untilEnded(before, 1);
      flow = await open(sales());
      const { kind, text } = await again(old!);
      assert.equal(kind, 'failed');
      assert.match(String(text), /StartDate, StopDate/);
      assert.deepEqual([requests().length, point()], [1, undefined]);
    });
  });

  describe('that is only foreseen', () => {
    interface Foreseen {
      requests: Array<{ url: string }>;
      standing: string[];
    }
    const dialog = (node: FlowNode) => ({ node: { ...node, connection: 'connection', z: 'tab' }, message: {} });
    const datesOf = ({ requests: all }: Foreseen) =>
      all.map(({ url }) => new URL(url).searchParams).map((query) => [query.get('StartDate'), query.get('StopDate')]);
    /** What a node tries whether it can write with is no part of it. */
    const kept = () =>
      readdirSync(path.join(folder, 'dataconnect'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.(json|known|sent|lock)$/.test(name),
      );

    it('tells the next windows, and moves, notes and asks nothing', async () => {
      const node = sales({ step: '2 days', rows: 'new' });
      const flow = await open(node);
      await run(flow, { dryRun: true });
      const [first] = got as unknown as Array<{ payload: Foreseen }>;
      assert.equal(datesOf(first!.payload).length, 5);
      assert.match(first!.payload.standing.join(' '), /^Nothing is confirmed yet.+The next run asks for /);
      assert.deepEqual([requests().length, kept()], [0, []]);
      const { body } = await admin.post<Foreseen>('dry-run', dialog(node));
      assert.deepEqual([datesOf(body), body.standing], [datesOf(first!.payload), first!.payload.standing]);
      const shown = await admin.post<{ kind: string }>('preview', dialog(node));
      assert.equal(shown.body.kind, 'records');
      assert.deepEqual(kept(), []);
      await run(flow);
      assert.deepEqual(
        requests()
          .slice(-5)
          .map(({ query }) => [query.get('StartDate'), query.get('StopDate')]),
        datesOf(first!.payload),
      );
      const before = [states(), kept()];
      await run(flow, { dryRun: true });
      assert.deepEqual(datesOf(got[0]!.payload as Foreseen), []);
      const nothing = await admin.post<{ kind: string; text: string }>('preview', dialog(node));
      assert.deepEqual([nothing.body.kind, /nothing to ask for/.test(nothing.body.text)], ['refused', true]);
      assert.deepEqual([states(), kept()], before);
    });
  });

  describe('keeps its cursor', () => {
    const left = () => readdirSync(path.join(folder, 'dataconnect'), { recursive: true, encoding: 'utf8' });

    it('while its node is disabled, and no longer than the node', async () => {
      const flow = await open(sales({ rows: 'new' }));
      await run(flow);
      assert.ok(left().some((name) => name.endsWith('.known')));
      const kept = states();
      await flow.redeploy('full', { sales: { d: true } });
      assert.deepEqual(states(), kept);
      await flow.redeploy('full');
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
      await flow.redeploy('full', { sales: { id: 'another' } });
      await until(() => !left().some((name) => name.includes('sales')));
    });

    it('no longer than its node where that is deleted while it is disabled, or its tab is', async () => {
      const rests: Array<Record<string, Record<string, unknown>>> = [
        { sales: { d: true } },
        { tab: { disabled: true } },
      ];
      for (const rest of rests) {
        const flow = await open(sales({ rows: 'new' }));
        await run(flow);
        await flow.redeploy('full', rest);
        assert.equal(states().length, 1);
        await flow.redeploy('full', { ...rest, sales: { id: 'another' } });
        await until(() => !left().some((name) => name.includes('sales')));
      }
    });

    it('where other flows are loaded, from which nobody deleted it', async () => {
      const flow = await open(sales());
      await run(flow);
      const kept = states();
      await flow.reload({ sales: { id: 'another' } });
      await flow.redeploy('full', { sales: { id: 'another' }, sink: { name: 'changed' } });
      assert.deepEqual(states(), kept);
      await flow.reload();
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
    });

    it('for itself in each instance of a subflow, over a restart, and as long as the instance is there', async () => {
      const definition = { id: 'sub', type: 'subflow', name: 'Report', in: [{ x: 1, y: 1, wires: [{ id: 'inner' }] }] };
      const out = [{ x: 1, y: 1, wires: [{ id: 'inner', port: 0 }] }];
      const inner = { ...sales(), id: 'inner', z: 'sub', x: 1, y: 1, connection: 'connection', wires: [[]] };
      const instance = (id: string, name?: string) => ({ id, type: 'subflow:sub', name, wires: [['sink']] });
      const begin = () =>
        fixture.open(
          [instance('one', 'Store A'), instance('two'), { id: 'sink', type: 'sink', name: 'table', wires: [] }],
          {
            modules: [register],
            connection: { timeZone: ZONE, retries: 1 },
            configNodes: [{ ...definition, out }, inner],
            completing: ['nobody'],
          },
        );
      const order = async (flow: OpenFlow, id: string) => {
        got = [];
        (flow.node(id) as Node & { receive(msg: object): void }).receive({});
        await until(() => got.length > 0);
        await until(() => !isLocked());
        return factsOf(got.at(-1)!).incremental.reason;
      };
      let flow = await begin();
      assert.deepEqual([await order(flow, 'one'), await order(flow, 'two')], [undefined, undefined]);
      assert.deepEqual(
        states()
          .map(({ node }) => node)
          .sort(),
        ['one-inner', 'two-inner'],
      );
      const { cursors } = (await (await fetch(`${admin.url}/dataconnect/cursors`)).json()) as {
        cursors: Array<{ instance: string; place: string; isUsed: boolean }>;
      };
      assert.deepEqual(
        cursors.map(({ instance, place, isUsed }) => [instance, place, isUsed]),
        [
          ['Store A', 'inner', true],
          ['Report', 'inner', true],
        ],
      );
      flow = await begin();
      assert.deepEqual([await order(flow, 'one'), await order(flow, 'two')], ['up-to-date', 'up-to-date']);
      await flow.redeploy('full', { two: { d: true } });
      assert.equal(await order(flow, 'one'), 'up-to-date');
      assert.equal(states().length, 2);
      await flow.redeploy('nodes', { two: { id: 'three' } });
      await until(() => states().length === 1);
      assert.equal(await order(flow, 'one'), 'up-to-date');
      await flow.redeploy('full', { two: { id: 'three' }, inner: { id: 'another' } });
      await until(() => states().length === 0);
    });

    it('in a store that the settings hand in, and its large files here', async () => {
      const store = new MemoryStore();
      helper.settings({ userDir: folder, dataconnectCursorStore: store } as object);
      const flow = await open(sales({ rows: 'new' }));
      await run(flow);
      assert.equal((await run(flow)).facts.incremental.reason, 'up-to-date');
      assert.equal(store.kept.cursors.size, 1);
      assert.deepEqual(states(), []);
      assert.ok(left().some((name) => name.endsWith('.known')));
    });

    it('or says from the start that it cannot', async () => {
      writeFileSync(path.join(folder, 'dataconnect'), 'no folder');
      const flow = await open(sales());
      while (said(flow).at(-1) !== 'cursor-not-kept') await new Promise((resolve) => setImmediate(resolve));
      assert.equal(requests().length, 0);
    });
  });

  describe('whose state cannot be written', () => {
    let isMounted = false;
    afterEach(() => {
      if (isMounted) execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
      isMounted = false;
    });

    /** @returns false, with a line that says so, where nobody may do that here */
    function mount(options: string): boolean {
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
        isMounted = true;
      } catch {
        console.log('A full or read-only disk needs the right to mount one, so its test is skipped.');
      }
      return isMounted;
    }

    it('asks for nothing, and says so, where the folder is read-only', async function () {
      if (!mount('ro')) return this.skip();
      const flow = await open(sales());
      const { code, text } = await run(flow);
      assert.equal(code, 'CURSOR_NOT_WRITABLE');
      assert.match(text, /cannot be written \(EROFS\).*Nothing was requested/);
      assert.equal(requests().length, 0);
    });

    it('ends the comparison of a list where it becomes full in the middle, and begins it anew when there is room', async function () {
      if (!mount('size=1m')) return this.skip();
      has(3000);
      const filler = path.join(folder, 'filler');
      sink = (_msg, done) => {
        if (got.length === 1) assert.throws(() => writeFileSync(filler, Buffer.alloc(2_000_000)), /ENOSPC/);
        done();
      };
      const flow = await open(products({}, { output: { mode: 'batches', batchSize: 1000 } }));
      const { code, text } = await run(flow);
      assert.equal(code, 'CURSOR_NOT_WRITABLE');
      assert.match(text, /\(ENOSPC\).+ the next one sends it again\./);
      rmSync(filler);
      sink = (_msg, done) => done();
      assert.equal((await run(flow)).code, undefined);
      assert.deepEqual(changes(), ['added 1000', 'added 1000', 'added 1000']);
    });

    it('says that records come again where the disk became full, and goes on when there is room', async function () {
      if (!mount('size=1m')) return this.skip();
      const filler = path.join(folder, 'filler');
      sink = (_msg, done) => {
        assert.throws(() => writeFileSync(filler, Buffer.alloc(2_000_000)), /ENOSPC/);
        done();
      };
      const flow = await open(sales());
      const { code, text } = await run(flow);
      assert.equal(code, 'CURSOR_NOT_SAVED');
      assert.match(text, /could not be saved \(ENOSPC\)\. The next run sends these records again: \d/);
      const [first] = windows();
      rmSync(filler);
      sink = (_msg, done) => done();
      assert.equal((await run(flow)).code, undefined);
      assert.equal(windows()[0], first);
    });
  });

  it('begins nowhere else when its state is damaged, and says so', async () => {
    const flow = await open(sales());
    await run(flow);
    damage();
    const asked = requests().length;
    assert.equal((await run(flow)).code, 'CURSOR_DAMAGED');
    assert.equal(requests().length, asked);
  });
});
