import assert from 'node:assert/strict';
import { type Endpoint, endpointById, endpoints } from '../../nodes/catalogue';
import { locationFilters } from '../../nodes/catalogue/roles';
import { slips } from './flat';

const idOf = (endpoint: Endpoint): string => endpoint.id;
const dated = endpoints.filter((endpoint) => endpoint.recordDate !== undefined);
const located = endpoints.filter((endpoint) => endpoint.recordLocation !== undefined);

describe('the columns that say where a record belongs', () => {
  it('are known for the reports that grow past the row limit', () => {
    assert.equal(endpointById('invoice-history')?.recordDate, 'DateCreated');
    const [lines, taxes] = endpointById('product-detail')?.variants ?? [];
    assert.deepEqual([lines?.recordDate, taxes?.recordDate], ['DateCreated', undefined]);
    assert.equal(endpointById('sales-extended-detail')?.recordDate, 'DateCreated');
    assert.equal(endpointById('inventory-listing')?.recordLocation, 'StoreName');
  });

  it('are columns of the answer, the first one a date', () => {
    const isDate = ({ columns, recordDate }: Endpoint): boolean =>
      columns.some(({ name, format }) => name === recordDate && (format === 'date' || format === 'date-time'));
    const isColumn = ({ columns, recordLocation }: Endpoint): boolean =>
      columns.some(({ name }) => name === recordLocation);
    assert.deepEqual(
      slips(dated, (endpoint) => !isDate(endpoint), idOf),
      [],
    );
    assert.deepEqual(
      slips(located, (endpoint) => !isColumn(endpoint), idOf),
      [],
    );
  });

  it('are named only where the request has the dates or the locations to cut by', () => {
    const hasWindow = ({ range }: Endpoint): boolean => range !== undefined;
    const hasLocations = ({ parameters }: Endpoint): boolean => locationFilters(parameters).length > 0;
    assert.deepEqual(
      slips(dated, (endpoint) => !hasWindow(endpoint), idOf),
      [],
    );
    assert.deepEqual(
      slips(located, (endpoint) => !hasLocations(endpoint), idOf),
      [],
    );
  });

  it('are columns of the part of a report that names them', () => {
    const parts = endpoints.flatMap(({ id, variants = [] }) => variants.map((part) => ({ id, ...part })));
    const named = parts.filter(({ recordDate }) => recordDate !== undefined);
    assert.ok(named.length > 0);
    assert.deepEqual(
      slips(
        named,
        ({ columns, recordDate }) => !columns.some(({ name, format }) => name === recordDate && format !== undefined),
        ({ id }) => id,
      ),
      [],
    );
  });

  it('are named part by part where the answer has several forms, as not every form has them', () => {
    assert.deepEqual(
      slips([...dated, ...located], (endpoint) => endpoint.variants !== undefined, idOf),
      [],
    );
  });
});

describe('a report of totals', () => {
  const totals = endpoints.filter(({ id }) =>
    /product-summary$|sales-by-(category|customer|employee|location)$|daily-sales-summary$|coupon-summary$|performance-metrix|time-and-attendance|purchase-history|tax-collected|stale-inventory/.test(
      id,
    ),
  );

  it('is never cut by date: the sums of the parts are not the sum of the whole', () => {
    assert.ok(totals.length >= 14, `${totals.length} reports`);
    assert.deepEqual(
      slips(totals, (endpoint) => endpoint.recordDate !== undefined, idOf),
      [],
    );
  });

  it('is never cut by location', () => {
    assert.deepEqual(
      slips(totals, (endpoint) => endpoint.recordLocation !== undefined, idOf),
      [],
    );
  });
});

describe('a request that sends data in', () => {
  it('is never cut: it would send the count once per window', () => {
    assert.equal(endpointById('import-traffic-count')?.recordDate, undefined);
  });
});
