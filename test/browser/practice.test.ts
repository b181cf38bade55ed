import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { assertAccessible } from './accessibility';
import { addConnection, showTab, testConnection } from './dataconnect-dialogs';
import { EditorPage } from './editor-page';
import { isTrouble } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const MARK = /practice data/i;

describe('a person who has installed the package and has no account', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    editor = await EditorPage.open(browser, nodeRed.url);
  });
  after(async () => {
    await editor?.close();
  });

  it('chooses practice, and sees that it is invented and asks for nothing', async () => {
    const { page } = editor;
    const inject = await editor.drag('inject', 200, 200);
    const sales = await editor.drag('dataconnect-sales-by-location', 450, 200);
    const debug = await editor.drag('debug', 750, 200);
    await editor.wire(inject, sales);
    await editor.wire(sales, debug);
    await editor.openDialog(sales);
    await addConnection(page);
    const banner = page.locator('.red-ui-tray').last().locator('.dataconnect-practice');
    assert.equal(await banner.isVisible(), false);
    await page.locator('select:has(option[value="practice"])').selectOption('practice');
    assert.match((await banner.textContent())!, /everything is invented/);
    const asked = ['username', 'password', 'clientId', 'clientSecret', 'accessToken', 'tls', 'proxy'];
    for (const name of asked) assert.equal(await page.locator(`#node-config-input-${name}`).isVisible(), false, name);
    assert.equal(await page.locator('input[data-field="companyId"]').isVisible(), false);
    assert.equal(await page.locator('.red-ui-tray').last().locator('.dataconnect-error:visible').count(), 0);
    const test = await testConnection(page);
    assert.ok(test.ok && /All of its data is invented/.test(test.text), test.text);
    await page.locator('[data-action="check-up"]').click();
    await page.locator('[data-action="ask"]').click();
    const said = page.locator('.dataconnect-check-up .dataconnect-practice');
    await said.waitFor();
    assert.match((await said.textContent())!, /20, to the practice service/);
    assert.equal(await page.locator('[data-action="use-settings"]').count(), 0);
    await editor.screenshot(`practice-connection-${nodeRed.version}`);
    await assertAccessible(editor, 'a connection for practice');
    await editor.closeDialog();
  });

  it('previews records that are marked', async () => {
    const { page } = editor;
    assert.match((await page.locator('#node-input-connection option:checked').textContent())!, /invented data/);
    await showTab(page, 'preview');
    await page.locator('.dataconnect-preview-buttons button:has(.fa-table)').click();
    await page.locator('.dataconnect-preview-region td').first().waitFor();
    assert.match((await page.locator('.dataconnect-preview').textContent()) ?? '', /Practice data|invented/);
    assert.equal(await page.locator('.dataconnect-tab .dataconnect-practice:visible').count(), 1);
    await editor.screenshot(`practice-preview-${nodeRed.version}`);
    await assertAccessible(editor, 'a preview of practice');
    await editor.closeDialog();
  });

  it('runs the node as it was dropped, and is told of it under the node and in the message', async () => {
    const { page } = editor;
    const sales = await editor.nodeOfType('dataconnect-sales-by-location');
    const debug = await editor.nodeOfType('debug');
    await page.evaluate(`RED.nodes.node(${JSON.stringify(debug.id)}).complete = 'dataconnect.practice'`);
    await page.evaluate(`RED.nodes.node(${JSON.stringify(debug.id)}).targetType = 'msg'`);
    await editor.deploy();
    const status = sales.group.locator('.red-ui-flow-node-status-label');
    await page.waitForFunction((label) => /practice data/.test(label?.textContent ?? ''), await status.elementHandle());
    await editor.openDebugSidebar();
    await editor.pressButton(await editor.nodeOfType('inject'));
    const message = editor.debugMessages.first();
    await message.waitFor();
    assert.match((await message.textContent())!, /true/);
    await page.waitForFunction(
      (label) => /records – practice data/.test(label?.textContent ?? ''),
      await status.elementHandle(),
    );
    assert.match((await status.textContent())!, MARK);
    await editor.screenshot(`practice-run-${nodeRed.version}`);
  });

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});
