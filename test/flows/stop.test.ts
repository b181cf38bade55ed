import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { NodeAPI, NodeDef } from 'node-red';
import { type Emulator, startEmulator } from '../emulator';
import { Keeper } from './keeper';
import {
  type DeployType,
  type FlowNode,
  type FlowOptions,
  helper,
  type Message,
  type OpenFlow,
  openFlow,
} from './node-red';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** Node-RED's level of a warning. */
const WARN = 30;

const batches: FlowNode = {
  id: 'node',
  type: 'dataconnect-availability',
  output: { mode: 'batches', batchSize: 10 },
  flow: { wait: 'always' },
};

describe('a run that is told to stop', () => {
  let emulator: Emulator;
  let silent: Server;
  let flow: OpenFlow | undefined;
  let keeper: Keeper;
  /** Connections to a server that never answers. */
  let connections = 0;
  /** Reads of the context, and whether its store answers them. */
  let contextReads = 0;
  let storeAnswers = false;
  /** Messages that came to the node of the tick protocol. */
  let ticked: Message[] = [];
  before(async () => {
    emulator = await startEmulator();
    silent = createServer(() => connections++);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    silent.close();
    await emulator.close();
  });
  beforeEach(() => {
    keeper = new Keeper();
    connections = 0;
    contextReads = 0;
    storeAnswers = false;
    ticked = [];
    emulator.dials.set({ rows: { availability: { count: 50 } } });
  });
  afterEach(async () => {
    await flow?.close();
    flow = undefined;
    emulator.dials.reset();
    emulator.requests.clear();
  });

  /** Takes part in the tick protocol and never sends one. */
  const ticker = (RED: NodeAPI) =>
    RED.nodes.registerType('ticker', function (this, def: NodeDef) {
      RED.nodes.createNode(this, def);
      Object.assign(this, { tickProvider: true });
      this.on('input', (msg) => {
        ticked.push(msg as Message);
      });
    });
  /** True once the same number, above 0, was given twenty times in a row. */
  function isQuiet(count: number): boolean {
    same = count === 0 || count !== lastCount ? 0 : same + 1;
    lastCount = count;
    return same === 20;
  }
  let same = 0;
  let lastCount = 0;

  interface State {
    name: string;
    /** Prepares what makes a run stay in this state. */
    arrange(): void;
    /** True once the run is in it. */
    reached(): boolean;
    node?: Partial<FlowNode>;
    connection?: () => Record<string, unknown>;
    /** Changes the node once it is there. */
    prepare?: (opened: OpenFlow) => void;
    /** Whether a run before holds the only slot. */
    behindAnother?: true;
    /** Whether the next run will not end either. */
    endless?: true;
  }

  const stall = (on: 'service' | 'accounts') =>
    emulator.dials.set({ faults: [{ fault: { kind: 'stall', at: 'before-headers' }, on }] });
  const serviceRequests = () => emulator.requests.all().filter(({ service }) => service === 'service');

  /** Gives the node a context whose store answers nobody. */
  function silence(opened: OpenFlow): void {
    const get = (_key: string, _store: string | undefined, callback: (error: undefined, value: number) => void) => {
      contextReads++;
      if (storeAnswers) callback(undefined, 1);
    };
    const context = { get };
    Object.assign(opened.node('node'), { _context: { flow: context, global: context } });
  }

  const states: State[] = [
    ...(['flow', 'global', 'jsonata'] as const).map(
      (type): State => ({
        name: `reading a value from a store that never answers (${type})`,
        arrange: () => {},
        prepare: silence,
        reached: () => contextReads === 1,
        node: { params: { QuantityMin: { type, value: type === 'jsonata' ? '$flowContext("least")' : 'least' } } },
      }),
    ),
    {
      name: 'waiting for a slot',
      arrange: () => emulator.dials.set({ hold: true }),
      reached: () => serviceRequests().length === 1,
      behindAnother: true,
    },
    {
      name: 'connecting',
      arrange: () => {},
      reached: () => connections > 0,
      connection: () => ({
        serviceUrl: `https://127.0.0.1:${(silent.address() as AddressInfo).port}`,
        authentication: 'token',
      }),
    },
    {
      name: 'signing in',
      arrange: () => stall('accounts'),
      reached: () => emulator.requests.all().some(({ service }) => service === 'accounts'),
    },
    {
      name: 'waiting for the first byte',
      arrange: () => stall('service'),
      reached: () => serviceRequests().length === 1,
    },
    {
      name: 'reading',
      arrange: () =>
        emulator.dials.set({
          rows: { availability: { count: 2000 } },
          faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: 300_000 } }],
          compression: 'none',
        }),
      reached: () => isQuiet(keeper.got.length),
      node: { wires: [['keeper', 'the-end']], flow: { wait: 'off' } },
    },
    {
      name: 'reading while the flow works on a batch',
      arrange: () =>
        emulator.dials.set({
          rows: { availability: { count: 2000 } },
          faults: [{ fault: { kind: 'stall', at: 'mid-body', afterBytes: 300_000 } }],
          compression: 'none',
        }),
      reached: () => isQuiet(keeper.got.length),
      node: { output: { mode: 'batches', batchSize: 500 }, wires: [['keeper', 'the-end']] },
    },
    {
      name: 'waiting for a retry',
      arrange: () => emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 503, retryAfter: '60' } }] }),
      reached: () => serviceRequests().some(({ closed }) => closed),
    },
    {
      name: 'waiting for the flow',
      arrange: () => {},
      reached: () => keeper.got.length === 1,
      node: { wires: [['keeper', 'the-end']] },
    },
    {
      name: 'waiting for a tick',
      arrange: () => {},
      reached: () => ticked.length === 1,
      node: { wires: [['ticker']] },
      endless: true,
    },
  ];

  async function openIn(state: State): Promise<OpenFlow> {
    const options: FlowOptions = {
      connection: { requestsAtOnce: 1, ...state.connection?.() },
      modules: [keeper.module, ticker],
    };
    const nodes = [{ ...batches, ...state.node }, keeper.node(), { id: 'ticker', type: 'ticker', wires: [] }];
    flow = await openFlow(emulator, nodes, options);
    state.prepare?.(flow);
    return flow;
  }

  interface Watched {
    caught: Message[];
    completed: Message[];
    sent: Message[];
  }

  /** All that comes of a node from now on. */
  function watch(opened: OpenFlow): Watched {
    const watched: Watched = { caught: [], completed: [], sent: [] };
    opened.node('caught').on('input', (msg) => void watched.caught.push(msg as Message));
    opened.node('completed').on('input', (msg) => {
      if ((msg as Message).complete) watched.completed.push(msg as Message);
    });
    opened.node('the-end').on('input', (msg) => void watched.sent.push(msg as Message));
    return watched;
  }

  const counts = ({ caught, completed, sent }: Watched) => [caught.length, completed.length, sent.length];

  async function bringInto(state: State, opened: OpenFlow): Promise<number> {
    state.arrange();
    const node = opened.node('node') as { receive(msg: object): void } & ReturnType<OpenFlow['node']>;
    const runs = state.behindAnother ? 2 : 1;
    for (let run = 0; run < runs; run++) node.receive({ run });
    await until(state.reached);
    await settle();
    return runs;
  }

  /** Warnings of the node, with all that they say. */
  function cutInLog(): string[] {
    const lines = helper.log().args.map(([line]) => line as { level: number; id?: string; msg?: unknown });
    return lines.flatMap(({ level, id, msg }) => (level === WARN && id === 'node' ? [String(msg)] : []));
  }

  const free = () => {
    emulator.dials.reset();
    storeAnswers = true;
  };

  for (const state of states) {
    describe(`while ${state.name}`, () => {
      it('by a message ends within a second, with one CANCELLED, and frees its slot', async () => {
        const opened = await openIn(state);
        const watched = watch(opened);
        const runs = await bringInto(state, opened);
        const sentBefore = watched.sent.length;
        const begun = performance.now();
        opened.node('node').receive({ cancel: true } as never);
        await until(() => watched.caught.length === runs);
        assert.ok(performance.now() - begun < 1000);
        await settle();
        assert.deepEqual(
          watched.caught.map(({ error }) => (error as { code: string }).code),
          Array(runs).fill('CANCELLED'),
        );
        assert.equal(watched.sent.length, sentBefore, 'something was sent after the stop');
        await until(() => emulator.requests.all().every(({ closed }) => closed));
        if (state.connection) return;
        free();
        const again = opened.give('node');
        void keeper.completeAll(keeper.got.length, Number.POSITIVE_INFINITY);
        if (state.endless) await until(() => ticked.length === 2);
        else assert.equal((await again.outcome).error, undefined);
      });

      for (const [type, changes] of [
        ['full', {}],
        ['flows', { node: { name: 'changed' } }],
        ['nodes', { node: { name: 'changed' } }],
        ['nodes', { connection: { name: 'changed' } }],
      ] as Array<[DeployType, Record<string, Record<string, unknown>>]>) {
        it(`by a deploy (${type}, ${Object.keys(changes)[0] ?? 'nothing'} changed) ends with a line in the log, and without another word`, async () => {
          const opened = await openIn(state);
          const watched = watch(opened);
          const runs = await bringInto(state, opened);
          const before = counts(watched);
          const begun = performance.now();
          await opened.redeploy(type, changes);
          assert.equal(cutInLog().length, runs, JSON.stringify(cutInLog()));
          for (const line of cutInLog()) assert.match(line, /^CANCELLED.*Product availability/);
          assert.ok(performance.now() - begun < 1000);
          await until(() => emulator.requests.all().every(({ closed }) => closed));
          await settle();
          assert.deepEqual(counts(watched), before, 'something came out of a node that was closed');
          if (type !== 'full' && !changes.connection) return;
          await until(() => emulator.sockets() === 0);
        });
      }
    });
  }
});
