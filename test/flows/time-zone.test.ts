import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import type { FlowNode } from './node-red';

const sales: FlowNode = {
  id: 'sales',
  type: 'dataconnect-sales-by-employee',
  params: { StartDate: { type: 'fixed', value: 'yesterday' }, StopDate: { type: 'fixed', value: 'today' } },
};
const stores: FlowNode = { id: 'stores', type: 'dataconnect-list-stores' };

describe('on a server whose time zone Node.js does not know', () => {
  const fixture = new FlowFixture();
  const { TZ: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  for (const TZ of ['UTC0', ':/etc/localtime', 'Mars/Olympus', '']) {
    it(`a run with dates asks for one: TZ is "${TZ}"`, async () => {
      process.env.TZ = TZ;
      const flow = await fixture.open([sales]);
      const { error } = await flow.ask('sales');
      assert.equal(error?.code, 'CONNECTION_INVALID');
      assert.match(error.message, /timeZone is empty.*TZ is ".*name the one in which dates are meant/);
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });

    it(`a run without dates, and one with a zone of its own, go on: TZ is "${TZ}"`, async () => {
      process.env.TZ = TZ;
      const lists = await fixture.open([stores]);
      assert.equal((await lists.ask('stores')).error, undefined);
      const flow = await fixture.open([sales], { connection: { timeZone: 'America/Toronto' } });
      assert.equal((await flow.ask('sales')).error, undefined);
    });
  }

  it('is told apart from one whose zone is known', async () => {
    process.env.TZ = 'EST5EDT';
    const flow = await fixture.open([sales]);
    assert.equal((await flow.ask('sales')).error, undefined);
  });
});
