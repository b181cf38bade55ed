import assert from 'node:assert/strict';
import type { SentQuery } from '../counterparts/sql-server-listener';
import { openWorkshop } from './shared-workshop';
import { askedAgain, assertSameRows } from './truth';
import type { Workshop } from './workshop';

const REPORT = '/reports/SalesByInvoiceReport';
const NAME = '2 Databases/4 Daily sales into SQL Server';
const MANY = { 'sales-by-invoice': { count: 2345, from: '2026-03-01', to: '2026-04-01' } };

/** Without a SQL Server: what its driver sends is looked at, and nothing is executed. */
describe(NAME, () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  it('hands the driver one text per batch, with the records as its one parameter, value by value', async () => {
    workshop.emulator.dials.set({ rows: MANY });
    const server = await workshop.sqlServer();
    const example = await workshop.deploy(NAME);
    const { ends, from } = await example.press(example.button('load March 2026'));
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    await example.printed('all is in', from);
    const batches = server.queries.filter(({ parameters }) => '@rows' in parameters);
    assert.equal(batches.length, 3);
    for (const { text } of batches) {
      assert.match(text, /^IF OBJECT_ID\(N'\[sales_by_invoice\]'\) IS NULL CREATE TABLE \[sales_by_invoice\] \($/m);
      assert.match(text, /^MERGE INTO \[sales_by_invoice\] /m);
      assert.deepEqual(unclosed(text), []);
    }
    assertSameRows(batches.flatMap(rowsOf), await askedAgain(workshop.emulator, REPORT), 'SaleInvoiceID');
  });

  it('ends as failed when the server goes', async () => {
    await (await workshop.sqlServer()).close();
    const example = await workshop.deploy(NAME);
    const { ends, from } = await example.press(example.button('load March 2026'));
    assert.equal(ends[0]!.fill, 'red', ends[0]!.text);
    await example.printed('why it failed', from);
  });
});

/** The rows that OPENJSON makes of the parameter, by what the text says behind WITH. */
function rowsOf({ text, parameters }: SentQuery): Array<Record<string, string | null>> {
  const [, quoted = ''] = /EXEC sp_executesql N'((?:[^']|'')*)', N'@rows nvarchar\(max\)', @rows;/.exec(text) ?? [];
  const writing = quoted.replaceAll("''", "'");
  assert.deepEqual(unclosed(writing), []);
  const [, columns = ''] = /OPENJSON\(@rows\) WITH \(([\s\S]*?)\n\)/.exec(writing) ?? [];
  const places = [...columns.matchAll(/\[(\w+)\] \S+ '\$\.(c\d+)'/g)].map(([, name, key]) => [name!, key!] as const);
  const rows = JSON.parse(parameters['@rows']!) as Array<Record<string, unknown>>;
  const textOf = (value: unknown) => (value === null || value === undefined ? null : String(value));
  return rows.map((row) => Object.fromEntries(places.map(([name, key]) => [name, textOf(row[key])])));
}

/** Brackets and quotes of the text that have no partner. */
function unclosed(text: string): string[] {
  const open: string[] = [];
  for (const [mark] of text.matchAll(/N?'(?:[^']|'')*'|\[(?:[^\]]|\]\])*\]|[()'[\]]/g)) {
    if (mark.length > 1) continue;
    if (mark === ')' && open.at(-1) === '(') open.pop();
    else open.push(mark);
  }
  return open;
}
