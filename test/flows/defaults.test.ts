import assert from 'node:assert/strict';
import { promisedOfNode } from '../stored/promised';
import { FlowFixture } from './flow-fixture';
import type { FlowNode } from './node-red';

const byDefault = (name: string) => promisedOfNode[name]!.byDefault;

describe('a node that stores nothing but its parameters', () => {
  const fixture = new FlowFixture({
    dials: { rows: { 'sales-by-employee': { count: 3 } } },
  });
  const params = { StartDate: '2026-03-01', StopDate: '2026-03-03' };
  const node = (more: object): FlowNode => ({ id: 'node', type: 'dataconnect-sales-by-employee', ...more });

  it('puts all records into one message, dates as text, and nothing on a second output', async () => {
    const all = { StartDate: '2025-01-01', StopDate: '2026-12-31' };
    const flow = await fixture.open([node({ params: all, wires: [['the-end'], ['the-end']] })]);
    const { messages, error } = await flow.ask('node');
    assert.equal(error, undefined, error?.message);
    assert.equal(messages.length, 1, 'a second output was used');
    const records = messages[0]![String(byDefault('output.property'))] as object[];
    assert.equal(records.length, 3);
    for (const value of records.flatMap(Object.values)) assert.ok(!(value instanceof Date));
  });

  it('asks by GET, and does not let msg.params replace what is set', async () => {
    const flow = await fixture.open([node({ params })]);
    await flow.ask('node', { params: { StopDate: '2026-03-02', LanguageCode: 'fr-CA' } });
    const { method, query } = fixture.emulator.requests.to('/reports/salesbyemployeereport')[0]!;
    assert.equal(method, byDefault('sending.method'));
    assert.deepEqual([query.get('StopDate')?.slice(0, 10), query.get('LanguageCode')], ['2026-03-03', 'fr-CA']);
  });

  it('sends nothing that the check finds wrong', async () => {
    const flow = await fixture.open([node({ params: { ...params, LocationType: 'Stores' } })]);
    const { error } = await flow.ask('node');
    assert.equal(error?.code, 'PARAMETER_INVALID');
  });
});

describe('what a connection stores', () => {
  const fixture = new FlowFixture();

  for (const [stopDate, firstStop] of [
    ['inclusive', '2026-03-01T23:59:59.997'],
    ['instant', '2026-03-01T23:59:59.997'],
    ['exclusive', '2026-03-02T00:00:00.000'],
  ] as const) {
    it(`says what StopDate is taken for, so where windows end: ${stopDate}`, async () => {
      const params = { StartDate: '2026-03-01', StopDate: '2026-03-02' };
      const node = { id: 'node', type: 'dataconnect-sales-by-employee', params, windows: { kind: 'day' } };
      const flow = await fixture.open([node], { connection: { stopDate } });
      const { error } = await flow.ask('node');
      assert.equal(error, undefined, error?.message);
      const asked = fixture.emulator.requests.to('/reports/salesbyemployeereport');
      assert.deepEqual(asked.map(({ query }) => query.get('StopDate')).sort(), [firstStop, '2026-03-02T23:59:59.997']);
    });
  }
});
