import assert from 'node:assert/strict';
import type { Tables, TextRow } from '../counterparts/look-into';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

const REPORT = '/reports/SalesByInvoiceReport';
const NAME = '2 Databases/5 Nightly load with mail and a table of runs';
const MANY = { 'sales-by-invoice': { count: 2345, from: '2026-03-01', to: '2026-04-01' } };

describe(NAME, () => {
  let workshop: Workshop;
  let tables: Tables;
  beforeEach(async function () {
    workshop = await openWorkshop();
    tables = workshop.sqlite() ?? this.skip();
    for (const table of ['sales', 'runs']) await tables.run(`DROP TABLE IF EXISTS ${table}`);
  });
  afterEach(() => tables?.close());

  /** Presses a button and waits until the run is noted. @returns the facts of the run, as the table of runs has them */
  const press = async (label: string): Promise<TextRow> => {
    workshop.emulator.requests.clear();
    const example = await workshop.deploy(NAME);
    const { from } = await example.press(example.button(label));
    await example.printed('noted', from);
    const runs = await tables.rows('SELECT "Run" FROM runs ORDER BY rowid');
    return (await tables.table('runs')).find(({ Run }) => Run === runs.at(-1)?.Run)!;
  };

  it('loads the days and notes the run; a second run doubles no sale and is noted too', async () => {
    const run = await press('load March 2026');
    const requests = workshop.emulator.requests.to(REPORT).length;
    const records = await askedAgain(workshop.emulator, REPORT);
    assertSameRows(await tables.table('sales'), records, 'SaleInvoiceID');
    assert.equal(run.Outcome, 'complete');
    assert.equal(run.Problem, null);
    assert.equal(run.Records, String(records.length));
    assert.equal(run.Requests, String(requests));
    assert.equal(run.FromDate, '2026-03-01T00:00:00.000');
    await press('load March 2026');
    assertSameRows(await tables.table('sales'), records, 'SaleInvoiceID');
    assert.equal((await tables.table('runs')).length, 2);
    assert.deepEqual(workshop.mails, []);
  });

  it('mails the admin and notes why, when the run fails', async () => {
    const run = await press('a run that fails');
    assert.equal(run.Outcome, 'PARAMETER_INVALID');
    await workshop.mailed(1);
    const [mail] = workshop.mails;
    assert.equal(mail!.to![0]!.address, 'admin@example.com');
    assert.equal(mail!.subject, 'DataConnect: the nightly load failed (PARAMETER_INVALID)');
    assert.ok(mail!.text!.includes(run.Problem!), mail!.text);
  });

  it('mails once and notes which batches are in, when the database refuses a record; the next run mends the days', async () => {
    workshop.emulator.dials.set({ rows: MANY });
    await press('load March 2026');
    const records = await askedAgain(workshop.emulator, REPORT);
    await tables.run(`CREATE TRIGGER rule BEFORE INSERT ON sales WHEN NEW."SaleInvoiceID" = ${records[1500]!.SaleInvoiceID}
      BEGIN SELECT RAISE(ABORT, 'refused by a rule'); END`);
    const run = await press('load March 2026');
    assert.equal(run.Outcome, 'FLOW_FAILED');
    assert.equal(run.CompletedBatches, '1');
    await workshop.mailed(1);
    assert.match(workshop.mails[0]!.text!, /batches 1 are in the table/);
    await tables.run('DROP TRIGGER rule');
    await press('load March 2026');
    assertSameRows(await tables.table('sales'), records, 'SaleInvoiceID');
    assert.equal(workshop.mails.length, 1);
  });
});
