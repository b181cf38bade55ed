import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { FlowFixture } from './flow-fixture';
import { Keeper } from './keeper';
import type { FlowNode, FlowOptions, Message, OpenFlow } from './node-red';

const noRoom = new Error('no room in the table');

/** So long that a test which needs it fails. */
const NEVER = { wait: 'auto', seconds: 3600 };

/** A run's end, as Complete and Catch nodes on the node see it. */
interface End {
  kind: 'complete' | 'error';
  msg: Message;
}

type CaughtMessage = Message & { error: { source: { id: string } } };

const codeOf = ({ msg }: End) => (msg.error as { code?: string } | undefined)?.code;
const flowOf = ({ msg }: End) => (msg.dataconnect as { flow?: Record<string, unknown> }).flow;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('a run that the flow failed', () => {
  const count = 5;
  const fixture = new FlowFixture();
  let keeper: Keeper;
  let ends: End[];
  let onEnd: () => void;
  beforeEach(() => {
    keeper = new Keeper();
    ends = [];
    onEnd = () => {};
    fixture.emulator.dials.set({ rows: { availability: { count } } });
  });

  const endpoint = (more: Partial<FlowNode> = {}): FlowNode => ({
    id: 'node',
    type: 'dataconnect-availability',
    version: 2,
    output: { mode: 'batches', batchSize: 2 },
    flow: NEVER,
    wires: [['keeper']],
    ...more,
  });

  async function open(nodes: FlowNode[], options: FlowOptions = {}): Promise<OpenFlow> {
    const opened = await fixture.open(nodes, {
      ...options,
      completing: ['node'],
      modules: [keeper.module, ...(options.modules ?? [])],
    });
    const note = (kind: End['kind'], msg: NodeMessage) => {
      ends.push({ kind, msg: msg as Message });
      onEnd();
    };
    opened.node('completed').on('input', (msg) => note('complete', msg));
    opened.node('caught').on('input', (msg) => {
      if ((msg as CaughtMessage).error.source.id === 'node') note('error', msg);
    });
    return opened;
  }

  async function end(): Promise<End> {
    if (ends.length === 0) await new Promise<void>((resolve) => (onEnd = resolve));
    await settle();
    assert.equal(ends.length, 1, 'a run has one end');
    return ends[0]!;
  }

  for (const [mode, messages] of [
    ['all', 1],
    ['batches', 3],
    ['each', count],
    ['text', 1],
    ['buffer', 1],
  ] as const) {
    for (const failing of new Set([0, messages - 1])) {
      it(`ends as FLOW_FAILED, and sends nothing more (${mode}, message ${failing + 1} of ${messages} fails)`, async () => {
        const opened = await open([endpoint({ output: { mode, batchSize: 2 } }), keeper.node()]);
        opened.give('node');
        for (let index = 0; index <= failing; index++) {
          await keeper.has(index + 1);
          keeper.got[index]!.done(index === failing ? noRoom : undefined);
        }
        const ended = await end();
        assert.deepEqual([ended.kind, codeOf(ended)], ['error', 'FLOW_FAILED']);
        assert.equal(keeper.got.length, failing + 1);
        assert.equal(flowOf(ended)!.failed, failing + 1);
        assert.deepEqual(flowOf(ended)!.nodes, ['keeper']);
        assert.equal(flowOf(ended)!.completed, [undefined, '1', '1-2', '1-3', '1-4'][failing]);
      });
    }

    it(`or else ends when the flow is done with its last message (${mode})`, async () => {
      const opened = await open([endpoint({ output: { mode, batchSize: 2 } }), keeper.node()]);
      opened.give('node', { payload: 'came in' });
      await keeper.completeAll(0, messages - 1);
      await keeper.has(messages);
      await settle();
      assert.equal(ends.length, 0);
      keeper.got.at(-1)!.done();
      const ended = await end();
      assert.equal(ended.kind, 'complete');
      assert.equal(ended.msg.payload, 'came in', 'what the flow made of the last message is not of the run');
      const { batches, completed } = flowOf(ended)!;
      assert.deepEqual([batches, completed], [messages, messages === 1 ? '1' : `1-${messages}`]);
    });
  }

  it('gives up the request of which it reads the next batch', async () => {
    fixture.emulator.dials.set({
      rows: { availability: { count: 2000 } },
      faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: 300_000 } }],
      compression: 'none',
    });
    const opened = await open([endpoint({ output: { mode: 'batches', batchSize: 500 } }), keeper.node()]);
    opened.give('node');
    await keeper.has(1);
    await settle();
    assert.equal(ends.length, 0);
    keeper.got[0]!.done(noRoom);
    const ended = await end();
    assert.equal(codeOf(ended), 'FLOW_FAILED');
    assert.deepEqual(flowOf(ended), { batches: 1, records: 500, failed: 1, nodes: ['keeper'] });
    while (fixture.emulator.requests.all().some(({ closed }) => !closed)) await settle();
  });

  describe('where the answer goes to a file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-failed-flow-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    for (const [name, failure, kind] of [
      ['ends as FLOW_FAILED, and the file stays: it is whole', noRoom, 'error'],
      ['or else ends when the flow is done with its message', undefined, 'complete'],
    ] as const) {
      it(name, async () => {
        const toFile = endpoint({ output: { mode: 'file', file: 'stock' } });
        const opened = await open([toFile, keeper.node()], { connection: { fileFolder: folder } });
        opened.give('node');
        await keeper.has(1);
        await settle();
        assert.equal(ends.length, 0);
        keeper.got[0]!.done(failure);
        const ended = await end();
        assert.equal(ended.kind, kind);
        if (failure) assert.equal(codeOf(ended), 'FLOW_FAILED');
        assert.equal(readdirSync(folder).length, 1);
      });
    }
  });

  it('says in words which batch failed, at which node, and what is completed', async () => {
    const opened = await open([endpoint(), keeper.node({ name: 'Stock table' })]);
    opened.give('node');
    await keeper.has(1);
    keeper.got[0]!.done();
    await keeper.has(2);
    keeper.got[1]!.done(noRoom);
    const { message } = (await end()).msg.error as { message: string };
    assert.match(
      message,
      /batch 2 of Product availability.*Batches completed: 1 \(records: 2\)\. An error came from Stock table/,
    );
    assert.match(message, /Batches handed on: 2\..*until the run is repeated/);
  });

  it('says that a deploy stopped a node which had a batch: there is no error to mend', async () => {
    const opened = await open([endpoint(), keeper.node()]);
    opened.give('node');
    await keeper.has(1);
    await opened.redeploy('nodes', { keeper: { name: 'changed' } });
    const { message } = (await end()).msg.error as { message: string };
    assert.match(message, /batch 1 of Product availability.*A deploy stopped nodes.*run it again/);
    assert.doesNotMatch(message, /error|mend/);
  });

  it('aborts its requests', async () => {
    fixture.emulator.dials.set({ rows: { availability: { count: 200_000 } } });
    const opened = await open([endpoint(), keeper.node()]);
    opened.give('node');
    await keeper.has(1);
    keeper.got[0]!.done(noRoom);
    assert.equal(codeOf(await end()), 'FLOW_FAILED');
    const served = () => fixture.emulator.requests.to('/availability').every(({ closed }) => closed);
    while (!served()) await settle();
  });

  it('shows the code under the node, and on its second output', async () => {
    const output = { mode: 'batches', batchSize: 2, progress: true };
    const opened = await open([
      endpoint({ output, outputs: 2, wires: [['keeper'], ['news']] }),
      { id: 'news', type: 'helper', wires: [] },
      keeper.node(),
    ]);
    const news: Message[] = [];
    opened.node('news').on('input', (msg) => void news.push(msg as Message));
    const { statuses } = opened.give('node');
    await keeper.has(1);
    keeper.got[0]!.done(noRoom);
    await end();
    assert.match(JSON.stringify(statuses.at(-1)), /red.*failed/);
    const { state, code } = news.at(-1)!.dataconnect as Record<string, unknown>;
    assert.deepEqual([state, code], ['failed', 'FLOW_FAILED']);
  });

  it('does not wait for the node that failed: it may never be done', async () => {
    const opened = await open([endpoint(), keeper.node()]);
    opened.give('node');
    await keeper.has(1);
    keeper.got[0]!.report('the mail was refused');
    assert.equal(codeOf(await end()), 'FLOW_FAILED');
  });

  for (const [name, flow] of [
    ['where the person does not want it', { ...NEVER, stopOnFailure: false }],
    ['where the flow is not waited for', { wait: 'off' }],
  ] as const) {
    it(`goes on ${name}`, async () => {
      const opened = await open([endpoint({ flow }), keeper.node()]);
      opened.give('node');
      for (let index = 0; index < 3; index++) {
        await keeper.has(index + 1);
        keeper.got[index]!.done(noRoom);
      }
      assert.equal((await end()).kind, 'complete');
    });
  }

  it('goes on where an earlier release stored the node, and ends before the flow does', async () => {
    const opened = await open([endpoint({ version: 1 }), keeper.node()]);
    opened.give('node');
    for (let index = 0; index < 2; index++) {
      await keeper.has(index + 1);
      keeper.got[index]!.done(noRoom);
    }
    const ended = await end();
    assert.equal(ended.kind, 'complete');
    assert.equal(keeper.got.length, 3);
    assert.deepEqual((ended.msg.payload as unknown[]).length, 1, 'the last message is the one that ended');
  });

  describe('after its time', () => {
    const brief = { wait: 'auto', seconds: 0.03 };

    it('is no success and no failure: it completes, and says who has it still', async () => {
      const opened = await open([endpoint({ output: {}, flow: brief }), keeper.node({ name: 'Slow table' })]);
      const { statuses } = opened.give('node');
      const ended = await end();
      assert.equal(ended.kind, 'complete');
      assert.deepEqual(flowOf(ended), { batches: 1, records: count, overdue: '1', nodes: ['Slow table'] });
      assert.match(JSON.stringify(statuses.at(-1)), /yellow.*unconfirmed/);
      keeper.got[0]!.done();
    });

    it('is a success where the person does not want the run to stop', async () => {
      const opened = await open([endpoint({ flow: { ...brief, stopOnFailure: false } }), keeper.node()]);
      const { statuses } = opened.give('node');
      const ended = await end();
      assert.equal(ended.kind, 'complete');
      assert.equal(keeper.got.length, 3);
      assert.equal(statuses.at(-1)!.fill, 'green');
    });

    it('fails by a batch that was overdue, as soon as the next is done', async () => {
      const opened = await open([endpoint({ flow: brief }), keeper.node()]);
      opened.give('node');
      await keeper.has(2);
      keeper.got[0]!.done(noRoom);
      keeper.got[1]!.done();
      const ended = await end();
      assert.equal(codeOf(ended), 'FLOW_FAILED');
      assert.deepEqual([flowOf(ended)!.failed, flowOf(ended)!.completed], [1, '2']);
    });

    it('counts a batch that was overdue as completed when it is', async () => {
      const opened = await open([endpoint({ flow: brief }), keeper.node()]);
      opened.give('node');
      await keeper.has(2);
      for (const place of [0, 1]) keeper.got[place]!.done();
      await keeper.has(3);
      keeper.got[2]!.done();
      assert.deepEqual(flowOf(await end()), { batches: 3, records: count, completed: '1-3', completedRecords: count });
    });
  });

  describe('as a Catch node says that sends msg.cancel', () => {
    const toNode = [
      {
        id: 'stop-it',
        type: 'change',
        rules: [{ t: 'set', p: 'cancel', pt: 'msg', to: 'true', tot: 'bool' }],
        wires: [['node']],
      },
    ];
    /** Fails with a batch long after its handler has returned, as nodes without `done` do. */
    class Plain {
      readonly got: Message[] = [];
      node: Node | undefined;
      readonly module = (RED: NodeAPI) => {
        const plain = this;
        RED.nodes.registerType('plain', function (this: Node, def: NodeDef) {
          RED.nodes.createNode(this, def);
          plain.node = this;
          this.on('input', (msg) => {
            plain.got.push(msg as Message);
          });
        });
      };
    }
    const core = ['function/15-change.js'];
    const plainNode = { id: 'plain', type: 'plain', name: 'Old table', wires: [] };

    const openWith = (plain: Plain) =>
      open([endpoint({ wires: [['plain', 'keeper']] }), keeper.node(), plainNode, ...toNode], {
        core,
        caughtBy: ['stop-it'],
        modules: [plain.module],
      });

    it('ends so, with the batch that the error came with', async () => {
      const plain = new Plain();
      const opened = await openWith(plain);
      opened.give('node');
      await keeper.has(1);
      keeper.got[0]!.done();
      await keeper.has(2);
      plain.node!.error('no such table', plain.got[0]!);
      const ended = await end();
      assert.equal(codeOf(ended), 'FLOW_FAILED');
      assert.deepEqual([flowOf(ended)!.failed, flowOf(ended)!.nodes], [1, ['Old table']]);
      assert.equal(keeper.got.length, 2);
    });

    it('and leaves another run of the node alone', async () => {
      const plain = new Plain();
      const opened = await openWith(plain);
      opened.give('node');
      await keeper.has(1);
      opened.give('node');
      await keeper.has(2);
      plain.node!.error('no such table', plain.got[0]!);
      const ended = await end();
      assert.equal(codeOf(ended), 'FLOW_FAILED');
      assert.equal((ended.msg.dataconnect as Message).run, (plain.got[0]!.dataconnect as Message).run);
    });

    it('but not without an error, nor by one of its own, which is the end of another run', async () => {
      const opened = await open([endpoint(), keeper.node()]);
      opened.give('node');
      await keeper.has(1);
      const own = { source: { id: 'node', type: 'dataconnect-availability' }, message: 'another run failed' };
      opened.node('node').receive({ cancel: true, error: own } as never);
      await settle();
      assert.equal(ends.length, 0);
      opened.node('node').receive({ cancel: true, error: 'a text' } as never);
      assert.equal(codeOf(await end()), 'CANCELLED');
    });
  });
});
