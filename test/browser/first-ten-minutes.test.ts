import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { launchChromium } from './chromium';
import { addConnection, fillConnection, showTab, testConnection } from './dataconnect-dialogs';
import { EditorPage } from './editor-page';
import { isTrouble, type NodeRedProcess, nodeRedVersion } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

/** Each line has its share of languages and themes; Node-RED 4.1 has no dark theme of its own. */
const STRANGERS = nodeRedVersion.startsWith('4.')
  ? ([
      ['en-US', 'light'],
      ['fr', 'light'],
    ] as const)
  : ([
      ['es-ES', 'dark'],
      ['en-US', 'light'],
    ] as const);

describe("a stranger's first ten minutes", () => {
  let emulator: Emulator;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  before(async () => {
    const worldEnd = endForPeople(Date.now());
    [emulator, nodeRed, browser] = await Promise.all([
      startEmulator({ worldEnd }),
      startScratchNodeRed(),
      launchChromium(),
    ]);
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await emulator?.close();
  });

  for (const [place, [language, theme]] of STRANGERS.entries()) {
    it(`end with records, and no more typed than the credentials: ${language}, ${theme}`, async () => {
      const editor = await EditorPage.open(browser, nodeRed.url, theme, async (page) => {
        await page.addInitScript((tag) => localStorage.setItem('editor-language', tag), language);
      });
      const { page } = editor;
      await editor.stopAnimations();
      const y = 120 + 120 * place;
      const inject = await editor.drag('inject', 150, y);
      const sales = await editor.drag('dataconnect-sales-by-location', 400, y);
      const debug = await editor.drag('debug', 680, y);
      await editor.wire(inject, sales);
      await editor.wire(sales, debug);
      await editor.openDialog(sales);
      // Whoever comes second finds the connection chosen.
      if (place === 0) {
        await addConnection(page);
        await fillConnection(page, emulator);
        const test = await testConnection(page);
        assert.ok(test.ok, test.text);
        await editor.closeDialog();
      }
      await showTab(page, 'preview');
      await page.locator('.dataconnect-tab:visible button').first().click();
      await page.locator('.dataconnect-tab:visible table tbody tr').nth(2).waitFor();
      await editor.screenshot(`first-ten-minutes-${nodeRedVersion}-${language}-${theme}`);
      await editor.closeDialog();
      await editor.deploy();
      await editor.openDebugSidebar();
      await editor.pressButton(inject);
      await editor.debugMessages.first().getByText('array[').first().waitFor();
      assert.deepEqual(editor.takeFaults(), []);
      await editor.close();
    });
  }

  it('leave no trouble in the log', () => {
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
    assert.deepEqual(emulator.crashes, []);
  });
});
