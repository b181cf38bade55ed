import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { Keeper } from './keeper';
import { events, type FlowNode, helper, hooks, type OpenFlow, openFlow } from './node-red';

const DEPLOYS = 100;

/** Node-RED's level of errors. */
const ERROR = 20;

/** What the process holds, by kind. */
function held(): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

function listeners(): Record<string, number> {
  return Object.fromEntries(events.eventNames().map((name) => [String(name), events.listenerCount(name)]));
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a hundred deploys during traffic', () => {
  let emulator: Emulator;
  let flow: OpenFlow | undefined;
  const keeper = new Keeper();
  before(async () => {
    emulator = await startEmulator();
  });
  after(async () => {
    await flow?.close();
    await emulator.close();
  });

  const nodes: FlowNode[] = [
    { id: 'all', type: 'dataconnect-availability', output: { progress: true } },
    {
      id: 'batches',
      type: 'dataconnect-availability',
      output: { mode: 'batches', batchSize: 10 },
      flow: { wait: 'always' },
      wires: [['keeper']],
    },
    {
      id: 'windows',
      type: 'dataconnect-invoice-history',
      params: { StartDate: { type: 'fixed', value: '2025-01-01' }, StopDate: { type: 'fixed', value: '2025-01-20' } },
      windows: { kind: 'day' },
      sending: { anyway: true },
    },
    keeper.node(),
  ];

  const trafficTo = (opened: OpenFlow, run: number) => {
    for (const id of ['all', 'batches', 'windows']) {
      (opened.node(id) as never as { receive(msg: object): void }).receive({ run });
    }
  };

  it('leave no listener, no timer and no socket behind', async () => {
    emulator.dials.set({ rows: { availability: { count: 100 } } });
    const opened = await openFlow(emulator, nodes, { modules: [keeper.module] });
    flow = opened;
    await opened.redeploy('full');
    const before = { listeners: listeners(), timers: held().Timeout ?? 0, process: process.eventNames().length };

    for (let deploy = 0; deploy < DEPLOYS; deploy++) {
      emulator.dials.set({ hold: deploy % 3 === 0 });
      trafficTo(opened, deploy);
      for (let turn = 0; turn < deploy % 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (deploy % 2 === 0) await opened.redeploy('nodes', { connection: { name: `${deploy}` } });
      else await opened.redeploy('full');
    }

    await until(() => emulator.sockets() === 0);
    await until(() => emulator.requests.all().every(({ closed }) => closed));
    assert.deepEqual(listeners(), before.listeners);
    for (const name of ['preDeliver', 'onReceive', 'postReceive', 'onComplete']) assert.ok(!hooks.has(name), name);
    await until(() => (held().Timeout ?? 0) <= before.timers);
    assert.equal(process.eventNames().length, before.process);
    const complaints = helper.log().args.filter(([{ level }]) => level <= ERROR);
    assert.deepEqual(complaints, []);
  });
});
