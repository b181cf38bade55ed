import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { WindowEnd } from '../../nodes/runtime/flow/followed-window';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, FlowOptions } from './node-red';
import { WindowSender } from './window-sender';
import { FUNCTION, type Places, shapes } from './window-shapes';

type Send = (msg: NodeMessage) => void;
type Done = (error?: Error) => void;
type Handle = (this: Node, msg: NodeMessage, send: Send, done: Done, place: number) => void;

const noRoom = new Error('no room in the table');
const soon = (action: () => void) => void setTimeout(action, 5);

/** Nodes that take `done`. */
const newNodes: Record<string, Handle> = {
  'at-once': (_msg, _send, done) => done(),
  later: (_msg, _send, done) => soon(() => done()),
  failing: (_msg, _send, done) => soon(() => done(noRoom)),
  'fails-once': (_msg, _send, done, place) => done(place === 1 ? noRoom : undefined),
  never: () => {},
  'forgets-one': (_msg, _send, done, place) => (place === 1 ? undefined : done()),
  passing: (msg, send, done) => {
    send(msg);
    done();
  },
  'done-first': (msg, send, done) => {
    done();
    send(msg);
  },
  'done-long-before': (msg, send, done) => {
    done();
    setTimeout(() => send(msg), 300);
  },
  reports(msg, _send, done) {
    this.error('no room', msg);
    done();
  },
};

/** Nodes that do not. */
const oldNodes: Record<string, (this: Node, msg: NodeMessage, place: number) => void> = {
  old: () => {},
  'old-passing'(msg) {
    this.send(msg);
  },
  'old-passing-later'(msg) {
    soon(() => this.send(msg));
  },
  'old-passing-two'(msg, place) {
    if (place !== 1) this.send(msg);
  },
  'old-reporting'(msg) {
    this.error('no room', msg);
  },
  'old-reporting-later'(msg) {
    soon(() => this.error('no room', msg));
  },
  sqlite(msg) {
    soon(() => this.send(msg));
  },
};

function kinds(RED: NodeAPI): void {
  for (const [type, handle] of Object.entries(newNodes)) {
    RED.nodes.registerType(type, function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      let place = 0;
      this.on('input', (msg, send, done) => handle.call(this, msg, send as Send, done, place++));
    });
  }
  for (const [type, handle] of Object.entries(oldNodes)) {
    RED.nodes.registerType(type, function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      let place = 0;
      this.on('input', (msg) => handle.call(this, msg, place++));
    });
  }
}

/** Milliseconds: what is not open is over before, on whatever machine. */
const LONG = { open: 30_000, silence: 50 };
const SHORT = { open: 150, silence: 50 };

describe('a window', () => {
  const fixture = new FlowFixture();
  let places: Places;
  let server: Server;
  before(async () => {
    server = createServer((request, response) => response.writeHead(request.url === '/ok' ? 200 : 404).end('ok'));
    const unused = createServer();
    await Promise.all([server, unused].map((each) => new Promise<void>((resolve) => each.listen(0, resolve))));
    const url = (each: Server) => `http://localhost:${(each.address() as AddressInfo).port}`;
    places = { server: url(server), nobody: url(unused), folder: mkdtempSync(path.join(tmpdir(), 'window-')) };
    await new Promise((resolve) => unused.close(resolve));
  });
  after(async () => {
    rmSync(places.folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  for (const { name, core = [], first = ['first'], nodes, end, tooEarly, withoutCatch, ...more } of shapes) {
    const remark = tooEarly ? ` (too early: ${tooEarly})` : '';
    it(`behind which there is ${name} ends as ${end}${remark}`, async () => {
      const sender = new WindowSender();
      const place = withoutCatch ? { z: 'alone' } : {};
      const flow: FlowNode[] = [{ id: 'windows', type: 'windows', wires: [first] }, ...nodes(places)];
      await fixture.open(
        flow.map((each) => ({ name: each.id, ...each, ...place })),
        {
          core: [...new Set([...core, FUNCTION])],
          modules: [sender.module, kinds],
          configNodes: [{ id: 'alone', type: 'tab' }, ...(more.configNodes?.(places) ?? [])],
          completing: more.completedBy ? ['first'] : ['nobody'],
          ...(more.caughtBy && { caughtBy: [more.caughtBy] }),
          ...(more.completedBy && { completedBy: [more.completedBy] }),
        },
      );
      assert.equal(inWords(await sender.run(end.startsWith('open') ? SHORT : LONG)), end);
    });
  }

  describe('of which somebody says by hand what became of it', () => {
    const open = async (sender: WindowSender, type: string, options: FlowOptions = {}) => {
      const flow: FlowNode[] = [{ id: 'windows', type: 'windows', wires: [['first']] }];
      return fixture.open([...flow, { id: 'first', name: 'first', type, wires: [] }], {
        core: [FUNCTION],
        modules: [sender.module, kinds],
        ...options,
      });
    };
    const byHand = () => new WindowSender({ confirmedBy: 'hand' });

    it('ends by that word', async () => {
      const sender = byHand();
      await open(sender, 'at-once');
      sender.send();
      const end = sender.end(LONG);
      sender.window!.decide(true);
      sender.window!.decide(false);
      assert.deepEqual(await end, { state: 'confirmed', by: 'hand' });
    });

    it('ends as failed when that is said', async () => {
      const sender = byHand();
      await open(sender, 'at-once');
      sender.send();
      sender.window!.decide(false);
      assert.deepEqual(await sender.end(LONG), { state: 'failed', nodes: [], by: 'hand' });
    });

    it('does not end by what nodes say', async () => {
      for (const type of ['at-once', 'failing']) {
        const sender = byHand();
        await open(sender, type);
        assert.equal((await sender.run(SHORT)).state, 'open');
      }
    });

    it('ends before the nodes have said anything, where both may', async () => {
      const sender = new WindowSender();
      await open(sender, 'never');
      sender.send();
      const end = sender.end(LONG);
      sender.window!.decide(true);
      assert.deepEqual(await end, { state: 'confirmed', by: 'hand' });
    });

    it('ends as failed when a deploy meets it all the same', async () => {
      const sender = byHand();
      const opened = await open(sender, 'never', { configNodes: [{ id: 'other', type: 'tab' }] });
      sender.send();
      const end = sender.end(LONG);
      await untilReceived();
      await opened.redeploy('full');
      assert.deepEqual(await end, { state: 'failed', nodes: [], by: 'deploy' });
    });
  });

  it('ends as failed when a deploy meets it', async () => {
    const sender = new WindowSender();
    const flow: FlowNode[] = [{ id: 'windows', type: 'windows', wires: [['first']] }];
    const opened = await fixture.open([...flow, { id: 'first', type: 'never', wires: [] }], {
      modules: [sender.module, kinds],
    });
    sender.send();
    const end = sender.end(LONG);
    await untilReceived();
    await opened.redeploy('nodes', { first: { name: 'changed' } });
    assert.deepEqual(await end, { state: 'failed', nodes: [], by: 'deploy' });
  });

  it('is not followed any longer when its run is stopped', async () => {
    const sender = new WindowSender();
    await fixture.open(
      [
        { id: 'windows', type: 'windows', wires: [['first']] },
        { id: 'first', type: 'never', wires: [] },
      ],
      {
        modules: [sender.module, kinds],
      },
    );
    sender.send();
    const stop = new AbortController();
    const end = sender.end(LONG, stop.signal);
    stop.abort();
    await assert.rejects(end, { code: 'CANCELLED' });
  });

  it('is unproven where Node-RED tells nobody of its messages', async () => {
    const sender = new WindowSender();
    await fixture.open(
      [
        { id: 'windows', type: 'windows', wires: [['first']] },
        { id: 'first', type: 'at-once', wires: [] },
      ],
      {
        modules: [sender.module, kinds],
      },
    );
    assert.deepEqual(await sender.run(LONG, false), { state: 'unproven', nodes: [] });
  });
});

async function untilReceived(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function inWords(end: WindowEnd): string {
  const { state } = end;
  if (state === 'confirmed') return state;
  return [state, end.nodes.join(', ')].filter(Boolean).join(': ');
}
