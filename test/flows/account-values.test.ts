import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import type { FlowOptions } from './node-red';

describe('a parameter that is left to the account', () => {
  const fixture = new FlowFixture();
  const first = { type: 'account', value: 'first' };
  const stores = { id: 'node', type: 'dataconnect-partner-envysion-stores', params: { CompanyId: first } };
  const asked = (path: string) => fixture.emulator.requests.to(path);
  const sentCompany = () => asked('/partner/Envysion/Stores').at(-1)?.query.get('CompanyId');

  async function ask(
    node: { id: string; type: string; params: object } = stores,
    msg: object = {},
    more?: FlowOptions,
  ) {
    const flow = await fixture.open([node], more);
    return { flow, ...(await flow.ask('node', { ...msg })) };
  }

  it('is the first in the list of the account, which is asked for once', async () => {
    const { flow, error } = await ask();
    assert.equal(error, undefined, error?.message);
    assert.equal(sentCompany(), '42');
    await flow.ask('node');
    assert.equal(asked('/partner/relationships').length, 1);
    assert.equal(asked('/partner/Envysion/Stores').length, 2);
  });

  it('is the company of the connection, where that names one', async () => {
    const { error } = await ask(stores, {}, { connection: { companyId: '43' } });
    assert.equal(error, undefined, error?.message);
    assert.equal(sentCompany(), '43');
    assert.equal(asked('/partner/relationships').length, 0);
  });

  it('comes from a list that depends on another parameter, with the value of that', async () => {
    const params = { LocationType: { type: 'msg', value: 'level' }, LocationTypeIDs: first };
    const { error } = await ask({ id: 'node', type: 'dataconnect-availability', params }, { level: 'Store' });
    assert.equal(error, undefined, error?.message);
    assert.equal(asked('/lists/LocationIDs')[0]?.query.get('LocationType'), 'Store');
    assert.match(asked('/availability')[0]?.query.get('LocationTypeIDs') ?? '', /^\d+$/);
  });

  it('comes from a report where that alone knows the values', async () => {
    const params = {
      PeriodID: '-1',
      StartDate: '2026-03-01',
      StopDate: '2026-03-31',
      HideRebates: '-1',
      PerformanceGroupID: first,
      TopN: '-1',
      TopCriteria: 'Quantity',
      ByWho: '5',
    };
    const { error } = await ask({ id: 'node', type: 'dataconnect-graphed-performance-metrix-breakdown', params });
    assert.equal(error, undefined, error?.message);
    const [report] = asked('/reports/PerformanceMetrixReport');
    assert.match(report?.query.get('DateAsOf') ?? '', /^\d{4}-/);
  });

  it('stays open in a dry run, which asks nobody', async () => {
    const { error, messages } = await ask(stores, { dryRun: true });
    assert.equal(error, undefined, error?.message);
    const { unknown, parameters } = messages[0]!.payload as { unknown: string[]; parameters: object };
    assert.ok(!('CompanyId' in parameters));
    assert.ok(
      unknown.some((text) => text.startsWith('CompanyId: left to the account')),
      unknown.join(' '),
    );
    assert.deepEqual(fixture.emulator.requests.all(), []);
  });

  it('gives way to a message, and nobody is asked', async () => {
    const node = { ...stores, sending: { override: true } };
    const { error } = await ask(node, { params: { CompanyId: 43 } });
    assert.equal(error, undefined, error?.message);
    assert.equal(sentCompany(), '43');
    assert.equal(asked('/partner/relationships').length, 0);
  });

  it('is an error where the list is empty, and nothing else is asked for', async () => {
    fixture.emulator.dials.set({ rows: { 'list-stores': { count: 0 } } });
    const period = { StartDate: '2026-03-01', StopDate: '2026-03-02' };
    const { error } = await ask({
      id: 'node',
      type: 'dataconnect-products-on-consignment',
      params: { ...period, StoreID: first },
    });
    assert.equal(error?.code, 'PARAMETER_INVALID');
    assert.match(error?.message ?? '', /The list .Stores. of the account is empty/);
    assert.deepEqual(asked('/reports/ProductsOnConsignmentReport'), []);
  });

  it('ends the run with what went wrong with the list', async () => {
    fixture.emulator.dials.set({
      faults: [{ path: '/partner/relationships', fault: { kind: 'page', status: 403 } }],
    });
    const { error, messages } = await ask();
    assert.equal(error?.code, 'FORBIDDEN', error?.message);
    assert.deepEqual(messages, []);
    assert.deepEqual(asked('/partner/Envysion/Stores'), []);
  });
});
