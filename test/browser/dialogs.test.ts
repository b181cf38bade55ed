import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { endpointById } from '../../nodes/catalogue';
import { setNames, typesOf } from '../package/set-pages';
import { assertAccessible } from './accessibility';
import { openAndClose, showTab } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

/** Node-RED 4.1 has no dark theme of its own. */
const colorSchemes = nodeRedVersion.startsWith('4.') ? (['light'] as const) : (['light', 'dark'] as const);
/** Pictures are taken of these: few fields, many fields, any path. */
const PICTURED = ['dataconnect-availability', 'dataconnect-invoice-history', 'dataconnect-request'];

/** Dialogs with texts that are longer than a small window is wide. */
const LONG_LINES = [
  ...['dataconnect-availability', 'dataconnect-records-to-sql'],
  ...['dataconnect-charge-back-summary', 'dataconnect-customer-list'],
];

describe('the dialogs of all nodes', () => {
  const nodes = setNames.flatMap(nodesOf);
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, [
      { id: 'connection', type: 'dataconnect-connection', name: 'Nowhere', version: 1, environment: 'production' },
      ...setNames.map((set) => ({ id: set, type: 'tab', label: set })),
      ...nodes,
    ]);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  for (const { id, type } of nodes) {
    it(`${type} opens, and closing it with Done changes nothing`, async () => {
      assert.equal(await openAndClose(editor.page, id), false);
      assert.deepEqual(editor.takeFaults(), []);
    });
  }

  it('are whole in a small window', async () => {
    const { page } = editor;
    await page.setViewportSize({ width: 1024, height: 700 });
    for (const type of LONG_LINES) {
      await editor.openDialogOf(editor.node(`a-${type}`));
      assert.deepEqual(await cutAtTheRight(page), [], type);
      const connection = page.locator('#node-input-btn-connection-edit');
      if ((await connection.count()) > 0) {
        await connection.click();
        await page.locator('[data-action="test-connection"]').waitFor();
        await editor.settled();
        assert.deepEqual(await cutAtTheRight(page), [], 'connection');
        await editor.closeDialog();
      }
      await editor.closeDialog();
    }
    await page.setViewportSize({ width: 1600, height: 1000 });
  });

  for (const colorScheme of colorSchemes) {
    it(`are pictured in ${colorScheme}`, async () => {
      const pictures = await EditorPage.open(browser, nodeRed.url, colorScheme);
      await pictures.stopAnimations();
      for (const type of PICTURED) {
        await pictures.openDialogOf(await pictures.nodeOfType(type));
        for (const tab of ['response', 'output', 'parameters'] as const) {
          await showTab(pictures.page, tab);
          await pictures.screenshot(`${type}-${tab}-${nodeRedVersion}-${colorScheme}`);
          if (colorScheme === 'light' && type !== PICTURED[0]) await assertAccessible(pictures, `${type}, ${tab}`);
        }
        await pictures.closeDialog();
      }
      await pictures.openDialogOf(await pictures.nodeOfType('dataconnect-availability'));
      await pictures.page.locator('#node-input-btn-connection-edit').click();
      await pictures.page.locator('[data-action="test-connection"]').waitFor();
      await pictures.screenshot(`dataconnect-connection-${nodeRedVersion}-${colorScheme}`);
      await pictures.closeDialog();
      await pictures.closeDialog();
      assert.deepEqual(pictures.takeFaults(), []);
      await pictures.close();
    });
  }
});

/** Rows of the dialog on top that reach beyond it: there the window has no more room. */
function cutAtTheRight(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const tray = [...document.querySelectorAll('.red-ui-tray')].at(-1);
    const right = (element) => element.getBoundingClientRect().right;
    const rows = [...tray.querySelectorAll('form .form-row')].filter((row) => right(row) > right(tray));
    return rows.map((row) => row.textContent.trim().slice(0, 30));
  })()`);
}

/** A value for every parameter, as a person writes it who writes a flow by hand: numbers, switches, blanks, spaces. */
function writtenByHand(type: string): Record<string, unknown> {
  const parameters = endpointById(type.replace(/^dataconnect-/, ''))?.parameters ?? [];
  const values = parameters.map(({ name, choices }, place) => {
    const value = choices?.[place % choices.length]?.value ?? [5, ' x ', true, ''][place % 4];
    return [name, place % 3 === 0 ? { type: 'fixed', value } : value];
  });
  return Object.fromEntries(values);
}

/** The nodes of a set on a tab of their own: Node-RED 5 stumbles over an outline that it fills in several steps. */
function nodesOf(set: string): { id: string; type: string }[] {
  const inPalette = typesOf(set).filter(({ definition }) => definition.category !== 'config');
  return inPalette.map(({ type }, place) => {
    const where = { z: set, x: 200 + (place % 4) * 300, y: 60 + Math.floor(place / 4) * 60 };
    const params = PICTURED.includes(type) ? {} : writtenByHand(type);
    return { id: `a-${type}`, type, name: '', connection: 'connection', params, ...where };
  });
}
