import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../browser/chromium';
import { EditorPage } from '../../browser/editor-page';
import type { Row, TextRow } from '../../counterparts/look-into';
import { type Emulator, endForPeople, startEmulator } from '../../emulator';
import { DashboardPage } from '../dashboard-page';
import { assertSameRows } from '../truth';
import { NewUser } from './new-user';
import { type SharedPlayground, startedPlayground } from './shared-playground';

const INVOICES = '/reports/SalesByInvoiceReport';
const STORES = '/reports/SalesByLocationReport';
const STOCK = '/availability';

const PHONE = { width: 400, height: 800 };

describe('a new user of npm start, who imports examples and presses buttons', () => {
  let playground: SharedPlayground;
  let browser: Browser;
  let user: NewUser;
  /** Has the same data as that of npm start, and takes the questions of the test. */
  let emulator: Emulator;
  before(async () => {
    const answering = startEmulator({ worldEnd: endForPeople(Date.now()) });
    [playground, browser, emulator] = await Promise.all([startedPlayground(), launchChromium(), answering]);
    const editorUrl = playground.process.address('Node-RED');
    user = await NewUser.at(await EditorPage.open(browser, editorUrl), editorUrl);
  });
  after(async () => {
    await user?.close();
    await browser?.close();
    await emulator?.close();
  });

  it('sees a chart of the sales by store, and after a second run the same one', async () => {
    const example = await user.imports('4 Dashboards', '1 Sales dashboard');
    const { id } = example.chart('bar');
    const page = await DashboardPage.open(browser, playground.process.address('Node-RED'), 'sales');
    const chart = async () => {
      const stores = await lastAsked(STORES);
      const points = await page.points(id, stores.length);
      assert.deepEqual(
        points.map(({ x, y }) => [x, y]),
        stores.map(({ StoreName, Net }) => [StoreName, Net]),
      );
      return points.length;
    };
    const first = await example.press('every hour');
    await example.ended('per store', first);
    const bars = await chart();
    const second = await example.press('every hour');
    await example.ended('per store', second);
    assert.equal(await chart(), bars);
    await page.page.locator('canvas').first().waitFor();
    await page.close();
  });

  it('finds the report in a table, value by value, and a second run doubles nothing', async () => {
    const example = await user.imports('2 Databases', '1 Daily sales into SQLite');
    for (const run of ['first', 'second']) {
      const from = await example.press('load March 2026');
      await example.printed('all is in', from);
      const records = await lastAsked(INVOICES);
      assert.ok(records.length > 100, run);
      const page = await opened('Database');
      await page.getByText(`${records.length} rows`).waitFor();
      await follow(page.getByRole('link', { name: 'sales_by_invoice' }));
      assertSameRows(await rowsOf(page), records, 'SaleInvoiceID');
      await page.close();
    }
  });

  it('gets a mail with the workbook for each press, and reads both in the inbox', async () => {
    const example = await user.imports('3 E-mail', '1 Morning mail with a table and the workbook');
    for (const run of [1, 2]) {
      const from = await example.press('every day at 7');
      await example.statusGone('manager@example.com', from);
      const invoices = await lastAsked(INVOICES);
      // A deploy lets the dashboard ask for its own period.
      const stores = await lastAsked(STORES, await periodOf(INVOICES));
      const page = await opened('Inbox');
      const mails = page.getByRole('link', { name: /^Sales of / });
      await page.setViewportSize(PHONE);
      assert.equal(await linesIn(page.getByRole('cell', { name: 'manager@example.com' }).first()), 1);
      assert.equal(await mails.count(), run);
      await follow(mails.first());
      const table = page.frameLocator('iframe').locator('tr.line td:first-child');
      assert.deepEqual(
        await table.allTextContents(),
        stores.map(({ StoreName }) => StoreName),
      );
      const sheet = await workbookIn(page);
      const ids = sheet.getColumn((sheet.getRow(1).values as string[]).indexOf('SaleInvoiceID')).values.slice(2);
      assert.deepEqual(
        ids,
        invoices.map(({ SaleInvoiceID }) => SaleInvoiceID),
      );
      await page.close();
    }
  });

  it('finds the report in a file, and a second run puts it in its place', async () => {
    const example = await user.imports('5 Files', '1 Report to a CSV file');
    const folder = path.join(playground.directory, 'files');
    const filesThere = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.csv'));
    for (const run of ['first', 'second']) {
      await example.printed('the file', await example.press('every day at 6'));
      const [file, ...others] = filesThere();
      assert.deepEqual(others, [], run);
      const rows = parse(readFileSync(path.join(folder, file!), 'utf8'), { columns: true }) as TextRow[];
      const invoices = await lastAsked(INVOICES);
      assert.deepEqual(
        rows.map(({ SaleInvoiceID }) => SaleInvoiceID),
        invoices.map(({ SaleInvoiceID }) => String(SaleInvoiceID)),
      );
    }
    await example.printed('the new file', await example.press('stock now'));
    const [stock] = filesThere().filter((file) => file.startsWith('Stock'));
    const rows = parse(readFileSync(path.join(folder, stock!), 'utf8'), { columns: true }) as TextRow[];
    const records = await lastAsked(STOCK);
    assert.ok(records.length > 100);
    const key = ({ ProductSKU, LocationId, Quantity }: Row) => `${ProductSKU} ${LocationId} ${Quantity}`;
    assert.deepEqual(rows.map(key), records.map(key));
  });

  it('has seen no error in the editor', () => assert.deepEqual(user.editor.takeFaults(), []));

  /** What the service answers to what npm start asked it last at this path, and from this day on. */
  async function lastAsked(service: string, from?: string): Promise<Row[]> {
    const asked = await lastRequest(service, from);
    const query = new URLSearchParams(asked.parameters);
    query.set('Response', 'Json');
    const headers = { authorization: `Bearer ${emulator.credentials.accessToken}` };
    const answer = await fetch(`${emulator.serviceUrl}${service}?${query}`, { headers });
    assert.equal(answer.status, 200);
    return (await answer.json()) as Row[];
  }

  async function lastRequest(service: string, from?: string): Promise<Asked> {
    const log = (await (await fetch(`${playground.process.address('Emulator')}/requests`)).json()) as Asked[];
    const asked = log.find(
      (request) => request.path === service && request.status === 200 && (!from || startOf(request) === from),
    );
    assert.ok(asked, `Nothing was asked of ${service}.`);
    return asked;
  }

  const periodOf = async (service: string) => startOf(await lastRequest(service));

  async function opened(name: 'Inbox' | 'Database'): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(playground.process.address(name));
    return page;
  }
});

interface Asked {
  path: string;
  parameters: [string, string][];
  status: number | undefined;
}

function startOf({ parameters }: Asked): string | undefined {
  return new URLSearchParams(parameters).get('StartDate') ?? undefined;
}

/** Clicks a link, and waits until the whole page behind it is there. */
async function follow(link: Locator): Promise<void> {
  const loaded = link.page().waitForEvent('load');
  await link.click();
  await loaded;
}

/** Lines that the text of a cell is broken into. */
function linesIn(cell: Locator): Promise<number> {
  return cell.evaluate((element) => {
    const text = document.createRange();
    text.selectNodeContents(element);
    return new Set([...text.getClientRects()].map(({ top }) => top)).size;
  });
}

/** All rows of a table, page by page. */
async function rowsOf(page: Page): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for (;;) {
    rows.push(
      ...(await page.evaluate<TextRow[]>(`(() => {
        const [head, ...lines] = [...document.querySelectorAll('tr')];
        const names = [...head.cells].map((cell) => cell.firstChild.textContent);
        const text = (cell) => (cell.className === 'nothing' ? null : cell.textContent);
        return lines.map((line) => Object.fromEntries([...line.cells].map((cell, index) => [names[index], text(cell)])));
      })()`)),
    );
    const further = page.getByRole('link', { name: 'Further rows' });
    if ((await further.count()) === 0) return rows;
    await follow(further);
  }
}

/** The first sheet of the workbook that a mail has, saved as a person saves it. */
async function workbookIn(page: Page) {
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: /\.xlsx$/ }).click();
  const workbook = new Workbook();
  await workbook.xlsx.readFile(await (await saved).path());
  return workbook.worksheets[0]!;
}
