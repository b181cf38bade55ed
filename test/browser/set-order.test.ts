import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import manifest from '../../package.json';
import { setNames, typesOf } from '../package/set-pages';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const TYPE = 'dataconnect-list-stores';

const flows = [
  { id: 'tab', type: 'tab', label: 'Order' },
  { id: 'connection', type: 'dataconnect-connection', name: 'Nowhere', version: 1, environment: 'production' },
  { id: 'a', type: TYPE, z: 'tab', name: '', connection: 'connection', x: 300, y: 100, wires: [[]] },
];

/** As after an installation in the palette manager, which loads all sets at once. */
describe('an editor that gets the node sets in another order', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, flows);
    editor = await EditorPage.open(browser, nodeRed.url, 'light', { prepare: connectionLast });
  });
  after(async () => {
    await editor?.close();
  });

  it('has all types in its palette', async () => {
    const inPalette = setNames.flatMap(typesOf).filter(({ definition }) => definition.category !== 'config');
    for (const { type } of inPalette) {
      await editor.page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`).waitFor({ state: 'attached' });
    }
  });

  it('opens the dialog of a node that was there before its type', async () => {
    await editor.stopAnimations();
    await editor.openDialogOf(await editor.nodeOfType(TYPE));
    await editor.page.locator('a[href="#dataconnect-parameters"]').waitFor();
    await editor.closeDialog();
    assert.deepEqual(editor.takeFaults(), []);
  });
});

/** Changes the answer that holds the html of all sets. */
async function connectionLast(page: Page): Promise<void> {
  const isHtmlOfSets = (url: URL) => url.pathname === '/nodes';
  await page.route(isHtmlOfSets, async (route) => {
    if (!route.request().headers().accept?.includes('text/html')) return route.continue();
    const answer = await route.fetch();
    const pages = (await answer.text()).split(/(?=<!-- --- \[red-module:\S+\] --- -->)/);
    const isConnection = (html: string) => html.includes(`[red-module:${manifest.name}/connection]`);
    const body = [...pages.filter((html) => !isConnection(html)), ...pages.filter(isConnection)].join('');
    return route.fulfill({ response: answer, body });
  });
}
