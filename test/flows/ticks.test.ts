import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, Message, OpenFlow } from './node-red';

type TickNode = Node & { tickConsumer?: boolean; tickProvider?: boolean; receive(msg: object): void };

/**
 * Speaks the protocol as node-red-contrib-postgresql does: says that it sends ticks, finds the first node wired to it
 * that takes them, and sends one when a message is worked off.
 */
class Table {
  readonly got: Message[] = [];
  /** Work in hand, finished by the test. */
  readonly open: Array<(failure?: Error) => void> = [];

  /** @param release older releases take no `done`; the present one does, and does not always find whom to tell */
  constructor(readonly release: 'older' | 'present' | 'silent') {}

  readonly module = (RED: NodeAPI): void => {
    const table = this;
    RED.nodes.registerType('table', function (this: TickNode, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.tickProvider = true;
      this.tickConsumer = true;
      const tick = () => table.release !== 'silent' && upstreamOf(RED, this)?.receive({ tick: true });
      if (table.release === 'older') {
        this.on('input', async (msg) => {
          table.#take(msg as Message, (failure) => failure || tick());
        });
      } else {
        this.on('input', async (msg, _send, done) => {
          table.#take(msg as Message, (failure) => {
            if (!failure) tick();
            done(failure);
          });
        });
      }
    });
  };

  finish(index: number, failure?: Error): void {
    this.open[index]!(failure);
  }

  #take(msg: Message, finish: (failure?: Error) => void): void {
    this.got.push(msg);
    this.open.push(finish);
  }
}

function upstreamOf(RED: NodeAPI, node: Node): TickNode | undefined {
  let found: TickNode | undefined;
  RED.nodes.eachNode((def) => {
    const { id, wires } = def as NodeDef & { wires?: string[][] };
    const candidate = RED.nodes.getNode(id) as TickNode | null;
    if (candidate?.tickConsumer && wires?.flat().includes(node.id)) found ??= candidate;
  });
  return found;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('ticks, as the PostgreSQL nodes send them', () => {
  const fixture = new FlowFixture();
  beforeEach(() => fixture.emulator.dials.set({ rows: { availability: { count: 50 } } }));

  const batches: FlowNode = {
    id: 'node',
    type: 'dataconnect-availability',
    output: { mode: 'batches', batchSize: 10 },
    flow: { wait: 'auto', seconds: 3600 },
    wires: [['table']],
  };

  function openOn(table: Table): Promise<OpenFlow> {
    return fixture.open([batches, { id: 'table', type: 'table', wires: [] }], { modules: [table.module] });
  }

  for (const release of ['older', 'present'] as const) {
    it(`release the next batch (${release} release)`, async () => {
      const table = new Table(release);
      const { outcome } = (await openOn(table)).give('node');
      for (let count = 1; count <= 5; count++) {
        await until(() => table.got.length === count);
        await settle();
        assert.equal(table.got.length, count, 'a batch came before the tick for the last one');
        table.finish(count - 1);
      }
      assert.equal((await outcome).error, undefined);
    });
  }

  it('are not waited for when the node completes without one', async () => {
    const table = new Table('silent');
    const { outcome } = (await openOn(table)).give('node');
    for (let count = 1; count <= 5; count++) {
      await until(() => table.got.length === count);
      table.finish(count - 1);
    }
    await outcome;
  });

  it('are not waited for when the node failed', async () => {
    const table = new Table('present');
    const { outcome } = (await openOn(table)).give('node');
    for (let count = 1; count <= 5; count++) {
      await until(() => table.got.length === count);
      table.finish(count - 1, count === 3 ? new Error('duplicate key') : undefined);
    }
    await outcome;
  });

  it('are not waited for from another of our nodes beside, which sends none', async () => {
    const table = new Table('present');
    const nodes: FlowNode[] = [
      { ...batches, wires: [['table', 'beside']] },
      { id: 'table', type: 'table', wires: [] },
      { id: 'beside', type: 'dataconnect-list-stores', wires: [[]] },
    ];
    const opened = await fixture.open(nodes, { modules: [table.module] });
    const { outcome } = opened.give('node');
    for (let count = 1; count <= 5; count++) {
      await until(() => table.got.length === count);
      table.finish(count - 1);
    }
    assert.equal((await outcome).error, undefined);
  });

  it('of two runs release a batch each', async () => {
    const table = new Table('older');
    const opened = await openOn(table);
    opened.give('node');
    opened.give('node');
    await until(() => table.got.length === 2);
    await settle();
    assert.equal(table.got.length, 2);
    for (let count = 0; count < 10; count++) {
      await until(() => table.got.length > count);
      table.finish(count);
    }
  });

  it('start no run and are not passed on', async () => {
    const opened = await fixture.open([{ id: 'node', type: 'dataconnect-availability' }]);
    let completed = 0;
    opened.node('completed').on('input', () => completed++);
    const { messages } = opened.give('node', { tick: true });
    await settle();
    assert.deepEqual(messages, []);
    assert.equal(completed, 0, 'a Complete node took a tick for a run');
    assert.equal(fixture.emulator.requests.count, 0);
  });

  for (const msg of [
    { tick: true, payload: 1 },
    { tick: 1_690_000_000, topic: 'clock' },
    { tick: 'tock' },
    { tick: true, params: { QuantityMin: 1 } },
  ]) {
    it(`are none in a message that brings something along: ${JSON.stringify(msg)}`, async () => {
      const opened = await fixture.open([{ id: 'node', type: 'dataconnect-availability' }]);
      const { messages, error } = await opened.ask('node', msg);
      assert.equal(error, undefined, error?.message);
      assert.equal((messages[0]!.payload as unknown[]).length, 50);
      assert.equal(messages[0]!.tick, msg.tick);
    });
  }

  it('release nothing when a message with a tick of its own comes in between', async () => {
    const table = new Table('older');
    const opened = await openOn(table);
    opened.give('node');
    await until(() => table.got.length === 1);
    opened.give('node', { tick: true, payload: 'another run' });
    await until(() => table.got.length === 2);
    await settle();
    assert.equal(table.got.length, 2);
    assert.notEqual(table.got[0]!.asked, table.got[1]!.asked);
    for (let count = 0; count < 10; count++) {
      await until(() => table.got.length > count);
      table.finish(count);
    }
  });

  it('tell a node before ours when a run is over, however it ended', async () => {
    let ticks = 0;
    const query = (RED: NodeAPI) =>
      RED.nodes.registerType('query', function (this: TickNode, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.tickConsumer = true;
        this.on('input', (msg) => {
          if ((msg as Message).tick) ticks++;
        });
      });
    const nodes: FlowNode[] = [
      { id: 'query', type: 'query', wires: [['node']] },
      { id: 'node', type: 'dataconnect-availability' },
    ];
    const flow = await fixture.open(nodes, { modules: [query] });
    await flow.ask('node');
    assert.equal(ticks, 1);
    fixture.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 403 } }] });
    assert.ok((await flow.ask('node')).error);
    assert.equal(ticks, 2);
  });
});
