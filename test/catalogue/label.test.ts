import assert from 'node:assert/strict';
import { endpointById, labelOf, paletteLabel } from '../../nodes/catalogue';

describe('the label of a parameter', () => {
  const labels: [name: string, label: string][] = [
    ['StartDate', 'Start date'],
    ['LocationTypeIDs', 'Location type IDs'],
    ['ProductSKUs', 'Product SKUs'],
    ['PurchaseOrderIDByStore', 'Purchase order ID by store'],
    ['CompanyId', 'Company ID'],
    ['PONumber', 'PO number'],
    ['SearchCriteria2', 'Search criteria 2'],
    ['QtyThreshold', 'Quantity threshold'],
    ['CSV.FileExtension', 'CSV file extension'],
    ['Email', 'Email'],
    ['address', 'address'],
    ['', ''],
  ];

  for (const [name, label] of labels) {
    it(`reads "${label}" for ${name || 'an empty name'}`, () => assert.equal(labelOf({ name }), label));
  }

  it('is the one the catalogue gives, where it gives one', () => {
    assert.equal(labelOf({ name: 'SBState', label: 'RMA state' }), 'RMA state');
  });
});

describe('the palette label of an endpoint', () => {
  const label = (id: string) => paletteLabel(endpointById(id)!);

  it('is the title where that is short', () => assert.equal(label('invoice-history'), 'Invoice history'));

  it('is a shorter one where the title is long', () => {
    assert.equal(label('receiving-invoice-history-by-product'), 'Receiving by product');
  });
});
