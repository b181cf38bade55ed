import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { fieldOf, showAdvanced } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { themes } from './lines';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const params = {
  QuantityMin: { type: 'msg', value: 'filter.least' },
  ProductSKUs: { type: 'jsonata', value: '$join(skus, ",")', optional: true },
  ProductNames: { type: 'fixed', value: 'Charger' },
};
const dated = {
  StartDate: { type: 'fixed', value: '2026-06-01' },
  StopDate: { type: 'fixed', value: '2026-06-05' },
};
const where = { z: 'tab', connection: 'connection', x: 200, wires: [] };
const flows = [
  { id: 'tab', type: 'tab', label: 'Optional' },
  { id: 'connection', type: 'dataconnect-connection', name: 'Nowhere', version: 1, environment: 'production' },
  { id: 'report', type: 'dataconnect-availability', params, y: 100, ...where },
  { id: 'request', type: 'dataconnect-request', path: '/lists/stores', params, y: 200, ...where },
  { id: 'dated', type: 'dataconnect-product-summary', params: dated, y: 300, ...where },
];

describe('a parameter whose source may have nothing', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, flows);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  const picture = async (name: string) => {
    for (const theme of themes) {
      await editor.paint(theme);
      await editor.screenshot(`${name}-${nodeRedVersion}-${theme}`);
    }
  };
  const stored = (page: Page, id: string) =>
    page.evaluate<Record<string, unknown>>(`RED.nodes.node(${JSON.stringify(id)}).params`);

  it('stands in a dialog whose tabs, menus and boxes each have a name for who does not see it', async () => {
    const { page } = editor;
    assert.equal(await page.evaluate(`RED.utils.getNodeLabel(RED.nodes.node('request'))`), '/lists/stores');
    for (const id of ['report', 'request']) {
      await editor.openDialogOf(editor.node(id));
      const tabs = page.locator('.dataconnect-tabs [role="tablist"]');
      assert.equal(await tabs.locator('li:not([role="presentation"])').count(), 0);
      assert.equal(await tabs.locator('[role="tab"][aria-selected="true"]').count(), 1);
      const menus = page.locator('.dataconnect-form .red-ui-typedInput-type-select:visible');
      const names = await menus.evaluateAll((all) => all.map((menu) => menu.getAttribute('aria-label') ?? ''));
      assert.ok(names.length >= 3 && names.every((name) => name.startsWith('Source of ')), names.join('; '));
      await page.locator('a[href="#dataconnect-output"]').click();
      assert.equal(await tabs.locator('[aria-selected="true"]').textContent(), 'Output');
      assert.equal(await page.locator('.dataconnect-form label[for]:empty').count(), 0);
      await editor.closeDialog();
    }
  });

  it('says so on its row, and only there', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('report'));
    const choice = (name: string) => fieldOf(page, name).getByLabel('May be missing');
    assert.equal(await choice('QuantityMin').isChecked(), false);
    assert.equal(await choice('ProductSKUs').isChecked(), true);
    assert.equal(await choice('ProductNames').isVisible(), false);
    await choice('QuantityMin').check();
    await choice('ProductSKUs').uncheck();
    await picture('optional-parameter');
    await editor.closeDialog();
    assert.deepEqual(await stored(page, 'report'), {
      ...params,
      QuantityMin: { ...params.QuantityMin, optional: true },
      ProductSKUs: { type: 'jsonata', value: '$join(skus, ",")' },
    });
    await editor.openDialogOf(editor.node('request'));
    const rows = page.locator('.dataconnect-free');
    assert.deepEqual(
      await rows
        .getByLabel('May be missing')
        .evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked)),
      [false, true, false],
    );
    await rows.first().getByLabel('May be missing').check();
    await picture('optional-free-parameter');
    await editor.closeDialog();
    assert.deepEqual((await stored(page, 'request')).QuantityMin, { ...params.QuantityMin, optional: true });
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('is not offered for what is required, whose day the field shows as it goes out', async () => {
    await editor.openDialogOf(editor.node('dated'));
    await showAdvanced(editor.page, 'StartDate');
    assert.equal(await fieldOf(editor.page, 'StartDate').getByLabel('May be missing').count(), 0);
    assert.match((await fieldOf(editor.page, 'StopDate').textContent()) ?? '', /Jun 5, 2026.*11:59:59\.997/);
    await editor.screenshot(`day-as-sent-${nodeRedVersion}`);
    await editor.closeDialog();
    assert.equal(await editor.isChanged(editor.node('dated')), false);
  });
});
