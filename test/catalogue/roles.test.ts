import assert from 'node:assert/strict';
import {
  type Endpoint,
  edgeOf,
  endpointById,
  endpoints,
  type Late,
  locationFilters,
  type Parameter,
  rangesOf,
  usualRange,
} from '../../nodes/catalogue';
import { keyOf } from '../../nodes/catalogue/entry';
import { catalogue } from '../../nodes/catalogue/schema';
import { everyParameter, slips } from './flat';

const isDate = ({ format }: Parameter): boolean => format === 'date' || format === 'date-time';
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
    assert.ok(endpoints.filter(({ range }) => range).length >= 77);
    for (const { range, parameters, repeatable, id } of endpoints) {
      const [one, ...others] = rangesOf(parameters);
      if (others.length === 0) assert.deepEqual(range, repeatable === false ? undefined : one, id);
    }
    assert.equal(endpointById('import-traffic-count')?.range, undefined);
  });

  it('is named where the endpoint has several, if it is one of them', () => {
    assert.deepEqual(endpointById('customer-list')?.range, usualRange);
    assert.equal(endpointById('activity-tracking')?.range, undefined);
    assert.equal(endpointById('charge-back-summary')?.range, undefined);
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

describe('the key of a record', () => {
  const partsOf = ({ variants, ...whole }: Endpoint) => variants ?? [whole];

  it('is known of every list that has columns', () => {
    const lists = endpoints.filter(({ domain, columns }) => domain === 'lists' && columns.length > 0);
    assert.ok(lists.length > 20);
    assert.deepEqual(
      lists.filter(({ key }) => !key).map(({ id }) => id),
      [],
    );
  });

  it('is known of the reports that are asked for most', () => {
    const columnsOf = (id: string) => partsOf(endpointById(id)!)[0]?.key?.columns;
    assert.deepEqual(columnsOf('sales-by-invoice'), ['SaleInvoiceID']);
    assert.deepEqual(columnsOf('product-detail'), ['SaleInvoiceProduct_RowID']);
    assert.deepEqual(columnsOf('partner-stat-flo-product-detail'), ['SaleInvoiceProduct_RowID']);
    assert.deepEqual(columnsOf('customer-list'), ['CustomerID']);
    assert.equal(columnsOf('inventory-listing'), undefined, 'nothing makes it plain');
  });

  it('is said to be inferred where no documentation names it', () => {
    const keys = endpoints.flatMap((endpoint) => partsOf(endpoint).flatMap(({ key }) => key ?? []));
    assert.ok(keys.length > 80);
    assert.equal(endpointById('sales-by-invoice')?.key?.evidence, 'inferred');
  });

  it('is named part by part where the answer has several forms, as not every form has its columns', () => {
    assert.deepEqual(
      endpoints.filter(({ key, variants }) => key && variants).map(({ id }) => id),
      [],
    );
  });
});

describe('what comes after its day', () => {
  it('can be asked for by a moment where one of these is there', () => {
    const parameters = {
      'customer-list': 'StartDateLastModified',
      'customer-delta': 'StartDate',
      'deltas-customers': 'StartDate',
      'bridge-table-delta': 'RowDateTime',
    };
    for (const [id, name] of Object.entries(parameters)) assert.equal(endpointById(id)?.cursor?.parameter, name);
    assert.deepEqual(endpointById('bridge-table-data')?.cursor?.columns, ['RowUpdated', 'RowInserted']);
  });

  it('is nothing for changes, which are of the moment they were made, and unbounded for what is settled later', () => {
    assert.equal(endpointById('deltas-customers')?.late?.days, 0);
    assert.equal(endpointById('vendor-rebate-history')?.late?.days, null);
  });

  it('is what tills that were offline bring, and corrections: of all sales, with no bound', () => {
    for (const id of ['sales-by-invoice', 'product-detail', 'tax-details', 'partner-envysion-sale-invoice-taxes']) {
      assert.deepEqual(endpointById(id)?.late, { days: null, evidence: 'inferred' }, id);
    }
  });

  it('is said of every endpoint with a range, if only that nothing is known of it', () => {
    const ranged = endpoints.filter(({ range }) => range);
    assert.deepEqual(
      ranged.filter(({ late }) => !late).map(({ id }) => id),
      [],
    );
    assert.deepEqual(endpointById('inventory-removal-history')?.late, { days: null, evidence: 'unknown' });
    assert.equal(endpointById('list-stores')?.late, undefined, 'its records have no day');
  });
});

describe('the schema', () => {
  const good = endpointById('trade-in-activity')!;
  const withParameters = (change: (parameter: Parameter) => Partial<Parameter>): Endpoint => ({
    ...good,
    parameters: good.parameters.map((parameter) => ({ ...parameter, ...change(parameter) })),
  });
  const parted = endpointById('completed-rmas')!;
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
    'a key of a column that is not there': [{ ...good, key: keyOf('SaleInvoiceID', 'LineID') }, /LineID/],
    'a key of no column': [{ ...good, key: keyOf() }, />=1 items/],
    'a key of a part whose column another part has': [
      { ...parted, variants: parted.variants!.map((part) => ({ ...part, key: keyOf('TotalOnRMA') })) },
      /RMADetail.*TotalOnRMA/,
    ],
    'a cursor whose parameter is not there': [
      { ...good, cursor: { parameter: 'ModifiedSince', evidence: 'observed' } },
      /ModifiedSince/,
    ],
    'a cursor by a column that is not there': [
      { ...good, cursor: { columns: ['RowUpdated'], evidence: 'observed' } },
      /RowUpdated/,
    ],
    'a cursor by nothing': [{ ...good, cursor: { evidence: 'observed' } }, /cursor/],
    'lateness of less than no day': [{ ...good, late: { days: -1, evidence: 'observed' } }, />=0/],
    'a role without its evidence': [{ ...good, late: { days: 1 } as Late }, /evidence|expected/i],
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
