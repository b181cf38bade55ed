import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { asProduction, type StandIn } from './as-production';
import { addConnection, showTab, testConnection } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { shareOf, themes } from './lines';
import { isTrouble, type NodeRedProcess, nodeRedVersion } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';
import { sharedChromium } from './shared-chromium';
import { weakContrasts } from './weak-contrasts';

const CREDENTIALS = ['username', 'password', 'clientId', 'clientSecret'] as const;

/** The server's language, which is nobody's business but that of statuses, messages and log. */
const IN_FRENCH = { LC_ALL: 'fr_FR.UTF-8' };

/** As the page is loaded first. */
const ENGLISH = 'en-US';

describe("a stranger's first ten minutes", () => {
  let emulator: Emulator;
  let standIn: StandIn;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    emulator = await startEmulator({ worldEnd: endForPeople(Date.now()) });
    standIn = await asProduction(emulator);
    [nodeRed, browser] = await Promise.all([
      startScratchNodeRed(undefined, { ...standIn.environment, ...IN_FRENCH }),
      sharedChromium(),
    ]);
    editor = await EditorPage.open(browser, nodeRed.url, 'light', {
      prepare: async (opened) => {
        await opened.addInitScript(watchTyping);
      },
    });
    page = editor.page;
  });
  after(async () => {
    await editor?.close();
    await nodeRed?.stop();
    await standIn?.close();
    await emulator?.close();
  });

  it('are on a server that speaks French where nobody says what they read', async () => {
    const answer = await fetch(new URL('dataconnect/connections/gone/lookups/list-stores', nodeRed.url));
    const { text } = (await answer.json()) as { text: string };
    assert.ok(text.startsWith(textOf('fr', 'errors', 'CONNECTION_MISSING').split('__')[0]!), text);
  });

  for (const [place, language] of [ENGLISH, ...shareOf(['fr', 'es-ES'])].entries()) {
    it(`end with records, and nothing typed but the credentials: ${language}`, async () => {
      if (language !== ENGLISH) {
        await deployFlows(nodeRed.url, [{ id: 'tab', type: 'tab', label: 'Flow 1', disabled: false, info: '' }]);
        await editor.reloadIn(language);
      }
      await editor.stopAnimations();
      const inject = await editor.dragFromPalette('inject', 150, 120);
      const sales = await editor.dragFromPalette('dataconnect-sales-by-location', 400, 120);
      const debug = await editor.dragFromPalette('debug', 680, 120);
      await editor.wire(inject, sales);
      await editor.wire(sales, debug);

      await editor.openDialog(sales);
      await addConnection(page);
      for (const name of CREDENTIALS) {
        await page.locator(`#node-config-input-${name}`).fill(emulator.credentials[name]);
      }
      const test = await testConnection(page);
      assert.ok(test.ok, test.text);
      assert.ok(test.text.includes(textOf(language, 'connection', 'test-passed')), test.text);
      assert.ok(test.text.includes(textOf(language, 'diagnosis', 'PERMITTED')), test.text);
      await editor.closeDialog();

      await showTab(page, 'preview');
      await page.locator('.dataconnect-tab:visible button').first().click();
      await page.locator('.dataconnect-tab:visible table tbody tr').nth(2).waitFor();
      await lookAt(`preview-${language}`);
      await editor.closeDialog();

      await editor.deploy();
      await editor.openDebugSidebar();
      await editor.pressButton(inject);
      const payload = editor.debugMessages.first().getByText('array[').first();
      const count = Number(/array\[(\d+)\]/.exec((await payload.textContent())!)?.[1]);
      assert.ok(count > 2, String(count));

      await page.evaluate("RED.actions.invoke('dataconnect:show-runs')");
      const run = page.locator('.dataconnect-sidebar [data-state="records"]');
      // Those of the languages before are there as well.
      await run.nth(place).waitFor();
      assert.match(
        (await run.first().textContent())!,
        new RegExp(textOf(language, 'status', 'done').replace('__records__', String(count))),
      );
      await lookAt(`sidebar-${language}`);

      assert.deepEqual(
        await page.evaluate('typedInto'),
        CREDENTIALS.map((name) => `node-config-input-${name}`),
      );
      assert.deepEqual(editor.takeFaults(), []);
    });
  }

  it('leave no trouble in the log', () => {
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
    assert.deepEqual(emulator.crashes, []);
  });

  async function lookAt(what: string): Promise<void> {
    for (const theme of themes) {
      await editor.paint(theme);
      await editor.screenshot(`first-ten-minutes-${nodeRedVersion}-${what}-${theme}`);
      assert.deepEqual(await page.evaluate<string[]>(weakContrasts), [], theme);
    }
  }
});

/** Keeps the ids of the fields into which somebody types, in the order of the first time. */
const watchTyping = `
  window.typedInto = [];
  addEventListener('input', ({ target }) => {
    if (!target.matches('select, [type="checkbox"]') && !typedInto.includes(target.id)) typedInto.push(target.id);
  }, true);`;

function textOf(language: string, file: string, key: string): string {
  const texts = readFileSync(path.join(__dirname, '../../locales', language, `${file}.json`), 'utf8');
  return (JSON.parse(texts) as Record<string, string>)[key]!;
}
