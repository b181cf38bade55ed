import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { FlowFixture } from './flow-fixture';
import { Keeper } from './keeper';
import { type FlowNode, type FlowOptions, hooks, type OpenFlow } from './node-red';
import { Sender } from './sender';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const noRoom = new Error('no room in the table');

describe("the flow's verdict", () => {
  const fixture = new FlowFixture();
  let sender: Sender;
  let keeper: Keeper;
  let other: Keeper;
  beforeEach(() => {
    sender = new Sender();
    keeper = new Keeper();
    other = new Keeper('other');
  });

  function open(nodes: FlowNode[], options: FlowOptions = {}): Promise<OpenFlow> {
    const modules = [sender.module, keeper.module, other.module, ...(options.modules ?? [])];
    return fixture.open(nodes, { ...options, modules });
  }

  const openOnBoth = (options?: FlowOptions) =>
    open([sender.node({ wires: [['keeper', 'other']] }), keeper.node(), other.node()], options);

  /** A node type whose handler does what a test says and takes no `done`. */
  const plain = (handle: (node: Node, msg: NodeMessage) => void) => (RED: NodeAPI) =>
    RED.nodes.registerType('plain', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg) => handle(this, msg));
    });

  it('on a message is completed when every branch has completed it', async () => {
    await openOnBoth();
    const verdict = sender.send();
    await Promise.all([keeper.has(1), other.has(1)]);
    keeper.got[0]!.done();
    other.got[0]!.done();
    assert.equal(await verdict, 'completed');
  });

  it('is failed when one branch has failed, and comes when the other is done', async () => {
    await openOnBoth();
    let isKnown = false;
    const verdict = sender.send().finally(() => {
      isKnown = true;
    });
    await Promise.all([keeper.has(1), other.has(1)]);
    keeper.got[0]!.done(noRoom);
    await settle();
    assert.ok(!isKnown);
    other.got[0]!.done();
    assert.equal(await verdict, 'failed: keeper');
  });

  it('is failed when a node further on has failed', async () => {
    await open([sender.node(), keeper.node({ wires: [['other']] }), other.node()]);
    const verdict = sender.send();
    await keeper.has(1);
    keeper.got[0]!.pass();
    keeper.got[0]!.done();
    await other.has(1);
    other.got[0]!.done(noRoom);
    assert.equal(await verdict, 'failed: other');
  });

  it('is failed when one of the records has failed that a Split node made of it', async () => {
    const split = { id: 'split', type: 'split', arraySplt: 1, arraySpltType: 'len', property: 'payload' };
    await open([sender.node({ wires: [['split']] }), { ...split, wires: [['keeper']] }, keeper.node()], {
      core: ['sequence/17-split.js'],
    });
    const verdict = sender.send({ _msgid: 'list', payload: [1, 2, 3] });
    await keeper.has(3);
    for (const [index, { done }] of keeper.got.entries()) done(index === 1 ? noRoom : undefined);
    assert.equal(await verdict, 'failed: keeper');
  });

  describe('is failed when a node reports an error for it and says that it is done', () => {
    const alone = { z: 'alone' };
    const withoutCatch = { configNodes: [{ id: 'alone', type: 'tab' }] };

    it('and a Catch node takes the error', async () => {
      await open([sender.node(), keeper.node()]);
      const verdict = sender.send();
      await keeper.has(1);
      keeper.got[0]!.report('no room');
      keeper.got[0]!.done();
      assert.equal(await verdict, 'failed: keeper');
    });

    it('and no Catch node does', async () => {
      await open([sender.node(alone), keeper.node(alone)], withoutCatch);
      const verdict = sender.send();
      await keeper.has(1);
      keeper.got[0]!.report('no room');
      keeper.got[0]!.done();
      assert.equal(await verdict, 'failed: keeper');
    });

    for (const [name, place, options] of [
      ['with a Catch node', {}, {}],
      ['without', alone, withoutCatch],
    ] as const) {
      it(`or cannot say so, ${name}`, async () => {
        const failing = plain((node, msg) => node.error('no room', msg));
        await open(
          [sender.node({ wires: [['plain']], ...place }), { id: 'plain', type: 'plain', wires: [], ...place }],
          {
            ...options,
            modules: [failing],
          },
        );
        assert.equal(await sender.send(), 'failed: plain');
      });
    }

    it('but not the verdict on a message that the node does not have', async () => {
      const opened = await open([sender.node(alone), keeper.node(alone), other.node(alone)], withoutCatch);
      const verdict = sender.send();
      await keeper.has(1);
      opened.node('other').error('a word about something else');
      keeper.got[0]!.done();
      assert.equal(await verdict, 'completed');
    });
  });

  it('is completed when a node that cannot say when it is done has returned', async () => {
    await open([sender.node({ wires: [['plain']] }), { id: 'plain', type: 'plain', wires: [] }], {
      modules: [plain(() => {})],
    });
    assert.equal(await sender.send(), 'completed');
  });

  it('is completed when nobody is wired to the node', async () => {
    await open([sender.node({ wires: [[]] })]);
    assert.equal(await sender.send(), 'completed');
  });

  describe('is overdue', () => {
    beforeEach(() => {
      sender = new Sender('sender', { choice: { wait: 'auto', seconds: 0.03, stopOnFailure: false } });
    });

    it('when a node still has the message at the end of the time', async () => {
      await open([sender.node(), keeper.node({ name: 'Stock table' })]);
      assert.equal(await sender.send(), 'overdue: Stock table');
    });

    it('unless another branch has failed', async () => {
      await openOnBoth();
      const verdict = sender.send();
      await keeper.has(1);
      keeper.got[0]!.done(noRoom);
      assert.equal(await verdict, 'failed: keeper');
    });

    it('when the message was dropped on its way', async () => {
      await open([sender.node(), keeper.node()]);
      hooks.add('onReceive.drops', () => false);
      try {
        assert.equal(await sender.send(), 'overdue');
      } finally {
        hooks.remove('*.drops');
      }
    });
  });

  describe('on the last message', () => {
    it('is waited for when it is asked for', async () => {
      sender = new Sender('sender', { choice: { wait: 'auto', seconds: 3600, stopOnFailure: true } });
      await open([sender.node(), keeper.node()]);
      const verdict = sender.sendLast();
      await keeper.has(1);
      keeper.got[0]!.done(noRoom);
      assert.equal(await verdict, 'failed: keeper');
    });

    it('is none by default, and none on any where the person chose not to wait', async () => {
      await open([sender.node(), keeper.node()]);
      assert.equal(await sender.sendLast(), undefined);
      sender = new Sender('sender', { choice: { wait: 'off', seconds: 30, stopOnFailure: true } });
      await open([sender.node(), keeper.node()]);
      assert.equal(await sender.send(), undefined);
      assert.equal(await sender.sendLast(), undefined);
      assert.equal(sender.verdict, undefined);
    });

    it('of a node in between counts for the message that came to it, too', async () => {
      const between = new Sender('between', { choice: { wait: 'auto', seconds: 3600, stopOnFailure: true } });
      await open([sender.node({ wires: [['between']] }), between.node(), keeper.node()], { modules: [between.module] });
      const verdict = sender.send();
      await keeper.has(1);
      keeper.got[0]!.done(noRoom);
      assert.equal(await verdict, 'failed: keeper');
      assert.equal(between.verdict, 'failed: keeper');
    });

    it('of a node in between may be overdue without an end to the one before', async () => {
      const between = new Sender('between', { choice: { wait: 'auto', seconds: 0.03, stopOnFailure: true } });
      const nodes = [
        sender.node({ wires: [['between']] }),
        between.node(),
        keeper.node({ wires: [['other']] }),
        other.node(),
      ];
      await open(nodes, { modules: [between.module] });
      let isKnown = false;
      const verdict = sender.send().finally(() => {
        isKnown = true;
      });
      while (between.verdict === undefined) await settle();
      assert.equal(between.verdict, 'overdue: keeper');
      keeper.got[0]!.pass({ ...keeper.got[0]!.msg });
      keeper.got[0]!.done();
      await other.has(1);
      await settle();
      assert.ok(!isKnown);
      other.got[0]!.done(noRoom);
      assert.equal(await verdict, 'failed: other');
    });
  });

  describe('after a deploy', () => {
    it('is failed where a node had the message that was stopped, and does not wait for it', async () => {
      const opened = await open([sender.node(), keeper.node()]);
      const verdict = sender.send();
      await keeper.has(1);
      await opened.redeploy('nodes', { keeper: { name: 'changed' } });
      assert.equal(await verdict, 'failed by a deploy');
    });

    it('is completed where only nodes were stopped that are elsewhere', async () => {
      const elsewhere = { id: 'elsewhere', type: 'other', z: 'second', wires: [] };
      const configNodes = [{ id: 'second', type: 'tab' }];
      const opened = await open([sender.node(), keeper.node(), elsewhere], { configNodes });
      for (const type of ['nodes', 'flows'] as const) {
        const verdict = sender.send();
        await keeper.has(type === 'nodes' ? 1 : 2);
        await opened.redeploy(type, { elsewhere: { name: `changed by ${type}` } });
        keeper.got.at(-1)!.done();
        assert.equal(await verdict, 'completed', type);
      }
    });

    it('is failed where a node on another tab was stopped that had messages before', async () => {
      const link = (id: string, type: string, links: string[], wires: string[], z = 'tab'): FlowNode => ({
        ...{ id, type, mode: 'link', links, wires: [wires], z },
      });
      const nodes = [
        sender.node({ wires: [['out', 'keeper']] }),
        link('out', 'link out', ['in'], []),
        link('in', 'link in', ['out'], ['join'], 'second'),
        { id: 'join', type: 'join', mode: 'auto', z: 'second', wires: [[]] },
        keeper.node(),
      ];
      const opened = await open(nodes, {
        configNodes: [{ id: 'second', type: 'tab' }],
        core: ['common/60-link.js', 'sequence/17-split.js'],
      });
      const verdict = sender.send();
      await keeper.has(1);
      await settle();
      await opened.redeploy('nodes', { join: { name: 'changed' } });
      keeper.got[0]!.done();
      assert.equal(await verdict, 'failed by a deploy');
    });

    it('is failed where another node was stopped: a message to it would have been lost', async () => {
      const opened = await openOnBoth();
      const verdict = sender.send();
      await Promise.all([keeper.has(1), other.has(1)]);
      other.got[0]!.done();
      await opened.redeploy('nodes', { other: { name: 'changed' } });
      keeper.got[0]!.done();
      assert.equal(await verdict, 'failed by a deploy');
      const next = sender.send();
      await Promise.all([keeper.has(2), other.has(2)]);
      for (const { got } of [keeper, other]) got[1]!.done();
      assert.equal(await next, 'completed');
    });
  });

  it('of a node that sends ticks comes with the tick, or with its error', async () => {
    const table = (RED: NodeAPI) =>
      RED.nodes.registerType('table', function (this: Node & { tickProvider?: boolean }, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.tickProvider = true;
        this.on('input', (msg, _send, done) => {
          if (msg.payload === 'bad') return done(noRoom);
          (RED.nodes.getNode('sender') as Node & { receive(msg: object): void }).receive({ tick: true });
          return undefined;
        });
      });
    await open([sender.node({ wires: [['table']] }), { id: 'table', type: 'table', wires: [] }], { modules: [table] });
    assert.equal(await sender.send({ _msgid: 'a' }), 'completed');
    assert.equal(await sender.send({ _msgid: 'b', payload: 'bad' }), 'failed: table');
  });

  it('on all that was sent is the worst of them', async () => {
    sender = new Sender('sender', { choice: { wait: 'auto', seconds: 0.03, stopOnFailure: false } });
    await open([sender.node(), keeper.node()]);
    const sent: Array<string | undefined> = [];
    for (const end of [undefined, 'late', noRoom, 'late', undefined]) {
      const verdict = sender.send();
      await keeper.has(sent.length + 1);
      if (end !== 'late') keeper.got.at(-1)!.done(end as Error | undefined);
      await verdict;
      sent.push(sender.verdict);
    }
    assert.deepEqual(sent, ['completed', 'overdue: keeper', ...Array(3).fill('failed: keeper')]);
  });
});
