import assert from 'node:assert/strict';
import { openPostgresql, type Tables } from '../counterparts/look-into';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

const REPORT = '/reports/SalesByInvoiceReport';
const NAME = '2 Databases/6 Backfill of two years';
const TABLE = 'sales_by_invoice';

describe(NAME, () => {
  let workshop: Workshop;
  let tables: Tables;
  before(async function () {
    workshop = await openWorkshop();
    const server = await workshop.postgresql();
    if (!server) return this.skip();
    tables = openPostgresql(server.port);
  });
  beforeEach(async () => {
    await openWorkshop();
    await tables.run(`DROP TABLE IF EXISTS ${TABLE}`);
  });
  after(() => tables?.close());

  it('asks month by month, and all invoices of two years are in the table', async () => {
    const example = await workshop.deploy(NAME);
    const { from, ends } = await example.press(example.button('load two years'));
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    await example.printed('all is in', from);
    const asked = workshop.emulator.requests.to(REPORT).map(({ query }) => query.get('StartDate')?.slice(0, 10));
    assert.equal(asked.length, 24);
    assert.deepEqual([asked[0], asked[1], asked.at(-1)], ['2025-01-01', '2025-02-01', '2026-12-01']);
    assertSameRows(await tables.table(TABLE), await askedAgain(workshop.emulator, REPORT), 'SaleInvoiceID');
  });

  it('goes on from what is there when it was stopped, and doubles nothing', async () => {
    const example = await workshop.deploy(NAME);
    const from = await example.start(example.button('load two years'));
    await example.printed('how far it is', from);
    // However fast the machine is, the run is not at its end.
    workshop.emulator.dials.set({ hold: true });
    const { ends } = await example.press(example.button('stop'));
    assert.equal(ends[0]!.fill, 'grey', ends[0]!.text);
    workshop.emulator.dials.reset();
    workshop.emulator.requests.clear();
    const again = await example.press(example.button('load two years'));
    await example.printed('all is in', again.from);
    assertSameRows(await tables.table(TABLE), await askedAgain(workshop.emulator, REPORT), 'SaleInvoiceID');
  });
});
