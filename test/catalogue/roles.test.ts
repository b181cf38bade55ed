import assert from 'node:assert/strict';
import { type Endpoint, endpointById, endpoints, type Parameter } from '../../nodes/catalogue';
import { edgeOf, locationFilters, rangesOf, usualRange } from '../../nodes/catalogue/roles';
import { catalogue } from '../../nodes/catalogue/schema';
import { everyParameter, slips } from './flat';

const isDate = ({ format }: Parameter): boolean => format === 'date' || format === 'date-time';
const parameterOf = ({ parameters }: Endpoint, wanted: string) => parameters.find(({ name }) => name === wanted);
const nameOf = ({ name }: { name: string }): string => name;

describe('a range of dates', () => {
  it('is known of every date that ends one', () => {
    const dates = everyParameter.filter(({ parameter }) => isDate(parameter));
    const ends = (name: string) => /stop|end|until|before|^to/i.test(name);
    assert.deepEqual(
      slips(dates, ({ parameter }) => ends(parameter.name) !== (edgeOf(parameter) === 'stop'), nameOf),
      [],
    );
  });

  it('is what a run is cut by where the endpoint has one, and does not send data in', () => {
    const taken = endpoints.filter(({ range }) => range !== undefined);
    assert.equal(taken.length, 77);
    for (const { range } of taken) assert.deepEqual(range, usualRange);
    const others = endpoints.filter(({ range, parameters }) => !range && rangesOf(parameters).length > 0);
    assert.deepEqual(
      others.map(({ id }) => id),
      ['activity-tracking', 'charge-back-summary', 'import-traffic-count'],
    );
  });

  it('takes a time but for two endpoints', () => {
    const days = endpoints.filter((each) => each.range && parameterOf(each, each.range.start)?.format === 'date');
    assert.deepEqual(
      days.map(({ id }) => id),
      ['trade-in-activity', 'customer-delta'],
    );
  });
});

describe('the filter by location', () => {
  it('is known of all ids that narrow a request to a level of the company tree', () => {
    const ids = everyParameter.filter(
      ({ endpoint, parameter }) =>
        /^(LocationTypeIDs|ForWhoIDs?|LocationEntityIDs)$/.test(parameter.name) && endpoint.domain !== 'lists',
    );
    assert.ok(ids.length > 100);
    assert.deepEqual(
      slips(ids, ({ parameter }) => !parameter.locationFilter, nameOf),
      [],
    );
  });

  it('goes by the one that the service goes by where both are sent', () => {
    const names = locationFilters(endpointById('product-detail')!.parameters).map(nameOf);
    assert.deepEqual(names, ['LocationTypeIDs', 'ForWhoIDs']);
  });
});

describe('the schema', () => {
  const good = endpointById('trade-in-activity')!;
  const withParameters = (change: (parameter: Parameter) => Partial<Parameter>): Endpoint => ({
    ...good,
    parameters: good.parameters.map((parameter) => ({ ...parameter, ...change(parameter) })),
  });
  const stop = ({ name }: Parameter) => name === 'StopDate';
  const refused: Record<string, [Endpoint, RegExp]> = {
    'a range whose start is no parameter': [{ ...good, range: { start: 'FromDate', stop: 'StopDate' } }, /FromDate/],
    'a range whose stop is no parameter': [{ ...good, range: { start: 'StartDate', stop: 'ToDate' } }, /ToDate/],
    'a range that no pair of dates makes': [{ ...good, range: { start: 'StopDate', stop: 'StartDate' } }, /StartDate/],
    'a stop that is started by no parameter': [
      withParameters((each) => (stop(each) ? { startedBy: 'FromDate' } : {})),
      /FromDate/,
    ],
    'a range that starts with a day and stops at a time': [
      withParameters((each) => (stop(each) ? { format: 'date-time' } : {})),
      /StopDate/,
    ],
    'a range of texts': [withParameters(() => ({ format: undefined })), /StopDate/],
    'a location filter without a list of its ids': [
      withParameters((each) => (each.locationFilter ? { lookup: undefined } : {})),
      /LocationTypeIDs/,
    ],
    'a location filter whose level is no parameter': [
      { ...good, parameters: good.parameters.filter(({ name }) => name !== 'LocationType') },
      /LocationType\b/,
    ],
  };

  it('accepts the entry that these are made of', () => {
    assert.ok(catalogue.safeParse([good]).success);
  });

  for (const [what, [entry, named]] of Object.entries(refused)) {
    it(`refuses ${what}, and names it`, () => {
      const { error } = catalogue.safeParse([entry]);
      assert.match(error?.issues.map(({ message }) => message).join() ?? 'accepted', named);
    });
  }
});
