import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endpoints } from '../../nodes/catalogue';
import type { DataRecord } from '../../nodes/record';
import { FlowFixture } from './flow-fixture';
import { connectionNode, type FlowNode, helper, type Message, type OpenFlow, type Outcome } from './node-red';

const STORES = '/lists/stores';
/** Columns of what another list answers with at the path of the stores. */
const PEOPLE = ['EmployeeID', 'EmployeeEntityID', 'Name', 'First_Name', 'Last_Name'];

describe('columns that are not those of the last run', () => {
  const fixture = new FlowFixture();
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-drift-'));
  });
  beforeEach(() => restart());
  after(() => {
    helper.settings({ userDir: undefined });
    rmSync(folder, { recursive: true, force: true });
  });

  /** Node-RED begins anew, with the same folder: what it knows of before lies there. */
  const restart = () => helper.settings({ userDir: folder });
  const file = () => path.join(folder, 'dataconnect-columns.json');
  const node = (id: string, columns: object = {}, more: object = {}): FlowNode => ({
    ...{ id, type: 'dataconnect-list-stores', columns },
    ...more,
  });
  /** From now on the service has other columns at the path of the stores. */
  const change = () => fixture.emulator.dials.set({ paths: { 'list-stores': '/gone', 'list-employees': STORES } });
  const driftOf = ({ dataconnect }: Message) => (dataconnect as { drift?: Record<string, string[]> }).drift;

  async function asked(flow: OpenFlow, id: string): Promise<Outcome & { records: DataRecord[] }> {
    const outcome = await flow.ask(id);
    return { ...outcome, records: outcome.messages.flatMap(({ payload }) => payload as DataRecord[]) };
  }

  it('are told with the data and under the node, once, over a restart, too', async () => {
    const nodes = [node('told')];
    let flow = await fixture.open(nodes);
    const first = await asked(flow, 'told');
    assert.equal(driftOf(first.messages[0]!), undefined);
    const usual = Object.keys(first.records[0]!);
    change();
    restart();
    flow = await fixture.open(nodes);
    const second = await asked(flow, 'told');
    const drift = driftOf(second.messages[0]!)!;
    assert.deepEqual([drift.new, drift.gone, drift.changed], [PEOPLE, usual, []]);
    const last = second.statuses.at(-1)!;
    assert.deepEqual([last.fill, last.shape], ['yellow', 'ring']);
    const third = await asked(flow, 'told');
    assert.equal(driftOf(third.messages[0]!), undefined);
    assert.equal(third.statuses.at(-1)!.fill, 'green');
  });

  it('are none beside those of practice', async () => {
    const any = { id: 'any', type: 'dataconnect-request', path: STORES };
    const flow = await fixture.open([any], { connection: { environment: 'practice' } });
    assert.equal((await asked(flow, 'any')).records.length, 12);
    change();
    await flow.redeploy('nodes', { connection: connectionNode(fixture.emulator) });
    const real = await asked(flow, 'any');
    assert.ok(real.records.length > 12);
    assert.equal(driftOf(real.messages[0]!), undefined);
  });

  it('are told against the catalogue before the first run', async () => {
    change();
    const flow = await fixture.open([node('fresh')]);
    assert.deepEqual(driftOf((await asked(flow, 'fresh')).messages[0]!)!.new, PEOPLE);
  });

  it('are none where they go by what is asked: each table of the bridge has its own', async () => {
    const table = { type: 'msg', value: 'table' };
    const flow = await fixture.open([
      node('tables', {}, { type: 'dataconnect-bridge-table-data', params: { Table: table } }),
    ]);
    for (const name of ['iQclerk_Customers', 'iQplanner_HR_RequestedTimeOff', 'iQclerk_Customers']) {
      const { error, messages, statuses } = await flow.ask('tables', { table: name });
      assert.equal(error, undefined, error?.message);
      assert.equal(driftOf(messages[0]!), undefined, name);
      assert.equal(statuses.at(-1)!.fill, 'green', name);
    }
  });

  it('end the run before the first batch leaves, where the node says so, and each one until they may pass', async () => {
    const failing = node('failing', { drift: 'fail' }, { output: { mode: 'batches', batchSize: 2 } });
    let flow = await fixture.open([failing]);
    assert.equal((await asked(flow, 'failing')).error, undefined);
    change();
    for (const _ of [1, 2]) {
      const { messages, error, caught } = await asked(flow, 'failing');
      assert.deepEqual([messages.length, error?.code], [0, 'COLUMNS_CHANGED']);
      assert.match(error!.message, /New: EmployeeID, .*Gone: /);
      assert.deepEqual(driftOf(caught!)!.new, PEOPLE);
    }
    flow = await fixture.open([{ ...failing, columns: {} }]);
    assert.equal((await asked(flow, 'failing')).error, undefined);
    flow = await fixture.open([failing]);
    assert.equal((await asked(flow, 'failing')).error, undefined);
  });

  it('are left out where the node says so, run after run', async () => {
    const flow = await fixture.open([
      node(
        'dropping',
        { drift: 'drop' },
        { path: '/lists/any', params: { Response: { type: 'fixed', value: 'Csv' } } },
      ),
    ]);
    fixture.emulator.dials.set({ paths: { 'list-stores': '/lists/any' } });
    const before = await asked(flow, 'dropping');
    fixture.emulator.dials.set({ paths: { 'list-stores': '/gone', 'list-employees': '/lists/any' } });
    for (const _ of [1, 2]) {
      const { records, messages } = await asked(flow, 'dropping');
      assert.ok(records.length > 0);
      assert.ok(records.every((record) => Object.keys(record).length === 0));
      assert.deepEqual(messages[0]!.columns, []);
      assert.deepEqual(driftOf(messages[0]!)!.gone, Object.keys(before.records[0]!));
    }
  });

  it('of a list that is compared are told with what changed, end the run, or are left out', async () => {
    const list = 'list-request-types';
    const { path: there } = endpoints.find(({ id }) => id === list)!;
    const compared = (id: string, drift?: string): FlowNode => ({
      ...{
        id,
        type: `dataconnect-${list}`,
        version: 2,
        incremental: { mode: 'changes', removed: 100, confirm: 'count-unproven' },
      },
      ...(drift && { columns: { drift } }),
    });
    const answers = (other: string) => fixture.emulator.dials.set({ paths: { [list]: '/gone', [other]: there! } });
    answers('list-stores');
    let flow = await fixture.open([compared('told'), compared('failing', 'fail'), compared('dropping', 'drop')]);
    for (const id of ['told', 'failing', 'dropping']) {
      const { messages, error } = await asked(flow, id);
      assert.deepEqual([error, messages.map(driftOf)], [undefined, [undefined]]);
    }
    answers('list-employees');
    restart();
    flow = await fixture.open([compared('told'), compared('failing', 'fail'), compared('dropping', 'drop')]);
    const told = await asked(flow, 'told');
    assert.deepEqual(driftOf(told.messages[0]!)!.new, PEOPLE);
    assert.equal((told.messages[0]!.dataconnect as { change?: string }).change, 'added');
    assert.equal(told.statuses.at(-1)!.fill, 'yellow');
    assert.deepEqual((await asked(flow, 'told')).messages.map(driftOf), [undefined]);
    const failing = await asked(flow, 'failing');
    assert.deepEqual([failing.messages.length, failing.error?.code], [0, 'COLUMNS_CHANGED']);
    const dropping = await asked(flow, 'dropping');
    assert.deepEqual(driftOf(dropping.messages[0]!)!.new, PEOPLE);
    assert.ok(dropping.records.every((record) => Object.keys(record).length === 0));
  });

  it('are nobody’s in an empty answer, and are forgotten with their node', async () => {
    const flow = await fixture.open([node('kept'), node('deleted')]);
    for (const id of ['kept', 'deleted']) await asked(flow, id);
    fixture.emulator.dials.set({ rows: { 'list-stores': { count: 0 } } });
    const { messages, statuses } = await asked(flow, 'kept');
    assert.deepEqual(messages[0]!.payload, []);
    assert.deepEqual([driftOf(messages[0]!), statuses.at(-1)!.fill], [undefined, 'green']);
    const known = () => Object.keys(JSON.parse(readFileSync(file(), 'utf8')) as object);
    assert.ok(existsSync(file()));
    assert.ok(known().includes('kept') && known().includes('deleted'));
    await (flow.node('deleted') as unknown as { close(removed: boolean): Promise<void> }).close(true);
    assert.ok(known().includes('kept'));
    assert.ok(!known().includes('deleted'), known().join());
  });
});
