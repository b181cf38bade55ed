import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { cutOff } from './cut-off';
import { addConnection, fillConnection } from './dataconnect-dialogs';
import { EditorPage } from './editor-page';
import { theme } from './lines';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

describe('a person who wants to know how the service behaves', () => {
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([
      startEmulator({ worldEnd: endForPeople(Date.now()) }),
      sharedNodeRed(),
      sharedChromium(),
    ]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
    await editor.page.setViewportSize({ width: 1024, height: 700 });
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
  });

  const action = (name: string) => editor.page.locator(`[data-action="${name}"]`);
  const answers = () => editor.page.locator('.dataconnect-questions > li');
  const asked = () => emulator.requests.all().filter(({ service }) => service === 'service');
  const picture = async (name: string) => {
    await editor.page.locator('.dataconnect-buttons').scrollIntoViewIfNeeded();
    assert.deepEqual(await cutOff(editor.page), []);
    await editor.screenshot(`check-up-${name}-${nodeRedVersion}`);
  };

  it('reads before anything is sent what would be', async () => {
    const node = await editor.drag('dataconnect-check-up', 300, 200);
    await editor.openDialog(node);
    await assertAccessible(editor, 'the node of the check-up');
    await addConnection(editor.page);
    await fillConnection(editor.page, emulator);
    await action('check-up').click();
    await action('ask').waitFor();
    assert.ok((await answers().count()) > 10);
    assert.match((await answers().first().textContent())!, /cookies.*GET \/session/i);
    assert.deepEqual(asked(), []);
    await picture('announced');
    await assertAccessible(editor, 'a check-up that is announced');
  });

  it('asks with the values of the form, and sees each answer with its evidence', async () => {
    emulator.dials.set({
      stopDate: 'exclusive',
      postBody: 'json',
      timeZone: 'America/Toronto',
      preferredEndpoint: 'https://nearer.iqmetrix.net',
      paths: { availability: '/inventory/availability' },
    });
    await editor.page.locator('[data-field="timeZone"]').fill('America/Toronto');
    await action('ask').click();
    await action('use-settings').waitFor();
    const stop = answers().filter({ hasText: 'What StopDate includes' });
    assert.match((await stop.textContent())!, /StopDate is left out/);
    await stop.locator('summary').click();
    assert.match((await stop.locator('code').last().textContent())!, /SalesByInvoiceReport.*the sale is in it/);
    await picture('answered');
    await assertAccessible(editor, 'a check-up that is answered');
  });

  it('takes the settings over into the form, and into the flow', async () => {
    const differing = (await editor.page.locator('.dataconnect-check-up ul').textContent())!;
    assert.match(differing, /Stop date: not known: ask with a lookback of a day → ends before it/);
    assert.match(differing, /POST body: form fields → JSON/);
    assert.match(differing, /Paths: blank → availability=\/inventory\/availability/);
    assert.doesNotMatch(differing, /Time zone/);
    await picture('settings');
    await action('use-settings').click();
    assert.equal(
      await editor.page.locator('[data-field="paths"]').inputValue(),
      'availability=/inventory/availability',
    );
    await picture('used');
    await editor.closeDialog();
    const stored = await editor.page.evaluate<Record<string, unknown>>(
      `(({ stopDate, postBody, paths }) => ({ stopDate, postBody, paths }))(RED.nodes.node(document.getElementById('node-input-connection').value))`,
    );
    assert.deepEqual(stored, {
      stopDate: 'exclusive',
      postBody: 'json',
      paths: 'availability=/inventory/availability',
    });
  });

  it('finds nothing to change afterwards, and stops it by closing the dialog', async () => {
    await editor.page.locator('#node-input-btn-connection-edit').click();
    await action('check-up').click();
    await action('ask').click();
    const verdict = editor.page.locator('.dataconnect-check-up .dataconnect-verdict');
    await verdict.waitFor();
    assert.match((await verdict.textContent())!, /settings of this connection fit/);
    assert.equal(await action('use-settings').count(), 0);

    emulator.dials.set({ hold: true });
    emulator.requests.clear();
    await action('check-up').click();
    await action('ask').click();
    while (emulator.admission.active(42) === 0) await new Promise((resolve) => setImmediate(resolve));
    await editor.page.locator('.red-ui-tray').last().locator('.red-ui-tray-toolbar button').first().click();
    while (emulator.admission.active(42) > 0) await new Promise((resolve) => setImmediate(resolve));
    emulator.dials.reset();
    assert.equal(asked().length, 1);
    assert.deepEqual(editor.takeFaults(), []);
  });
});
