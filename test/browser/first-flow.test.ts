import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { addConnection, addFilter, fieldOf, fillConnection, testConnection } from './dataconnect-dialogs';
import { EditorPage } from './editor-page';
import { isTrouble } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

describe('a person who builds a first flow', () => {
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), sharedNodeRed(), sharedChromium()]);
    editor = await EditorPage.open(browser, nodeRed.url);
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
  });

  it('drags nodes, makes a connection, deploys, and reads a record in the debug sidebar', async () => {
    const { page } = editor;
    const inject = await editor.drag('inject', 200, 200);
    const availability = await editor.drag('dataconnect-availability', 450, 200);
    const debug = await editor.drag('debug', 750, 200);
    await editor.wire(inject, availability);
    await editor.wire(availability, debug);

    await editor.openDialog(availability);
    await addConnection(page);
    await fillConnection(page, emulator);
    const test = await testConnection(page);
    await editor.screenshot(`connection-tested-${nodeRed.version}`);
    assert.ok(test.ok, test.text);
    await page.locator('.dataconnect-limits > summary').click();
    await assertAccessible(editor, 'a connection that was tested, with its limits');
    await editor.closeDialog();

    await addFilter(page, 'QuantityMin', '3');
    await editor.screenshot(`availability-filled-${nodeRed.version}`);
    await editor.closeDialog();
    await editor.deploy();
    assert.equal(await editor.isChanged(availability), false);
    await nodeRed.logged('Started flows', 2);

    await editor.openDebugSidebar();
    emulator.requests.clear();
    await editor.pressButton(inject);
    const message = editor.debugMessages.first();
    await message.waitFor();
    // The array, its first ten, the first of them.
    for (const depth of [0, 1, 2]) await message.locator('.red-ui-debug-msg-object-handle').nth(depth).click();
    await message.getByText('ProductSKU').first().waitFor();
    await editor.screenshot(`record-in-debug-${nodeRed.version}`);

    const [request] = emulator.requests.to('/availability');
    assert.equal(request?.query.get('QuantityMin'), '3');
    assert.deepEqual(emulator.crashes, []);
  });

  it('finds every field as it was, and closing with Done changes nothing', async () => {
    const { page } = editor;
    const availability = await editor.nodeOfType('dataconnect-availability');
    await editor.openDialog(availability);
    assert.equal(await fieldOf(page, 'QuantityMin').locator('.red-ui-typedInput-input').inputValue(), '3');
    await page.locator('#node-input-btn-connection-edit').click();
    await page.locator('[data-action="test-connection"]').waitFor();
    assert.equal(await page.locator('input[data-field="serviceUrl"]').inputValue(), emulator.serviceUrl);
    const shown = await page.locator('#node-config-input-password').inputValue();
    assert.notEqual(shown, emulator.credentials.password);
    await editor.closeDialog();
    await editor.closeDialog();
    assert.equal(await editor.isChanged(availability), false);
    assert.equal(await page.locator('#red-ui-header-button-deploy.disabled').count(), 1);
  });

  it('tests a deployed connection with the secrets that the server kept', async () => {
    const { page } = editor;
    await editor.openDialog(await editor.nodeOfType('dataconnect-availability'));
    await page.locator('#node-input-btn-connection-edit').click();
    const test = await testConnection(page);
    assert.ok(test.ok, test.text);
    await editor.closeDialog();
    await editor.closeDialog();
  });

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});
