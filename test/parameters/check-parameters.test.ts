import assert from 'node:assert/strict';
import { endpointById } from '../../nodes/catalogue/index';
import { allParameters } from '../../nodes/catalogue/shared-parameters';
import { checkParameters, isRefused } from '../../nodes/parameters/check-parameters';
import { ParameterError } from '../../nodes/parameters/parameter-error';

const clock = { now: new Date('2026-03-11T15:00:00Z'), zone: 'America/Chicago' };

function check(id: string, given: object, { anyway = false, open = false } = {}) {
  const endpoint = endpointById(id);
  assert.ok(endpoint, `no endpoint ${id}`);
  const rules = { parameters: allParameters(endpoint), open };
  const { sent, problems } = checkParameters(new Map(Object.entries(given)), rules, clock);
  if (problems.some((problem) => isRefused(problem, anyway))) throw new ParameterError(endpoint.title, problems);
  return { sent: [...sent], problems };
}

function refusal(id: string, given: Record<string, unknown>, more: { anyway?: boolean } = {}): string {
  try {
    check(id, given, more);
  } catch (error) {
    assert.ok(error instanceof ParameterError);
    assert.equal(error.code, 'PARAMETER_INVALID');
    return error.message;
  }
  assert.fail('it was accepted');
}

const sentBy = (id: string, given: Record<string, unknown>) => Object.fromEntries(check(id, given).sent);

describe('parameters before they are sent', () => {
  describe('a name the endpoint does not know', () => {
    it('is refused with the name that was meant', () => {
      assert.match(refusal('availability', { ComplanyID: 4 }), /ComplanyID.*Did you mean CompanyID\?/);
      assert.match(refusal('availability', { productskus: 'A' }), /Did you mean ProductSKUs\?/);
    });

    it('is refused with a documented misspelling resolved', () => {
      assert.match(refusal('availability', { LocationTypeID: 4 }), /Did you mean LocationTypeIDs\?/);
    });

    it('is refused with all names where none is near', () => {
      assert.match(refusal('availability', { Colour: 'red' }), /It takes: .*ProductSKUs/);
    });

    it('is sent by the request node', () => {
      assert.deepEqual(check('availability', { Colour: 'red' }, { open: true }).sent, [['Colour', 'red']]);
    });

    it('does no harm when it is a name of Object.prototype', () => {
      const given = JSON.parse('{"__proto__":"x","constructor":"y"}') as object;
      assert.throws(() => check('availability', given), /__proto__.*constructor/s);
    });
  });

  describe('a value of the wrong type', () => {
    const wrong: Array<[string, unknown, RegExp]> = [
      ['QuantityMin', 'many', /QuantityMin must be a whole number, not "many"/],
      ['QuantityMin', 1.5, /QuantityMin must be a whole number/],
      ['ByLocation', 'perhaps', /ByLocation must be true or false/],
      ['CatalogItemIDs', 'no-guid', /CatalogItemIDs must be a GUID/],
      ['LocationTypeIDs', '1;2', /LocationTypeIDs must be whole numbers separated by commas/],
      [
        'ProductType',
        'Serialised',
        /must be one of Serialized, Non-Serialized, not "Serialised"\. Did you mean Serialized\?/,
      ],
      ['ProductNames', { name: 'x' }, /ProductNames cannot be sent: an object/],
      ['ProductNames', ['a,b', 'c'], /ProductNames is a list separated by commas, so the item "a,b"/],
      ['QuantityMin', Number.NaN, /QuantityMin cannot be sent: NaN/],
    ];
    for (const [name, value, message] of wrong) {
      it(`${name} = ${JSON.stringify(value)}`, () => assert.match(refusal('availability', { [name]: value }), message));
    }

    it('is named together with every other problem', () => {
      const text = refusal('availability', { QuantityMin: 'x', ByLocation: 'y', Colour: 'z' });
      for (const name of ['QuantityMin', 'ByLocation', 'Colour']) assert.match(text, new RegExp(name));
    });
  });

  describe('a value of the right type', () => {
    it('is written as the service reads it', () => {
      const sent = sentBy('availability', {
        QuantityMin: 2,
        ByLocation: true,
        LocationTypeIDs: [1, 2],
        ProductSKUs: ' A1 ',
        ProductType: 'serialized',
      });
      assert.deepEqual(sent, {
        LocationTypeIDs: '1,2',
        ProductType: 'Serialized',
        ByLocation: 'true',
        ProductSKUs: ' A1 ',
        QuantityMin: '2',
      });
    });

    it('may be one of the words for all', () => {
      assert.equal(sentBy('availability', { LocationTypeIDs: '*' }).LocationTypeIDs, '*');
      assert.equal(sentBy('availability', { LocationTypeIDs: -1 }).LocationTypeIDs, '-1');
    });

    it('keeps every digit of a large number', () => {
      assert.equal(sentBy('availability', { QuantityMin: 1e18 }).QuantityMin, '1000000000000000000');
    });

    it('counts as not given when it is blank', () => {
      assert.deepEqual(
        sentBy('availability', { QuantityMin: '', ProductSKUs: null, BarCodes: [], VendorSKUs: undefined }),
        {},
      );
    });
  });

  describe('dates', () => {
    it('are resolved in the time zone of the connection', () => {
      const sent = sentBy('customer-delta', { StartDate: 'yesterday', StopDate: 'yesterday' });
      assert.deepEqual(sent, { StartDate: '2026-03-10', StopDate: '2026-03-10' });
    });

    it('may be Date objects and milliseconds, as an inject node gives them', () => {
      const start = new Date('2026-03-01T00:00:00Z');
      const sent = sentBy('deltas-customers', { StartDate: start, StopDate: start.getTime() + 1 });
      assert.deepEqual(sent, { StartDate: '2026-03-01T00:00:00.000Z', StopDate: '2026-03-01T00:00:00.001Z' });
    });

    it('are refused in the wrong order', () => {
      const text = refusal('deltas-customers', { StartDate: '2026-03-02', StopDate: '2026-03-01' });
      assert.match(text, /StopDate .* is before StartDate/);
    });

    it('are refused when there is no such day', () => {
      assert.match(
        refusal('deltas-customers', { StartDate: '2026-02-30', StopDate: '2026-03-01' }),
        /StartDate must be a date/,
      );
    });
  });

  describe('line breaks and half characters', () => {
    it('are refused, also when sending anyway', () => {
      assert.match(refusal('availability', { Filename: 'a\r\nX: y' }), /Filename has a line break.*a\\r\\nX: y/);
      assert.match(refusal('availability', { Filename: 'a\r\nX: y' }, { anyway: true }), /Filename has a line break/);
      assert.match(refusal('availability', { ProductNames: '\ud800' }), /half a character/);
    });

    it('do not forbid a tab as delimiter', () => {
      assert.equal(sentBy('availability', { 'CSV.Delimiter': '\t' })['CSV.Delimiter'], '\t');
    });
  });

  describe('required parameters', () => {
    it('are named when they are missing', () => {
      assert.match(refusal('deltas-customers', {}), /StartDate is required.*StopDate is required/);
    });

    it('may be left out when the person sends anyway', () => {
      const { sent, problems } = check('deltas-customers', { StopDate: 'today' }, { anyway: true });
      assert.equal(sent.length, 1);
      assert.deepEqual(
        problems.map(({ kind, facts }) => [kind, facts.field]),
        [['missing', 'StartDate']],
      );
    });

    it('include the recipient of an e-mail, also when sending anyway', () => {
      assert.match(refusal('availability', { Response: 'Csv.Email' }), /Email\.To is required/);
      assert.match(refusal('availability', { Response: 'Csv.Email' }, { anyway: true }), /Email\.To is required/);
      assert.match(refusal('availability', { Response: 'Csv.Email', 'Email.To': 'nobody' }), /e-mail addresses/);
      assert.equal(
        sentBy('availability', { Response: 'Csv.Email', 'Email.To': 'a@x.org; b@x.org' })['Email.To'],
        'a@x.org,b@x.org',
      );
    });
  });
});
