import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import { Keeper } from './keeper';
import type { FlowNode } from './node-red';

describe('messages about progress', () => {
  const fixture = new FlowFixture();
  let keeper: Keeper;
  beforeEach(() => {
    keeper = new Keeper();
    fixture.emulator.dials.set({ rows: { availability: { count: 25 } } });
  });

  const node = (output: object): FlowNode => ({
    id: 'node',
    type: 'dataconnect-availability',
    wires: [['the-end'], ['keeper']],
    output,
  });

  async function ask(output: object, msg: Record<string, unknown> = {}) {
    const flow = await fixture.open([node(output), keeper.node()], { modules: [keeper.module] });
    const outcome = await flow.ask('node', msg);
    return { outcome, told: keeper.got.map(({ msg: told }) => told) };
  }

  it('go to the second output when they are asked for, and the last says that the run is done', async () => {
    const { outcome, told } = await ask({ mode: 'batches', batchSize: 10, progress: true }, { topic: 'stock' });
    assert.equal(outcome.messages.length, 3);
    assert.ok(told.length >= 2);
    for (const msg of told) assert.deepEqual(Object.keys(msg).sort(), ['_msgid', 'dataconnect']);
    const { run } = outcome.messages[0]!.dataconnect as { run: string };
    assert.deepEqual(told.at(-1)!.dataconnect, { endpoint: 'availability', run, state: 'done', records: 25 });
  });

  it('are not waited for', async () => {
    const { outcome } = await ask({ mode: 'batches', batchSize: 10, progress: true });
    assert.equal((outcome.messages.at(-1)!.dataconnect as { warnings?: unknown }).warnings, undefined);
  });

  it('tell a failure before it is reported', async () => {
    fixture.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 403 } }] });
    const { outcome, told } = await ask({ progress: true });
    assert.equal(outcome.error?.code, 'FORBIDDEN');
    const { state, code } = told.at(-1)!.dataconnect as Record<string, unknown>;
    assert.deepEqual([state, code], ['failed', 'FORBIDDEN']);
  });

  it('are not sent where nobody asked for them', async () => {
    const { outcome, told } = await ask({});
    assert.equal(outcome.messages.length, 1);
    assert.deepEqual(told, []);
  });

  it('do no harm to a node that has one output only', async () => {
    const flow = await fixture.open([{ ...node({ progress: true }), wires: [['the-end']] }]);
    const { messages, error } = await flow.ask('node');
    assert.equal(error, undefined);
    assert.equal(messages.length, 1);
    assert.equal((messages[0]!.payload as unknown[]).length, 25);
  });
});
