import assert from 'node:assert/strict';
import { suggestKeys } from '../../../nodes/incremental/keys/suggest-keys';
import type { DataRecord } from '../../../nodes/record';

/** Lines of invoices, three on each. */
const lines = (count: number): DataRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    Store: `Store ${index % 4}`,
    DateCreated: new Date(Date.UTC(2026, 0, 1) + index * 61_000).toISOString().slice(0, -1),
    SaleInvoiceID: 1000 + Math.floor(index / 3),
    LineID: index % 3,
    Price: index + 0.5,
    Comments: index % 2 ? '' : `Remark ${index}`,
  }));

const keysOf = (records: readonly DataRecord[]) => suggestKeys(records).keys.map(({ columns }) => columns);

describe('the key that an answer suggests', () => {
  it('is the one column that is different in every record', () => {
    const records = lines(30).map((record, index) => ({ ...record, SaleInvoiceProduct_RowID: `${index}-a` }));
    assert.deepEqual(keysOf(records)[0], ['SaleInvoiceProduct_RowID']);
  });

  it('is several columns where one alone is not enough', () => {
    const records = lines(60).map(({ DateCreated: _, ...record }) => record);
    assert.deepEqual(keysOf(records)[0], ['SaleInvoiceID', 'LineID']);
  });

  it('is three columns at most', () => {
    const four = Array.from({ length: 81 }, (_, index) => ({
      A: index % 3,
      B: Math.floor(index / 3) % 3,
      C: Math.floor(index / 9) % 3,
      D: Math.floor(index / 27),
    }));
    assert.deepEqual(keysOf(four), []);
    assert.deepEqual(keysOf(four.slice(0, 27)), [['A', 'B', 'C']]);
  });

  it('holds no smaller key', () => {
    const keys = keysOf(lines(60));
    assert.ok(keys.length > 0);
    for (const key of keys) {
      const within = keys.filter((other) => other !== key && other.every((name) => key.includes(name)));
      assert.deepEqual(within, []);
    }
  });

  it('is no column that is ever empty, nor an amount', () => {
    for (const empty of [null, undefined, '', ' ']) {
      const records = lines(30).map((record, index) => ({ ...record, ID: index === 17 ? (empty as null) : index }));
      assert.ok(!keysOf(records).flat().includes('ID'), JSON.stringify(empty));
    }
    const lacking = lines(30).map((record, index): DataRecord => (index === 17 ? record : { ...record, ID: index }));
    assert.ok(!keysOf(lacking).flat().includes('ID'));
    assert.ok(!keysOf(lines(30)).flat().includes('Price'));
  });

  it('is rather an id than a time that no two records happen to share', () => {
    const records = lines(30).map((record, index) => ({ Time: record.DateCreated!, TransactionID: 5000 + index }));
    assert.deepEqual(keysOf(records), [['TransactionID'], ['Time']]);
  });

  it('tells 1 from "1", as keys are compared', () => {
    const records = lines(30).map((_, index) => ({ ID: index < 15 ? index : String(index - 15) }));
    assert.deepEqual(keysOf(records), [['ID']]);
  });

  it('is not made of a few records', () => {
    assert.deepEqual(suggestKeys(lines(9)), { keys: [], records: 9 });
    assert.deepEqual(suggestKeys([]), { keys: [], records: 0 });
  });

  it('is found in bounded work, however many records and columns there are', () => {
    // Each set of columns is looked through to its end, where the last record is the first once more.
    const rows = Array.from({ length: 1500 }, (_, row) =>
      Object.fromEntries(
        Array.from({ length: 300 }, (__, column) => [`c${column}`, ((row % 999) * (column + 1)) % 997]),
      ),
    );
    assert.deepEqual(suggestKeys(rows), { keys: [], records: 1000 });
  });
});
