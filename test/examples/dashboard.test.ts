import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/chromium';
import type { FlowNode } from '../flows/node-red';
import { DashboardPage } from './dashboard-page';
import { openWorkshop } from './shared-workshop';
import { askedAgain } from './truth';
import type { Workshop } from './workshop';

const EXAMPLE = '4 Dashboards/1 Sales dashboard';
const BUTTON = 'every hour';
const REPORTS = {
  bar: '/reports/SalesByLocationReport',
  line: '/reports/DailySalesSummaryReport',
  table: '/reports/ProductSummaryReport',
};
const widget = (name: keyof typeof REPORTS) => `example-sales-dashboard-${name}`;

describe('the sales dashboard', () => {
  let workshop: Workshop;
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  const deploy = () => workshop.deploy(EXAMPLE, (nodes) => nodes.map(inMarch));

  it('shows what the service summed: by store, by day, and the best sellers', async () => {
    const example = await deploy();
    const page = await DashboardPage.open(browser, workshop.nodeRed.url, 'sales');
    try {
      const { ends } = await example.press(example.button(BUTTON));
      for (const end of ends) assert.equal(end.fill, 'green', end.text);
      const asked = await Promise.all(Object.values(REPORTS).map((path) => askedAgain(workshop.emulator, path)));
      const [stores, days, products] = asked as [Row[], Row[], Row[]];
      assert.ok(stores.length > 3 && days.length > 20 && products.length > 100);
      assert.deepEqual(
        await page.points(widget('bar'), stores.length),
        stores.map(({ StoreName, Net }) => ({ category: 'Net sales', x: StoreName, y: Net })),
      );
      assert.deepEqual(
        await page.points(widget('line'), days.length),
        days.map(({ DateCreated, Net }) => ({ category: 'Net sales', x: DateCreated, y: Net })),
      );
      const best = [...products].sort((a, b) => Number(b.TotalInvoiced) - Number(a.TotalInvoiced)).slice(0, 100);
      const shown = await page.records(widget('table'), 100);
      assert.deepEqual(
        shown.map(({ TotalInvoiced }) => TotalInvoiced),
        best.map(({ TotalInvoiced }) => TotalInvoiced),
      );
      for (const record of shown) {
        const { ProductName, NetQuantity } = products.find(
          (each) => each.ProductIdentifier === record.ProductIdentifier,
        )!;
        assert.deepEqual([record.ProductName, record.NetQuantity], [ProductName, NetQuantity]);
      }
      await page.page.locator('canvas').nth(1).waitFor();
      await page.page.getByText(String(best[0]!.ProductName)).waitFor();
    } finally {
      await page.close();
    }
  });

  it('replaces what it showed at the next run, and is small when it is opened again', async () => {
    const example = await deploy();
    const page = await DashboardPage.open(browser, workshop.nodeRed.url, 'sales');
    await example.press(example.button(BUTTON));
    const stores = await askedAgain(workshop.emulator, REPORTS.bar);
    const days = await askedAgain(workshop.emulator, REPORTS.line);
    await page.points(widget('line'), days.length);
    await example.press(example.button(BUTTON));
    await page.close();
    const again = await DashboardPage.open(browser, workshop.nodeRed.url, 'sales');
    try {
      await again.points(widget('bar'), stores.length);
      await again.points(widget('line'), days.length);
      await again.records(widget('table'), 100);
      assert.ok(again.received < 60_000, `${again.received} characters`);
    } finally {
      await again.close();
    }
  });
});

type Row = Record<string, unknown>;

/** The example is about the last 30 days; the emulator's world has its own time. Its first run is that of the button. */
function inMarch(node: FlowNode): FlowNode {
  if (node.type === 'inject') return { ...node, once: false };
  const params = node.params as Row | undefined;
  if (!params?.StartDate) return node;
  const fixed = (value: string) => ({ type: 'fixed', value });
  return { ...node, params: { ...params, StartDate: fixed('2026-03-01'), StopDate: fixed('2026-03-31') } };
}
