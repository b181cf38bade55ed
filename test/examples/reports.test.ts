import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { endpoints } from '../../nodes/catalogue';
import { launchChromium } from '../browser/chromium';
import { textOf as documentText } from '../docs/documents';
import { wishes } from '../docs/wishes';
import { DashboardPage } from './dashboard-page';
import type { ImportedExample } from './imported-example';
import { openWorkshop } from './shared-workshop';
import { askedAgain } from './truth';
import { flowOfHours, flowOfWishes, targetId } from './wish-flow';
import type { Workshop } from './workshop';

const rows = wishes();

describe('the table of reports, as docs/reports.md has it', () => {
  let workshop: Workshop;
  let browser: Browser;
  let flow: ImportedExample;
  let page: DashboardPage;
  before(async () => {
    [workshop, browser] = await Promise.all([openWorkshop(), launchChromium()]);
    flow = await workshop.deployFlow(flowOfWishes(rows, workshop.nodeRed.userDirectory));
    page = await DashboardPage.open(browser, workshop.nodeRed.url, 'wishes');
  });
  after(() => browser?.close());

  /** The records that the row's node asked for, and where the debug sidebar stood before. */
  async function run(index: number): Promise<{ records: Record<string, unknown>[]; from: number }> {
    workshop.emulator.requests.clear();
    const { wish, type } = rows[index]!;
    const { ends, from } = await flow.press(flow.buttons.find(({ name }) => name === wish)!);
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    const { path: asked } = endpoints.find(({ id }) => `dataconnect-${id}` === type)!;
    const records = await askedAgain(workshop.emulator, asked!);
    assert.ok(records.length > 3, 'The emulator has too little to show.');
    return { records, from };
  }

  it('has more than twenty wishes, each once', () => {
    assert.ok(rows.length > 20);
    assert.equal(new Set(rows.map(({ wish }) => wish)).size, rows.length);
  });

  for (const [index, { wish, into }] of rows.entries()) {
    if (into.kind === 'chart') {
      it(`${wish}: in a ${into.chart} chart, with a place of its own for every record`, async () => {
        const { records } = await run(index);
        const { x, y, series } = into;
        const places = records.map((record) => JSON.stringify([record[x], series && record[series]]));
        assert.equal(new Set(places).size, records.length, 'Records hide each other.');
        const lines = new Set(records.map((record) => record[series ?? '']));
        if (series) assert.ok(lines.size > 1 && lines.size < records.length, 'Each line is a point.');
        for (const name of y)
          assert.ok(
            records.some((record) => typeof record[name] === 'number' && record[name] !== 0),
            name,
          );
        const expected = records.map((record) => ({
          category: series ? record[series] : y.length > 1 ? y : y[0],
          x: record[x],
          y: y.length > 1 ? y.map((name) => record[name]) : record[y[0]!],
        }));
        assert.deepEqual(await page.points(targetId(index), records.length), expected);
      });
    }
    if (into.kind === 'table') {
      it(`${wish}: in a table`, async () => {
        const { records } = await run(index);
        const shown = await page.records(targetId(index), records.length);
        for (const name of into.columns) {
          assert.ok(
            records.some((record) => record[name] !== undefined && record[name] !== null),
            name,
          );
          assert.deepEqual(
            shown.map((record) => record[name]),
            records.map((record) => record[name]),
            name,
          );
        }
      });
    }
    if (into.kind === 'file') {
      it(`${wish}: in a file`, async () => {
        const { records, from } = await run(index);
        const file = await flow.printed('written', from);
        const lines = parse(readFileSync(path.resolve(workshop.nodeRed.userDirectory, file), 'utf8'), {
          columns: true,
        });
        assert.equal(lines.length, records.length);
        for (const [at, record] of records.entries()) {
          const line = lines[at] as Record<string, string>;
          for (const [name, value] of Object.entries(record)) {
            const written = typeof value === 'number' ? Number(line[name]) : line[name];
            assert.equal(written, value ?? '', `${name} of record ${at}`);
          }
        }
      });
    }
  }

  it('sums by the hour of the day what no report sums, as the document says', async () => {
    const [perBatch, together] = [...documentText('docs/reports.md').matchAll(/```\n\s*(.+)\n\s*```/g)].map(
      ([, text]) => text!,
    );
    const example = await workshop.deployFlow(flowOfHours(perBatch!, together!));
    workshop.emulator.requests.clear();
    const { from } = await example.press(example.buttons[0]!);
    const hours = JSON.parse(await example.printed('hours', from)) as Record<string, number>;
    const invoices = await askedAgain(workshop.emulator, '/reports/SalesByInvoiceReport');
    const expected: Record<string, number> = {};
    for (const { DateCreated, TotalSales } of invoices) {
      const hour = String(DateCreated).slice(11, 13);
      expected[hour] = (expected[hour] ?? 0) + Number(TotalSales);
    }
    assert.deepEqual(cents(hours), cents(expected));
  });
});

function cents(sums: Record<string, number>): [string, number][] {
  return Object.entries(sums)
    .map(([hour, sum]): [string, number] => [hour, Math.round(sum * 100)])
    .sort();
}
