import assert from 'node:assert/strict';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions, Message, OpenFlow } from './node-red';
import { Sender, type Told } from './sender';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A node that takes no `done`, and ends its work on a message when the test says so. */
class Quiet {
  readonly got: Message[] = [];
  node: Node | undefined;

  constructor(readonly type: string) {}

  readonly module = (RED: NodeAPI): void => {
    const quiet = this;
    RED.nodes.registerType(this.type, function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      quiet.node = this;
      this.on('input', (msg) => {
        quiet.got.push(msg as Message);
      });
    });
  };
}

describe('a node that never says by done that it is done', () => {
  const fixture = new FlowFixture();
  const choice = { wait: 'auto', seconds: 3600, stopOnFailure: true } as const;
  let sender: Sender;
  let quiet: Quiet;
  let told: Told | 'nothing';
  beforeEach(() => {
    sender = new Sender('sender', { choice });
    quiet = new Quiet('sqlite');
    told = 'nothing';
  });

  function open(wires: string[], options: FlowOptions = {}, more: FlowNode[] = []): Promise<OpenFlow> {
    const nodes = [sender.node({ wires: [[quiet.type]] }), { id: quiet.type, type: quiet.type, wires: [wires] }];
    return fixture.open([...nodes, ...more], { ...options, modules: [sender.module, quiet.module] });
  }

  async function sent(): Promise<void> {
    const verdict = sender.send();
    void verdict.then((each) => {
      told = each;
    });
    await settle();
  }

  for (const [name, wires] of [
    ['wired on', ['the-end']],
    ['wired to several', ['the-end', 'caught']],
    ['to which nothing is wired', []],
  ] as const) {
    it(`is followed until it sends the message on (${name})`, async () => {
      await open([...wires]);
      await sent();
      assert.deepEqual([quiet.got.length, told], [1, 'nothing']);
      quiet.node!.send(quiet.got[0]!);
      await settle();
      assert.equal(told, 'completed');
    });

    it(`is followed until it reports an error (${name})`, async () => {
      await open([...wires]);
      await sent();
      assert.equal(told, 'nothing');
      quiet.node!.error(new Error('no such table'), quiet.got[0]!);
      await settle();
      assert.equal(told, 'failed: sqlite');
    });
  }

  it('is followed with each message that it has, whatever their order', async () => {
    const split = { id: 'split', type: 'split', arraySplt: 1, arraySpltType: 'len', property: 'payload' };
    sender = new Sender('sender', { choice });
    await fixture.open(
      [
        sender.node({ wires: [['split']] }),
        { ...split, wires: [['sqlite']] },
        { id: 'sqlite', type: 'sqlite', wires: [['the-end', 'caught']] },
      ],
      { modules: [sender.module, quiet.module], core: ['sequence/17-split.js'] },
    );
    const verdict = sender.send({ _msgid: 'list', payload: [1, 2, 3] });
    void verdict.then((each) => {
      told = each;
    });
    await settle();
    assert.equal(quiet.got.length, 3);
    for (const place of [2, 0, 1]) {
      assert.equal(told, 'nothing');
      quiet.node!.send(quiet.got[place]!);
      await settle();
    }
    assert.equal(told, 'completed');
  });

  it('is followed where no Catch node takes the error', async () => {
    const alone = { z: 'alone' };
    await fixture.open([sender.node({ ...alone, wires: [['sqlite']] }), { id: 'sqlite', type: 'sqlite', ...alone }], {
      configNodes: [{ id: 'alone', type: 'tab' }],
      modules: [sender.module, quiet.module],
    });
    await sent();
    quiet.node!.error(new Error('no such table'), quiet.got[0]!);
    await settle();
    assert.equal(told, 'failed: sqlite');
  });

  it('is not waited for after its error in a run that goes on', async () => {
    sender = new Sender();
    await open([]);
    await sent();
    quiet.node!.error(new Error('no such table'), quiet.got[0]!);
    await settle();
    assert.equal(told, 'failed: sqlite');
  });

  it('is overdue when it says nothing, and holds up nobody', async () => {
    sender = new Sender('sender', { choice: { ...choice, seconds: 0.03 } });
    await open([]);
    assert.equal(await sender.send(), 'overdue: sqlite');
  });

  it('gets back the send that Node-RED gave it, once nobody follows it', async () => {
    await open([]);
    const own = quiet.node!.send;
    await sent();
    assert.notEqual(quiet.node!.send, own);
    sender.close();
    assert.equal(quiet.node!.send, own);
  });

  it('counts as done when its handler returns, where its type is not known to tell it otherwise', async () => {
    quiet = new Quiet('plain');
    await open(['the-end']);
    await sent();
    assert.equal(told, 'completed');
  });
});
