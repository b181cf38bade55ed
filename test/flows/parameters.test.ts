import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, Outcome } from './node-red';

type Stored = { type: string; value: string };

describe('the parameters of a node', () => {
  const fixture = new FlowFixture({ dials: { rows: { availability: { count: 1 } } } });

  const fixed = (value: string): Stored => ({ type: 'fixed', value });

  async function ask(
    params: Record<string, Stored>,
    msg: Record<string, unknown> = {},
    more: Partial<FlowNode> = {},
  ): Promise<Outcome> {
    const flow = await fixture.open([{ id: 'node', type: 'dataconnect-availability', params, ...more }]);
    return flow.ask('node', msg);
  }

  /** What arrived at the service for a node with these parameters. */
  async function sentBy(...order: Parameters<typeof ask>): Promise<Record<string, string>> {
    const { error } = await ask(...order);
    assert.equal(error, undefined, error?.message);
    const { query } = fixture.emulator.requests.to('/availability').at(-1)!;
    query.delete('Response');
    return Object.fromEntries(query);
  }

  async function refusal(...order: Parameters<typeof ask>): Promise<string> {
    const { error, messages } = await ask(...order);
    assert.equal(error?.code, 'PARAMETER_INVALID');
    assert.deepEqual(messages, []);
    assert.deepEqual(fixture.emulator.requests.all(), [], 'something was sent');
    return error.message;
  }

  describe('come from', () => {
    it('what a person typed', async () => {
      assert.deepEqual(await sentBy({ QuantityMin: fixed('2') }), { QuantityMin: '2' });
    });

    it('the message', async () => {
      assert.deepEqual(await sentBy({ QuantityMin: { type: 'msg', value: 'stock.least' } }, { stock: { least: 3 } }), {
        QuantityMin: '3',
      });
    });

    it('a JSONata expression', async () => {
      const params = { ProductSKUs: { type: 'jsonata', value: '$join(skus, ",")' } };
      assert.deepEqual(await sentBy(params, { skus: ['A', 'B'] }), { ProductSKUs: 'A,B' });
    });

    it('the environment', async () => {
      process.env.DATACONNECT_TEST_LEAST = '4';
      assert.deepEqual(await sentBy({ QuantityMin: { type: 'env', value: 'DATACONNECT_TEST_LEAST' } }), {
        QuantityMin: '4',
      });
      assert.deepEqual(await sentBy({ QuantityMin: fixed(`$\{DATACONNECT_TEST_LEAST}`) }), { QuantityMin: '4' });
      delete process.env.DATACONNECT_TEST_LEAST;
    });

    for (const type of ['flow', 'global'] as const) {
      it(`the ${type} context`, async () => {
        const flow = await fixture.open([
          { id: 'node', type: 'dataconnect-availability', params: { QuantityMin: { type, value: 'least' } } },
        ]);
        flow.node('node').context()[type].set('least', 5);
        const { error } = await flow.ask('node');
        assert.equal(error, undefined);
        assert.equal(fixture.emulator.requests.to('/availability').at(-1)!.query.get('QuantityMin'), '5');
      });
    }
  });

  describe('of msg.params', () => {
    it('fill what the node leaves blank', async () => {
      const sent = await sentBy({ QuantityMin: fixed('1') }, { params: { QuantityMin: 9, QuantityMax: 10 } });
      assert.deepEqual(sent, { QuantityMin: '1', QuantityMax: '10' });
    });

    it('replace what the node sets where it allows that', async () => {
      const sent = await sentBy(
        { QuantityMin: fixed('1') },
        { params: { QuantityMin: 9 } },
        { sending: { override: true } },
      );
      assert.deepEqual(sent, { QuantityMin: '9' });
    });

    it('are refused under a name the endpoint does not know', async () => {
      assert.match(await refusal({}, { params: { QuantityMinimum: 1 } }), /Did you mean QuantityMin\?/);
    });

    it('are refused when they are no object', async () => {
      assert.match(await refusal({}, { params: [1] }), /msg\.params must be an object/);
    });

    it('reach the service whole, whatever is in them', async () => {
      const hostile = 'a&b=c#d?e=%20+"\'<>é🛒/../\\';
      assert.deepEqual(await sentBy({}, { params: { ProductNames: hostile } }), { ProductNames: hostile });
      const inBody = await ask(
        {},
        { params: { ProductNames: hostile } },
        { sending: { method: 'POST', body: 'json' } },
      );
      assert.equal(inBody.error, undefined);
      assert.equal(JSON.parse(fixture.emulator.requests.last()!.body).ProductNames, hostile);
    });

    it('are refused with a line break in a value', async () => {
      assert.match(await refusal({}, { params: { Filename: 'a\r\nSet-Cookie: x' } }), /line break/);
    });
  });

  it('are sent in the body of a POST, as a form', async () => {
    const { error } = await ask({ QuantityMin: fixed('2') }, {}, { sending: { method: 'POST' } });
    assert.equal(error, undefined);
    const request = fixture.emulator.requests.last()!;
    assert.equal(request.method, 'POST');
    assert.equal(request.query.size, 0);
    assert.equal(new URLSearchParams(request.body).get('QuantityMin'), '2');
  });

  it('get the company of the connection', async () => {
    const flow = await fixture.open([{ id: 'node', type: 'dataconnect-availability' }], {
      connection: { companyId: '21090' },
    });
    await flow.ask('node');
    assert.equal(fixture.emulator.requests.to('/availability').at(-1)!.query.get('CompanyID'), '21090');
  });

  it('are refused all at once, before anything is sent', async () => {
    const text = await refusal({
      QuantityMin: fixed('few'),
      ProductType: fixed('Serial'),
      Response: fixed('Csv.Email'),
    });
    assert.match(text, /ProductType must be one of.*QuantityMin must be a whole number.*Email\.To is required/s);
  });

  it('are named when they cannot be read', async () => {
    assert.match(
      await refusal({ ProductSKUs: { type: 'jsonata', value: '$$$(' } }),
      /ProductSKUs could not be read from jsonata/,
    );
  });

  it('are sent in spite of a problem when the person says so, and the message says what was wrong', async () => {
    const { messages } = await ask(
      { QuantityMin: fixed('2') },
      { params: { Colour: 'red' } },
      { sending: { anyway: true } },
    );
    const facts = messages[0]!.dataconnect as { warnings: string[] };
    assert.match(facts.warnings[0]!, /Colour is not a parameter of this endpoint/);
    assert.equal(fixture.emulator.requests.last()!.query.get('Colour'), 'red');
  });

  it('are free in the request node, which takes any path', async () => {
    const flow = await fixture.open([
      { id: 'node', type: 'dataconnect-request', path: '/lists/stores', params: { Anything: fixed('goes') } },
    ]);
    const { messages, error } = await flow.ask('node');
    assert.equal(error, undefined);
    assert.ok((messages[0]!.payload as object[]).length > 3);
    assert.equal(fixture.emulator.requests.last()!.query.get('Anything'), 'goes');
  });

  it('go to the path that overrides the catalogue’s', async () => {
    const { error } = await ask({}, {}, { path: '/lists/stores' });
    assert.equal(error, undefined);
    assert.equal(fixture.emulator.requests.last()!.path, '/lists/stores');
  });
});
