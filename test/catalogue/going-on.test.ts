import assert from 'node:assert/strict';
import { endpointById, endpoints } from '../../nodes/catalogue';
import { goesOnBy, knownKeyOf, rangeColumnOf, waysToGoOn } from '../../nodes/catalogue/going-on';

const byId = (id: string) => endpointById(id)!;
const none = () => undefined;

describe('how a run goes on from an earlier one', () => {
  it('is known of every endpoint that takes a start and a stop, but for the one that sends data in', () => {
    const names = ['StartDate', 'StopDate'];
    const ranged = endpoints.filter(({ parameters }) =>
      names.every((name) => parameters.some((parameter) => parameter.name === name)),
    );
    assert.equal(ranged.length, 78);
    const without = ranged.filter((endpoint) => !waysToGoOn(endpoint).includes('new'));
    assert.deepEqual(
      without.map(({ id }) => id),
      ['import-traffic-count'],
    );
    assert.deepEqual(waysToGoOn(byId('import-traffic-count')), []);
  });

  it('takes bare days for two of them, and a time for all others', () => {
    const ofDays = endpoints.filter((endpoint) => goesOnBy(endpoint)?.takes === 'date').map(({ id }) => id);
    assert.deepEqual(ofDays, ['trade-in-activity', 'customer-delta']);
  });

  it('is by changes where these can be asked for', () => {
    assert.deepEqual(goesOnBy(byId('customer-list')), {
      start: 'StartDateLastModified',
      stop: 'StopDateLastModified',
      takes: 'date-time',
      of: 'changes',
      evidence: 'observed',
      beside: ['StartDate', 'StopDate'],
    });
    assert.equal(goesOnBy(byId('deltas-customers'))?.of, 'changes');
    assert.equal(goesOnBy(byId('bridge-table-delta'))?.stop, undefined);
    assert.deepEqual(goesOnBy(byId('sales-by-invoice')), {
      start: 'StartDate',
      stop: 'StopDate',
      takes: 'date-time',
      of: 'records',
      evidence: 'documented',
      beside: [],
    });
  });

  it('is by comparing whole answers for lists, master lists and customers, and never for a range of reports', () => {
    for (const id of ['list-stores', 'list-product-identifiers', 'location-master-list', 'inventory-listing']) {
      assert.deepEqual(waysToGoOn(byId(id)), ['changes'], id);
    }
    assert.deepEqual(waysToGoOn(byId('customer-list')), ['new', 'changes']);
    assert.deepEqual(waysToGoOn(byId('sales-by-invoice')), ['new']);
    assert.deepEqual(waysToGoOn(byId('version')), []);
  });

  it('says by which column a record lies in the range, and that this is inferred, or not known', () => {
    assert.deepEqual(rangeColumnOf(byId('sales-by-invoice'), none), { name: 'DateCreated', evidence: 'inferred' });
    assert.deepEqual(rangeColumnOf(byId('stale-inventory'), none), { name: undefined, evidence: 'unknown' });
    const detail = byId('product-detail');
    assert.equal(rangeColumnOf(detail, () => '1').name, 'DateCreated');
    assert.equal(rangeColumnOf(detail, () => '2').name, undefined);
  });

  it('has the key of the form that is asked for', () => {
    assert.deepEqual(knownKeyOf(byId('sales-by-invoice'), none), { columns: ['SaleInvoiceID'], evidence: 'inferred' });
    assert.deepEqual(knownKeyOf(byId('product-detail'), () => '1')?.columns, ['SaleInvoiceProduct_RowID']);
    assert.equal(
      knownKeyOf(byId('product-detail'), () => '2'),
      undefined,
    );
  });
});
