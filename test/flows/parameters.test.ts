import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import type { FlowNode, Outcome } from './node-red';

type Stored = { type: string; value: string; optional?: boolean };

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

    it('stand for a source that has nothing, or cannot be read, where they replace it', async () => {
      const params = {
        QuantityMin: { type: 'msg', value: 'stroe' },
        QuantityMax: { type: 'jsonata', value: '$nope(' },
        ProductSKUs: fixed(`$\{DC_NOPE}`),
      };
      const brought = { QuantityMin: 1, QuantityMax: 2, ProductSKUs: 'A' };
      assert.deepEqual(await sentBy(params, { params: brought }, { sending: { override: true } }), {
        QuantityMin: '1',
        QuantityMax: '2',
        ProductSKUs: 'A',
      });
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

  describe('whose source has nothing', () => {
    const nothing: Array<[what: string, stored: Stored, msg: Record<string, unknown>, named: RegExp]> = [
      ['a misspelt property', { type: 'msg', value: 'stroe' }, { store: 3 }, /QuantityMin has no value: msg\.stroe/],
      ['a path that breaks off', { type: 'msg', value: 'filter.least' }, {}, /msg\.filter\.least/],
      ['a path through null', { type: 'msg', value: 'filter.least' }, { filter: null }, /msg\.filter\.least/],
      ['a path by another property', { type: 'msg', value: 'filter[msg.which]' }, { filter: {} }, /msg\.filter\[msg/],
      ['an empty text', { type: 'msg', value: 'least' }, { least: '' }, /msg\.least is empty/],
      ['spaces', { type: 'msg', value: 'least' }, { least: ' \t\u00a0' }, /msg\.least is empty/],
      ['null', { type: 'msg', value: 'least' }, { least: null }, /msg\.least is empty/],
      ['NaN', { type: 'msg', value: 'least' }, { least: Number.NaN }, /msg\.least is empty/],
      ['a date that is none', { type: 'msg', value: 'least' }, { least: new Date(Number.NaN) }, /msg\.least is empty/],
      ['an empty list', { type: 'msg', value: 'least' }, { least: [] }, /msg\.least is empty/],
      ['a list of nothing', { type: 'msg', value: 'least' }, { least: [null, '', ' '] }, /msg\.least is empty/],
      ['a flow variable that is not there', { type: 'flow', value: 'laest' }, {}, /flow\.laest is empty/],
      ['a path into one', { type: 'flow', value: 'filter.least' }, {}, /flow\.filter\.least is empty/],
      ['a global variable that is not there', { type: 'global', value: 'laest' }, {}, /global\.laest is empty/],
      ['a variable of another store', { type: 'flow', value: '#:(memory)::laest' }, {}, /flow\.\(memory\) laest/],
      ['an environment variable that is not set', { type: 'env', value: 'DC_NOPE' }, {}, /env DC_NOPE is empty/],
      ['a text with one in it', { type: 'env', value: `1$\{DC_NOPE}` }, {}, /env 1\$\{DC_NOPE\} is empty/],
      ['an expression without a result', { type: 'jsonata', value: 'laest' }, {}, /jsonata laest is empty/],
      ['nothing but spaces typed', { type: 'fixed', value: '  ' }, {}, /" +" is empty/],
    ];
    for (const [what, stored, msg, named] of nothing) {
      it(`stop the run and are named: ${what}`, async () => {
        assert.match(await refusal({ QuantityMin: stored, ProductSKUs: fixed('A') }, msg), named);
      });

      it(`are left out where the row says that it may be missing: ${what}`, async () => {
        const params = { QuantityMin: { ...stored, optional: true }, ProductSKUs: fixed('A') };
        assert.deepEqual(await sentBy(params, msg), { ProductSKUs: 'A' });
      });
    }

    it('are not confused with zero and no', async () => {
      const params = { QuantityMin: { type: 'msg', value: 'least' }, ByLocation: { type: 'msg', value: 'apart' } };
      assert.deepEqual(await sentBy(params, { least: 0, apart: false }), { QuantityMin: '0', ByLocation: 'false' });
    });

    it('are filled by msg.params', async () => {
      const params = { QuantityMin: { type: 'msg', value: 'stroe' } };
      assert.deepEqual(await sentBy(params, { params: { QuantityMin: 3 } }), { QuantityMin: '3' });
    });

    it('are nothing wrong where the field is just blank', async () => {
      assert.deepEqual(await sentBy({ QuantityMin: fixed('') }), {});
    });

    it('stop the run where the environment made the field blank', async () => {
      process.env.DC_TEST_EMPTY = '';
      assert.match(await refusal({ QuantityMin: fixed(`$\{DC_TEST_EMPTY}`) }), /env DC_TEST_EMPTY is empty/);
      delete process.env.DC_TEST_EMPTY;
    });

    it('stop the request node, too', async () => {
      const flow = await fixture.open([
        {
          id: 'node',
          type: 'dataconnect-request',
          path: '/lists/stores',
          params: { Store: { type: 'msg', value: 'stroe' } },
        },
      ]);
      const { error } = await flow.ask('node');
      assert.match(error!.message, /Store has no value: msg\.stroe/);
      assert.deepEqual(fixture.emulator.requests.all(), []);
    });

    it('stop the run even when it is to send anyway', async () => {
      const params = { QuantityMin: { type: 'msg', value: 'stroe' } };
      assert.match(await refusal(params, {}, { sending: { anyway: true } }), /msg\.stroe/);
    });

    it('are told apart from what cannot be read', async () => {
      assert.match(await refusal({ QuantityMin: { type: 'msg', value: 'a[b' } }, { a: 1 }), /could not be read from/);
      const fault = await refusal({ QuantityMin: { type: 'jsonata', value: '$nope(1)' } });
      assert.doesNotMatch(fault, /\[object/);
      assert.match(fault, /non-function/);
      const thrown = await refusal({ QuantityMin: { type: 'jsonata', value: '$error("no store today")' } });
      assert.match(thrown, /no store today/);
    });
  });

  describe('with an environment variable in the text', () => {
    it('are refused where it is not set, and it is named', async () => {
      assert.match(
        await refusal({ ProductSKUs: fixed(`$\{DC_NOPE}`) }),
        /environment variable DC_NOPE, which is not set/,
      );
      assert.match(await refusal({ ProductSKUs: fixed('$(DC_NOPE)') }), /DC_NOPE/);
    });

    it('are refused where it stands in a longer text, which Node-RED leaves as it is', async () => {
      process.env.DC_TEST_SKU = 'B';
      assert.match(await refusal({ ProductSKUs: fixed(`A,$\{DC_TEST_SKU}`) }), /DC_TEST_SKU inside a longer text/);
      const params = { ProductSKUs: { type: 'env', value: `A,$\{DC_TEST_SKU}` } };
      assert.deepEqual(await sentBy(params), { ProductSKUs: 'A,B' });
      delete process.env.DC_TEST_SKU;
    });
  });

  it('are refused with a character inside that nobody sees', async () => {
    assert.match(
      await refusal({ ProductSKUs: fixed('A\u200b1') }),
      /ProductSKUs has a character in it that cannot be seen \(U\+200B\)/,
    );
  });

  it('lose what nobody sees at the ends of what was pasted', async () => {
    const pasted = '\u200bA1,\ufeffB2\u00a0,C3\u2060';
    assert.deepEqual(await sentBy({ ProductSKUs: fixed(pasted) }), { ProductSKUs: 'A1,B2,C3' });
    assert.deepEqual(await sentBy({}, { params: { ProductSKUs: pasted, QuantityMin: '\u200b2\ufeff' } }), {
      ProductSKUs: 'A1,B2,C3',
      QuantityMin: '2',
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

  it('go out of the request node as they are, also those that every endpoint has', async () => {
    const given = {
      'Email.To': 'a@b.c;c@d.e',
      'Email.Compress': 'True',
      'CSV.Headers': '0',
      Day: '2019-06-05',
      When: 'yesterday',
      Codes: ' 1, 02 ,\u200b3',
    };
    const flow = await fixture.open([
      {
        id: 'node',
        type: 'dataconnect-request',
        path: '/lists/stores',
        params: Object.fromEntries(Object.entries(given).map(([name, value]) => [name, fixed(value)])),
      },
    ]);
    const { error } = await flow.ask('node', { params: { Flag: false, List: [1, 'x'], Response: 'json' } });
    assert.equal(error, undefined, error?.message);
    const sent = Object.fromEntries(fixture.emulator.requests.last()!.query);
    assert.deepEqual(sent, { ...given, Flag: 'false', List: '1,x', Response: 'json' });
  });

  it('say of a day what instant it goes out as, where the service takes instants', async () => {
    const params = {
      StartDate: fixed('2026-06-05'),
      StopDate: fixed('2026-06-05'),
      CategoryNumber: fixed('10'),
    };
    const flow = await fixture.open([{ id: 'node', type: 'dataconnect-product-summary', params }]);
    const { messages, error } = await flow.ask('node');
    assert.equal(error, undefined, error?.message);
    const { query } = fixture.emulator.requests.last()!;
    const { parameters, period } = messages[0]!.dataconnect as Record<string, Record<string, string>>;
    assert.deepEqual(period, { from: '2026-06-05T00:00:00.000', before: '2026-06-05T23:59:59.998' });
    for (const [name, text] of [
      ['StartDate', '2026-06-05T00:00:00.000'],
      ['StopDate', '2026-06-05T23:59:59.997'],
    ] as const) {
      assert.equal(query.get(name), text);
      assert.equal(parameters![name], text);
    }
  });

  it('go to the path that overrides the catalogue’s', async () => {
    const { error } = await ask({}, {}, { path: '/lists/stores' });
    assert.equal(error, undefined);
    assert.equal(fixture.emulator.requests.last()!.path, '/lists/stores');
  });
});
