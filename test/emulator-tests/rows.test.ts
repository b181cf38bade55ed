import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { askRaw, emulated } from './ask';

const REPORT = '/customizedreports/SalesExtendedDetailReport';
const TWO_YEARS = 'StartDate=2025-01-01&StopDate=2026-12-31';

interface Sale {
  LineID: number;
  DateCreated: string;
  StoreID: number;
}

describe('any number of rows', () => {
  const the = emulated();
  const rows = (query: string) => the.json<Sale[]>(`${REPORT}?${query}`);
  const set = (count: number, more: object = {}, id = 'sales-extended-detail') =>
    the.emulator.dials.set({ rows: { [id]: { count, ...more } } });

  it('come each once, in order of number and date, spread over the two years', async () => {
    set(5000);
    const all = await rows(TWO_YEARS);
    assert.equal(all.length, 5000);
    assert.deepEqual(
      all.map((row) => row.LineID),
      Array.from({ length: 5000 }, (_, index) => 100_000_000 + index),
    );
    assert.equal(all[0]?.DateCreated, '2025-01-01T00:00:00.000');
    assert.equal(all[2500]?.DateCreated, '2026-01-01T00:00:00.000');
    assert.deepEqual(
      all.map((row) => row.DateCreated),
      all.map((row) => row.DateCreated).sort(),
    );
  });

  it('have dates to the millisecond', async () => {
    set(2999);
    const step = (Date.UTC(2027, 0, 1) - Date.UTC(2025, 0, 1)) / 2999;
    const expected = (index: number) => new Date(Date.UTC(2025, 0, 1) + Math.floor(index * step)).toISOString();
    const all = await rows(TWO_YEARS);
    for (const index of [1, 7, 1234, 2998]) assert.equal(`${all[index]?.DateCreated}Z`, expected(index));
  });

  it('fall into windows without gap or overlap', async () => {
    set(3000);
    const all = await rows(TWO_YEARS);
    the.emulator.dials.set({ stopDate: 'exclusive' });
    const parts = [
      ...(await rows('StartDate=2025-01-01&StopDate=2025-03-09T02:30:00')),
      ...(await rows('StartDate=2025-03-09T02:30:00&StopDate=2026-02-28')),
      ...(await rows('StartDate=2026-02-28&StopDate=2027-01-01')),
    ];
    assert.deepEqual(parts, all);
  });

  it('are filtered by location like any others', async () => {
    set(2000, {}, 'discount-summary');
    const address = `/reports/DiscountSummaryReport?CategoryNumber=10&${TWO_YEARS}`;
    const all = await the.json<Sale[]>(address);
    const filtered = `${address}&LocationType=Store&LocationTypeIDs=2,7`;
    const some = await the.json<Sale[]>(filtered);
    assert.ok(some.length > 0);
    assert.deepEqual(
      some,
      all.filter((row) => [2, 7].includes(row.StoreID)),
    );
    the.emulator.dials.set({ rowLimit: some.length });
    assert.equal((await the.ask(filtered)).status, 200);
    the.emulator.dials.set({ rowLimit: some.length - 1 });
    assert.equal((await the.ask(filtered)).status, 413);
  });

  it('can all be in one instant', async () => {
    set(300, { from: '2025-06-01T12:00:00', to: '2025-06-01T12:00:00' });
    const all = await rows(TWO_YEARS);
    assert.deepEqual([...new Set(all.map((row) => row.DateCreated))], ['2025-06-01T12:00:00.000']);
    assert.equal((await rows('StartDate=2025-06-01T12:00:00.001&StopDate=2025-06-02')).length, 0);
  });

  it('are the same in every format, plain or compressed', async () => {
    set(1500);
    const all = await rows(TWO_YEARS);
    const csv = await (await the.ask(`${REPORT}?${TWO_YEARS}&Response=Csv&CSV.Headers=false`)).text();
    assert.equal(csv.match(/10000\d{4}/g)?.length, 1500);
    const xml = await (await the.ask(`${REPORT}?${TWO_YEARS}&Response=Xml`)).text();
    assert.equal(xml.match(/<Record>/g)?.length, 1500);
    for (let turn = 0; turn < 2; turn++) {
      const raw = await askRaw(the, `${REPORT}?${TWO_YEARS}`, { 'accept-encoding': 'gzip' });
      assert.deepEqual(JSON.parse(gunzipSync(raw.body).toString('utf8')), all);
    }
  });

  it('are cut and patched like any others, also when the compressed bytes were kept', async () => {
    set(20_000);
    const gzip = { 'accept-encoding': 'gzip' };
    const whole = gunzipSync((await askRaw(the, `${REPORT}?${TWO_YEARS}`, gzip)).body);
    the.emulator.dials.addFault({ fault: { kind: 'body', cutAt: 1000 }, times: 1 });
    const cut = gunzipSync((await askRaw(the, `${REPORT}?${TWO_YEARS}`, gzip)).body);
    assert.deepEqual(cut, whole.subarray(0, 1000));
  });

  it('can be none', async () => {
    set(0);
    assert.deepEqual(await rows(TWO_YEARS), []);
  });

  it('work for endpoints without dates', async () => {
    the.emulator.dials.set({ rows: { availability: { count: 700 }, 'list-stores': { count: 20 } } });
    const levels = await the.json('/availability');
    assert.equal(new Set(levels.map((row) => row.ProductSKU)).size, 700);
    assert.equal((await the.json('/lists/stores')).length, 20);
  });

  it('are made no faster than the client reads them', async () => {
    set(1_000_000);
    const before = process.memoryUsage().rss;
    const raw = await askRaw(the, `${REPORT}?${TWO_YEARS}`, {}, { afterBytes: 1_000_000 });
    assert.equal(raw.complete, false);
    assert.ok(process.memoryUsage().rss - before < 100_000_000);
  });
});
