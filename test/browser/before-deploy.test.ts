import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator';
import { launchChromium } from './chromium';
import { addConnection, fieldOf, fillConnection } from './dataconnect-dialogs';
import { type EditorNode, EditorPage } from './editor-page';
import { isTrouble, type NodeRedProcess, nodeRedVersion } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

/** Each of the suites that run this shows the dialogs in one of the two themes. */
const theme = nodeRedVersion.startsWith('4') ? 'light' : 'dark';

describe('a person who has deployed nothing yet', () => {
  let emulator: Emulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let products: EditorNode;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), startScratchNodeRed(), launchChromium()]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
    products = await editor.drag('dataconnect-product-master-list', 200, 200);
    await editor.openDialog(products);
    await addConnection(editor.page);
    await fillConnection(editor.page, emulator);
    await editor.closeDialog();
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
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

  it('hears that a list is being asked for until it is there, and takes the question back with the dialog', async () => {
    const { page } = editor;
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

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});
