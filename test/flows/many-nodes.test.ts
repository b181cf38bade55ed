import assert from 'node:assert/strict';
import { type Emulator, startEmulator } from '../emulator';
import { connectionNode, type FlowNode, type OpenFlow, openFlow } from './node-red';

const NODES = 50;

describe('fifty nodes at once', () => {
  let emulator: Emulator;
  let flow: OpenFlow;
  before(async () => {
    emulator = await startEmulator({ dials: { rows: { availability: { count: 5 } }, delay: 30 } });
    const nodes = Array.from({ length: NODES }, (_, index) => ({
      id: `node${index}`,
      type: 'dataconnect-availability',
    }));
    flow = await openFlow(emulator, nodes, { connection: { requestsAtOnce: 8, retries: 10 } });
  });
  after(async () => {
    await flow.close();
    await emulator.close();
  });
  beforeEach(() => {
    emulator.requests.clear();
    emulator.admission.resetMaximum();
  });

  /** Starts every node; resolves with how many said they were done. */
  async function startAll(): Promise<number> {
    const outcomes = await Promise.all(Array.from({ length: NODES }, (_, index) => flow.ask(`node${index}`)));
    assert.deepEqual(
      outcomes.flatMap(({ error }) => error?.message ?? []),
      [],
    );
    return outcomes.length;
  }

  it('never ask for more at once than the connection allows, and all get their answer', async () => {
    assert.equal(await startAll(), NODES);
    const reports = emulator.requests.to('/availability');
    assert.equal(reports.length, NODES);
    assert.ok(Math.max(...reports.map(({ active }) => active)) <= 8);
  });

  it('keep to what the service admits when that becomes less, and still all get their answer', async () => {
    const all = startAll();
    while (emulator.requests.to('/availability').length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
    emulator.dials.set({ capacity: 2 });
    assert.equal(await all, NODES);
    const reports = emulator.requests.to('/availability');
    const refused = reports.filter(({ status }) => status === 429);
    assert.ok(refused.length > 0, 'the service refused nothing: the test proves nothing');
    // Those that follow at once on eight under way, and one that finds out whether three are too many.
    assert.ok(refused.length <= 9, `${refused.length} refused`);
    const settled = reports.filter(({ receivedAt }) => receivedAt > refused.at(-1)!.receivedAt);
    assert.ok(Math.max(...settled.map(({ active }) => active)) <= 2, 'more are active than the service admits');
    const admitted = reports.filter(({ status, receivedAt }) => status === 200 && receivedAt > refused[0]!.receivedAt);
    assert.ok(admitted.length > 20, `only ${admitted.length} requests after the service became narrow`);
    assert.deepEqual(
      reports.slice(-15).map(({ status }) => status),
      Array(15).fill(200),
      'refused again and again',
    );
  });
});

describe('nodes of several sets with two connections to one company', () => {
  const AT_ONCE = 3;
  const TYPES = ['availability', 'list-carriers', 'location-tree', 'partner-relationships'];
  let emulator: Emulator;
  let flow: OpenFlow;
  let nodes: FlowNode[];
  before(async () => {
    emulator = await startEmulator({ dials: { delay: 30 } });
    nodes = TYPES.flatMap((type) =>
      ['connection', 'other', 'connection', 'other'].map((connection, index) => {
        return { id: `${type} ${index}`, type: `dataconnect-${type}`, connection };
      }),
    );
    flow = await openFlow(emulator, nodes, {
      connection: { requestsAtOnce: AT_ONCE },
      configNodes: [connectionNode(emulator, { id: 'other', requestsAtOnce: AT_ONCE })],
      otherCredentials: { other: emulator.credentials },
    });
  });
  after(async () => {
    await flow.close();
    await emulator.close();
  });

  it('are together never more at once than each of the connections allows', async () => {
    const outcomes = await Promise.all(nodes.map(({ id }) => flow.ask(id)));
    assert.deepEqual(
      outcomes.flatMap(({ error }) => error?.message ?? []),
      [],
    );
    // Lists may be one more.
    assert.ok(emulator.admission.maximum <= AT_ONCE + 1, `${emulator.admission.maximum} at once`);
  });
});
