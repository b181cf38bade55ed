import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { NodeAPI, NodeDef } from 'node-red';
import { FlowFixture } from './flow-fixture';
import { Keeper } from './keeper';
import { type FlowNode, type FlowOptions, hooks, type Message, type OpenFlow } from './node-red';

const FUNCTION = 'function/10-function.js';
const SPLIT_AND_JOIN = 'sequence/17-split.js';

/** So long that a test which needs it fails. */
const NEVER = { wait: 'auto', seconds: 3600 };

/** Enough turns of the event loop for every message that can go out to go out. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('batches and the flow', () => {
  const fixture = new FlowFixture();
  let keeper: Keeper;
  beforeEach(() => {
    keeper = new Keeper();
    fixture.emulator.dials.set({ rows: { availability: { count: 50 } } });
  });

  /** Five batches of ten. */
  const batches = (more: Partial<FlowNode> = {}): FlowNode => ({
    id: 'node',
    type: 'dataconnect-availability',
    output: { mode: 'batches', batchSize: 10 },
    flow: NEVER,
    wires: [['keeper']],
    ...more,
  });

  function open(nodes: FlowNode[], options: FlowOptions = {}): Promise<OpenFlow> {
    return fixture.open(nodes, { ...options, modules: [keeper.module, ...(options.modules ?? [])] });
  }

  const passOn = (id: string, next: string, func = 'return msg;'): FlowNode => ({
    id,
    type: 'function',
    func,
    outputs: 1,
    timeout: 0,
    initialize: '',
    finalize: '',
    libs: [],
    wires: [[next]],
  });

  describe('wait by default', () => {
    it('until the node behind has completed the last one', async () => {
      const { outcome } = (await open([batches(), keeper.node()])).give('node');
      for (let count = 1; count <= 5; count++) {
        await keeper.has(count);
        await settle();
        assert.equal(keeper.got.length, count, 'a batch came before the last one was completed');
        keeper.got[count - 1]!.done();
      }
      const { error } = await outcome;
      assert.equal(error, undefined);
      assert.deepEqual(
        keeper.got.map(({ msg }) => (msg.payload as unknown[]).length),
        [10, 10, 10, 10, 10],
      );
    });

    it('until every node behind has', async () => {
      const other = new Keeper('other');
      const opened = await open([batches({ wires: [['keeper', 'other']] }), keeper.node(), other.node()], {
        modules: [other.module],
      });
      opened.give('node');
      await Promise.all([keeper.has(1), other.has(1)]);
      keeper.got[0]!.done();
      await settle();
      assert.equal(keeper.got.length, 1);
      other.got[0]!.done();
      await Promise.all([keeper.has(2), other.has(2)]);
    });

    it('until a node further on has, too', async () => {
      (
        await open([batches({ wires: [['pass']] }), passOn('pass', 'keeper'), keeper.node()], { core: [FUNCTION] })
      ).give('node');
      await keeper.has(1);
      await settle();
      assert.equal(keeper.got.length, 1);
      keeper.got[0]!.done();
      await keeper.has(2);
    });

    it('until a node that says it is done before it passes on has no one behind it at work', async () => {
      const early = passOn('pass', 'keeper', 'node.done(); node.send(msg);');
      (await open([batches({ wires: [['pass']] }), early, keeper.node()], { core: [FUNCTION] })).give('node');
      await keeper.has(1);
      await settle();
      assert.equal(keeper.got.length, 1);
    });

    it('until every record is done that a Split node made of one', async () => {
      const split: FlowNode = {
        id: 'split',
        type: 'split',
        splt: '\\n',
        spltType: 'str',
        arraySplt: 1,
        arraySpltType: 'len',
        stream: false,
        addname: '',
        property: 'payload',
        wires: [['keeper']],
      };
      const opened = await open([batches({ wires: [['split']] }), split, keeper.node()], { core: [SPLIT_AND_JOIN] });
      opened.give('node');
      await keeper.completeAll(0, 9);
      await keeper.has(10);
      await settle();
      assert.equal(keeper.got.length, 10);
      keeper.got[9]!.done();
      await keeper.has(20);
    });

    it('until a Delay node let go of the last one', async () => {
      const delay: FlowNode = {
        id: 'delay',
        type: 'delay',
        pauseType: 'delay',
        timeout: '5',
        timeoutUnits: 'milliseconds',
        rate: '1',
        nbRateUnits: '1',
        rateUnits: 'second',
        outputs: 1,
        wires: [['keeper']],
      };
      const opened = await open([batches({ wires: [['delay']] }), delay, keeper.node()], {
        core: ['function/89-delay.js'],
      });
      const { outcome } = opened.give('node');
      await keeper.completeAll(0, 5);
      assert.equal((await outcome).error, undefined);
    });

    it('for a record each, where a message has one record', async () => {
      fixture.emulator.dials.set({ rows: { availability: { count: 3 } } });
      const opened = await open([batches({ output: { mode: 'each' } }), keeper.node()]);
      const { outcome } = opened.give('node');
      for (let count = 1; count <= 3; count++) {
        await keeper.has(count);
        await settle();
        assert.equal(keeper.got.length, count);
        keeper.got[count - 1]!.done();
      }
      await outcome;
    });

    it('not when a node failed: it is done with the batch', async () => {
      const { outcome } = (await open([batches(), keeper.node()])).give('node');
      await keeper.has(1);
      keeper.got[0]!.done(new Error('no room in the table'));
      await keeper.completeAll(1, 5);
      await outcome;
    });

    it('not behind the last one: the run is over when it is sent', async () => {
      const { outcome } = (await open([batches(), keeper.node()])).give('node');
      await keeper.completeAll(0, 4);
      await outcome;
      await keeper.has(5);
    });

    it('not for nodes that cannot say when they are done', async () => {
      const got: unknown[] = [];
      const plain = (RED: NodeAPI) =>
        RED.nodes.registerType('plain', function (this, def: NodeDef) {
          RED.nodes.createNode(this, def);
          this.on('input', (msg) => {
            got.push(msg);
          });
        });
      const opened = await open([batches({ wires: [['plain']] }), { id: 'plain', type: 'plain', wires: [] }], {
        modules: [plain],
      });
      await opened.ask('node');
      await settle();
      assert.equal(got.length, 5);
    });

    it('not for anyone where nobody receives them', async () => {
      const { error } = await (await open([batches({ wires: [[]] })])).ask('node');
      assert.equal(error, undefined);
    });

    it('not for a Join node, which completes nothing before it has all', async () => {
      const join: FlowNode = {
        id: 'join',
        type: 'join',
        mode: 'auto',
        build: 'array',
        property: 'payload',
        propertyType: 'msg',
        key: 'topic',
        joiner: '',
        joinerType: 'str',
        accumulate: false,
        timeout: '',
        count: '',
        reduceRight: false,
        wires: [['keeper']],
      };
      const opened = await open([batches({ wires: [['join']] }), join, keeper.node()], { core: [SPLIT_AND_JOIN] });
      const { error } = await opened.ask('node');
      assert.equal(error, undefined);
      await keeper.has(1);
      assert.equal((keeper.got[0]!.msg.payload as unknown[]).length, 50);
    });

    it('not for the node itself, where the flow leads back to it', async () => {
      const again = passOn('again', 'node', 'if (!msg.again) { msg.again = true; return msg; }');
      const opened = await open([batches({ wires: [['again', 'keeper']] }), again, keeper.node()], {
        core: [FUNCTION],
      });
      opened.give('node');
      const firstRun = () => keeper.got.filter(({ msg }) => !msg.again);
      for (let count = 1; count <= 5; count++) {
        while (firstRun().length < count) await keeper.has(keeper.got.length + 1);
        firstRun()[count - 1]!.done();
      }
    });

    it('not for a node whose request waits for the very slot that the batches hold', async () => {
      fixture.emulator.dials.set({ rows: { availability: { count: 3000 } }, compression: 'none' });
      const first = batches({ output: { mode: 'batches', batchSize: 100 }, wires: [['second']] });
      const second: FlowNode = { id: 'second', type: 'dataconnect-list-stores', wires: [['keeper']] };
      const opened = await open([first, second, keeper.node()], { connection: { requestsAtOnce: 1 } });
      opened.give('node');
      await keeper.completeAll(0, 30);
    });
  });

  describe('that never complete', () => {
    it('are named in the status and in the facts, and the run goes on', async () => {
      const opened = await open([batches({ flow: { seconds: 0.03 } }), keeper.node({ name: 'Stock table' })]);
      const { error } = await opened.ask('node');
      assert.equal(error, undefined);
      assert.equal(keeper.got.length, 5);
      const facts = keeper.got.at(-1)!.msg.dataconnect as { warnings: string[]; waitedForFlow: number };
      assert.equal(facts.warnings.length, 1);
      assert.match(facts.warnings[0]!, /Stock table|went-on/);
      assert.ok(facts.waitedForFlow >= 29, `${facts.waitedForFlow}`);
    });

    it('hold the run for good where the person chose to wait', async () => {
      const opened = await open([batches({ flow: { wait: 'always', seconds: 0.01 } }), keeper.node()]);
      const { outcome } = opened.give('node');
      await keeper.has(1);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await settle();
      assert.equal(keeper.got.length, 1);
      await keeper.completeAll(0, 5);
      assert.equal((await outcome).error, undefined);
    });
  });

  it('are not kept while the flow is at work, once it has let go of their records', async () => {
    const opened = await open([batches(), keeper.node()]);
    opened.give('node');
    await keeper.has(1);
    const { msg } = keeper.got[0]!;
    const records = new WeakRef(msg.payload as unknown[]);
    msg.payload = [];
    while (records.deref() !== undefined) {
      await settle();
      collectGarbage();
    }
    assert.equal(keeper.got.length, 1);
  });

  it('do not wait where that is switched off', async () => {
    const opened = await open([batches({ flow: { wait: 'off' } }), keeper.node()]);
    const { error } = await opened.ask('node');
    assert.equal(error, undefined);
    assert.equal(keeper.got.length, 5);
  });

  it('have an id each, and the last one that of the message that came in', async () => {
    const opened = await open([batches(), keeper.node()]);
    const { outcome } = opened.give('node', { _msgid: 'mine' });
    await keeper.completeAll(0, 5);
    await outcome;
    const ids = keeper.got.map(({ msg }) => msg._msgid);
    assert.equal(new Set(ids).size, 5);
    assert.equal(ids.at(-1), 'mine');
  });

  it('arrive all where many runs are side by side', async () => {
    const counts = new Map<unknown, number>();
    const count = (msg: Message) => {
      const run = (msg.parts as { id: string }).id;
      counts.set(run, (counts.get(run) ?? 0) + (msg.payload as unknown[]).length);
    };
    const opened = await open([batches(), keeper.node()]);
    for (let run = 0; run < 8; run++) opened.give('node');
    await keeper.completeAll(0, 40);
    for (const { msg } of keeper.got) count(msg);
    assert.deepEqual([...counts.values()], Array(8).fill(50));
  });

  it('leave no hook behind', async () => {
    const opened = await open([batches(), keeper.node()]);
    const { outcome } = opened.give('node');
    await keeper.has(1);
    assert.ok(hooks.has('onComplete'));
    await keeper.completeAll(0, 5);
    await outcome;
    for (const name of ['preDeliver', 'onReceive', 'postReceive', 'onComplete']) assert.ok(!hooks.has(name), name);
  });
});
