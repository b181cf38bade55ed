import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { addConnection, fieldOf, fillConnection, showTab } from './dataconnect-dialogs';
import { type EditorNode, EditorPage } from './editor-page';
import { theme } from './lines';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

describe('a person who has deployed nothing yet', () => {
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let products: EditorNode;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), sharedNodeRed(), sharedChromium()]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
    products = await editor.drag('dataconnect-product-master-list', 200, 200);
    await editor.openDialog(products);
    await addConnection(editor.page);
    await fillConnection(editor.page, emulator);
    await editor.closeDialog();
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
  });

  const opener = (name: string) => fieldOf(editor.page, name).locator('.red-ui-typedInput-option-expand');
  const rows = () => editor.page.locator('.dataconnect-choices > li');
  const note = () => editor.page.locator('.dataconnect-panel > .dataconnect-note');
  const search = () => editor.page.locator('.dataconnect-panel > .dataconnect-search');

  it('picks from a list of the connection that was just made', async () => {
    await opener('StoreIDLoggedIn').click();
    await rows().first().waitFor();
    const all = await rows().count();
    const label = (await rows().nth(1).locator('span').textContent())!;
    await search().fill(label);
    assert.ok((await rows().count()) < all);
    await rows().first().click();
    assert.match(
      await fieldOf(editor.page, 'StoreIDLoggedIn').locator('.red-ui-typedInput-input').inputValue(),
      /^\d+$/,
    );
    await opener('StoreIDLoggedIn').click();
    await rows().first().waitFor();
    assert.equal(emulator.requests.to('/lists/stores').length, 1);
    await search().press('Escape');
  });

  it('reads why a list cannot be had, and asks again', async () => {
    const fault = { kind: 'status', status: 403 } as const;
    emulator.dials.addFault({ fault, path: '/lists/ProductType', times: 1 });
    await opener('ProductType').click();
    await note().getByText('does not permit').waitFor();
    await assertAccessible(editor, 'a list that cannot be had');
    await search().press('Escape');
  });

  it('hears that a list is being asked for until it is there, and takes the question back with the dialog', async () => {
    const { page } = editor;
    emulator.requests.clear();
    emulator.dials.set({ hold: true });
    await opener('ProductType').click();
    const loading = await note().textContent();
    await search().fill('x');
    assert.equal(await note().textContent(), loading);
    await search().press('Escape');
    while (emulator.requests.to('/lists/ProductType').length === 0) await page.waitForTimeout(5);
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    while (!emulator.requests.to('/lists/ProductType').every(({ closed }) => closed)) await page.waitForTimeout(5);
    emulator.dials.reset();
  });

  it('sees every panel within its dialog in a small window', async () => {
    const { page } = editor;
    await page.setViewportSize({ width: 1024, height: 700 });
    await editor.openDialogOf(products);
    await page.locator('#node-input-connection').selectOption({ label: 'Emulator' });
    const openers = page.locator('.dataconnect-field .red-ui-typedInput-option-expand:visible');
    const count = await openers.count();
    assert.ok(count >= 2);
    for (let place = 0; place < count; place++) {
      await openers.nth(place).click();
      await rows().first().waitFor();
      await editor.settled();
      const panel = (await page.locator('.red-ui-popover-panel', { has: rows() }).boundingBox())!;
      const footer = (await page.locator('.red-ui-tray-footer').boundingBox())!;
      assert.ok(
        panel.y + panel.height <= footer.y + 0.5,
        `panel ${place} ends at ${panel.y + panel.height}, over the footer at ${footer.y}`,
      );
      assert.ok(panel.height >= 120);
      await editor.screenshot(`picker-${place}-${nodeRedVersion}`);
      await search().press('Escape');
    }
    await editor.closeDialog();
  });

  describe('and tries a node', () => {
    let stock: EditorNode;
    const result = () => editor.page.locator('.dataconnect-preview');
    const preview = () => editor.page.locator('.dataconnect-preview-buttons > button').nth(0);
    const dryRun = () => editor.page.locator('.dataconnect-preview-buttons > button').nth(1);
    const cancel = () => editor.page.locator('.dataconnect-preview-buttons > button').nth(2);
    const asked = () => emulator.requests.to('/availability');

    before(async () => {
      const { page } = editor;
      await page.setViewportSize({ width: 1600, height: 1000 });
      stock = await editor.drag('dataconnect-availability', 200, 300);
      await page.evaluate(
        `RED.nodes.node(${JSON.stringify(stock.id)}).params = { QuantityMin: { type: 'msg', value: 'least' } }`,
      );
      await page.setViewportSize({ width: 1024, height: 700 });
      await editor.openDialogOf(stock);
      await page.locator('#node-input-connection').selectOption({ label: 'Emulator' });
      await showTab(page, 'preview');
    });

    it('reads at once what the node lacks to send anything, in the words of the dialog', async () => {
      const { page } = editor;
      await page.locator('#node-input-connection').selectOption('_ADD_');
      await preview().click();
      await result().getByText('Nothing was asked for').waitFor();
      assert.match((await result().textContent())!, /connection/i);
      await assertAccessible(editor, 'a preview that is refused');
      await page.locator('#node-input-connection').selectOption({ label: 'Emulator' });
      assert.equal(asked().length, 0);
    });

    it('reads what a message would have to bring, and what is missing', async () => {
      await preview().click();
      await result().getByText('QuantityMin').waitFor();
      assert.equal(asked().length, 0);
      assert.match((await result().textContent())!, /QuantityMin/);
    });

    it('sees the first 20 records in a table with types, within its dialog', async () => {
      const { page } = editor;
      emulator.dials.set({ rows: { availability: { count: 50_000 } } });
      await page.locator('[data-message="least"]').fill('2');
      await preview().click();
      await result().locator('tbody > tr').nth(19).waitFor();
      assert.equal(await result().locator('tbody > tr').count(), 20);
      assert.match((await result().locator('th', { hasText: 'Quantity' }).first().textContent())!, /whole number/);
      assert.match((await result().locator('.dataconnect-verdict').textContent())!, /first 20 records/);
      assert.equal(asked().at(-1)?.query.get('QuantityMin'), '2');
      const region = (await page.locator('.dataconnect-preview-region').boundingBox())!;
      const dialog = (await page.locator('.red-ui-tray-body').boundingBox())!;
      assert.ok(region.x + region.width <= dialog.x + dialog.width);
      await result().locator('tbody > tr').nth(5).scrollIntoViewIfNeeded();
      await editor.screenshot(`preview-records-${nodeRedVersion}`);
      await assertAccessible(editor, 'a preview');
      while (!asked().every(({ closed }) => closed)) await page.waitForTimeout(5);
    });

    it('takes what the service says for text, never for markup', async () => {
      const { page } = editor;
      const hostile = '<img src=x onerror="document.title=\'hacked\'">';
      const body = JSON.stringify([{ ProductSKU: hostile, [hostile]: 1 }]);
      const fault = { kind: 'disguise', contentType: 'application/json', body } as const;
      emulator.dials.addFault({ fault, path: '/availability', times: 1 });
      await preview().click();
      await result().locator('td', { hasText: '<img' }).waitFor();
      assert.equal(await result().locator('img').count(), 0);
      assert.notEqual(await page.title(), 'hacked');
    });

    it('hears that a result is of before, once something is changed', async () => {
      const outdated = editor.page.locator('.dataconnect-tab:visible > .dataconnect-warning');
      assert.equal(await outdated.isVisible(), false);
      await editor.page.locator('[data-message="least"]').fill('3');
      assert.equal(await outdated.isVisible(), true);
    });

    it('sees what would be sent, and nothing is', async () => {
      const before = emulator.requests.count;
      await dryRun().click();
      await result().locator('.dataconnect-request').waitFor();
      const text = (await result().locator('.dataconnect-request').textContent())!;
      assert.match(text, /GET http:.*\/availability\?.*QuantityMin=3/);
      assert.match(text, /authorization: Bearer \*\*\*/);
      await result().locator('summary').click();
      await editor.screenshot(`preview-dry-run-${nodeRedVersion}`);
      await assertAccessible(editor, 'a dry run');
      assert.equal(emulator.requests.count, before);
    });

    it('cancels a preview, and closes the dialog over another', async () => {
      const { page } = editor;
      emulator.requests.clear();
      emulator.dials.set({ hold: true });
      const cancelByKey = async () => {
        await cancel().press('Enter');
        // Who works by keyboard goes on where it was begun.
        const asking = await preview().elementHandle();
        await page.waitForFunction((button) => button === document.activeElement, asking);
      };
      for (const leave of [cancelByKey, () => page.locator('#node-dialog-cancel').click()]) {
        const before = asked().length;
        await preview().click();
        while (asked().length === before) await page.waitForTimeout(5);
        await leave();
        while (!asked().every(({ closed }) => closed)) await page.waitForTimeout(5);
      }
      await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
      emulator.dials.reset();
    });
  });

  describe('and has seen it all', () => {
    it('has met no error in the browser nor in the log', () => {
      assert.deepEqual(editor.takeFaults(), []);
      assert.deepEqual(nodeRed.log.filter(isTrouble), []);
    });
  });
});
