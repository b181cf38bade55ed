import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { EditorPage } from './editor-page';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';
import { wishesOfPeople } from './wishes-of-people';

const PALETTE = '#red-ui-palette-search input';
const QUICK_ADD = '#red-ui-type-search-input';
const HELP = '.red-ui-sidebar-help-stack';

/** What each search lists, as a person sees it. */
const listed = {
  palette: `$('.red-ui-palette-node').not('[data-filter]').map((i, node) => $(node).attr('data-palette-type')).get()`,
  quickAdd: `$('#red-ui-type-search li').filter((i, item) => item.style.display !== 'none')
    .map((i, item) => $(item).find('.red-ui-editableList-item-content').data('data').type).get()`,
  help: `$('.red-ui-sidebar-help-toc li').filter((i, item) => item.style.display !== 'none')
    .map((i, item) => $(item).children('.red-ui-editableList-item-content').data('data').nodeType).get()`,
};

describe('a node is found by the words of people who do not know its name', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    editor = await EditorPage.open(browser, nodeRed.url);
    page = editor.page;
    await editor.stopAnimations();
    await searchAtOnce(PALETTE);
  });
  after(async () => {
    await editor?.close();
  });

  it('in the palette', async () => {
    const labels = await visibleLabels();
    for (const [typed, meant, most] of wishesOfPeople) {
      assertFound(typed, await found(PALETTE, typed, listed.palette), meant, most);
    }
    await found(PALETTE, '', listed.palette);
    assert.deepEqual(await visibleLabels(), labels);
  });

  it('in quick-add, which adds it', async () => {
    await openQuickAdd(300);
    for (const [typed, meant, most] of wishesOfPeople) {
      assertFound(typed, await found(QUICK_ADD, typed, listed.quickAdd), meant, most);
    }
    await page.locator(QUICK_ADD).fill('');
    await page.keyboard.type('ventas tiend');
    await page.waitForFunction(`$('#red-ui-type-search li.selected').length === 1`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(`RED.nodes.filterNodes({ type: 'dataconnect-sales-by-location' }).length === 1`);
  });

  it('in the list of the help', async () => {
    await page.evaluate(`RED.sidebar.show('help')`);
    await page.waitForFunction(`$('.red-ui-sidebar-help-toc li').length > 100`);
    const search = '.red-ui-info-toolbar:has(#red-ui-sidebar-help-show-toc) input';
    await searchAtOnce(search);
    assertFound('receipt', await found(search, 'receipt', listed.help), ['invoice-history'], 10);
    assertFound('password', await found(search, 'contraseña', listed.help), ['connection'], 1);
  });

  it('where its help has the labels of its dialog beside the names of the API', async () => {
    await page.waitForFunction(`!document.querySelector('[data-help-name^="dataconnect-list-locations"]').textContent
      .match(/<dt>LocationType(<span[^>]*>[^<]*<.span>)?<dd>(?!<b>)/)`);
    const unlabelled = await page.evaluate<string[]>(`[...document.querySelectorAll('[data-help-name^="dataconnect-"]')]
      .filter((help) => RED.nodes.getType(help.dataset.helpName)?.defaults?.params && /<dt>(Start|Stop)Date/.test(help.textContent))
      .filter((help) => !help.textContent.includes('<b>Period</b>') && !help.textContent.includes('<b>Start date</b>'))
      .map((help) => help.dataset.helpName)`);
    assert.deepEqual(unlabelled, []);
    await page.evaluate(`RED.sidebar.help.show('dataconnect-sales-by-location')`);
    assert.match(
      (await page.locator('.red-ui-help dl').first().textContent()) ?? '',
      /StartDate, StopDate\s*Period – /,
    );
    assert.match(
      (await page
        .locator('.red-ui-help', { has: page.locator('dl') })
        .last()
        .textContent()) ?? '',
      /Incremental\s*Set to “only what is new since last time”/,
    );
    await editor.screenshot('help-with-labels');
  });

  it('and in Spanish an example comes with a Spanish tab', async () => {
    const spanish = await EditorPage.open(browser, nodeRed.url, 'light', { language: 'es-ES' });
    await spanish.stopAnimations();
    await spanish.page.evaluate(`RED.actions.invoke('core:show-examples-import-dialog')`);
    const dialog = spanish.page.locator('#red-ui-clipboard-dialog');
    for (const step of ['node-red-dataconnect', '1 Start', '1 First flow']) {
      await dialog.locator('.red-ui-treeList-label', { hasText: step }).first().click();
    }
    await spanish.page.locator('#red-ui-clipboard-dialog-ok').click();
    await spanish.page.locator('.red-ui-tab-label', { hasText: 'Primer flujo' }).first().waitFor();
    const found = await spanish.page.evaluate<string[]>(`(() => {
      const field = document.querySelector('${PALETTE}');
      field.value = 'recibo';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return ${listed.palette.replace(".not('[data-filter]')", ".filter('[data-palette-label$=recibo]')")};
    })()`);
    assert.ok(found.includes('dataconnect-invoice-history'));
    await spanish.page.evaluate(`RED.sidebar.help.show('dataconnect-sales-by-location')`);
    await spanish.screenshot('help-in-spanish');
    assert.match((await spanish.page.locator('.red-ui-help dl').first().textContent()) ?? '', /StopDate\s*Período – /);
    await spanish.close();
  });

  it('and nothing breaks where Node-RED has its searches otherwise', async () => {
    await page.evaluate(`$('.red-ui-palette-node').removeAttr('data-palette-label')`);
    await found(PALETTE, 'stock', listed.palette);
    await page.evaluate(`$('.red-ui-palette-node').removeAttr('data-palette-type')`);
    await found(PALETTE, 'stock', listed.palette);
    await openQuickAdd(500);
    await page.evaluate(`$('#red-ui-type-search .red-ui-editableList-item-content').removeData('data')`);
    await page.locator(QUICK_ADD).press('s');
    await page.evaluate(`$('${HELP}').remove()`);
    await page.evaluate(`document.querySelector('.red-ui-info-toolbar input').dispatchEvent(new Event('input'))`);
    const ours = editor.takeFaults().filter((fault) => fault.includes('node-red-dataconnect'));
    assert.deepEqual(ours, []);
  });

  /** Node-RED waits for a tenth of a second after the last key. */
  async function searchAtOnce(field: string): Promise<void> {
    await page.evaluate(`$(${JSON.stringify(field)}).searchBox('option', 'delay', 0)`);
  }

  async function openQuickAdd(y: number): Promise<void> {
    // A click that comes while Node-RED still closes the one before is lost.
    const isOpen = () =>
      page
        .locator(QUICK_ADD)
        .waitFor({ timeout: 3000 })
        .then(
          () => true,
          () => false,
        );
    do {
      await page.locator('#red-ui-workspace-chart').click({ position: { x: 500, y }, modifiers: ['Control'] });
    } while (!(await isOpen()));
    await page.waitForFunction(`document.activeElement.matches('${QUICK_ADD}')`);
    await searchAtOnce(QUICK_ADD);
  }

  /** As if it had been typed into a search. @returns the types it lists */
  async function found(field: string, typed: string, list: string): Promise<string[]> {
    return page.evaluate<string[]>(`(() => {
      const field = document.querySelector(${JSON.stringify(field)});
      field.value = ${JSON.stringify(typed)};
      field.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
      return ${list};
    })()`);
  }

  function visibleLabels(): Promise<string[]> {
    return page.evaluate<string[]>(`$('.red-ui-palette-label').map((i, label) => label.textContent).get()`);
  }
});

function assertFound(typed: string, types: readonly string[], meant: readonly string[], most: number): void {
  const ours = types.filter((type) => type?.startsWith('dataconnect-'));
  for (const id of meant) assert.ok(ours.includes(`dataconnect-${id}`), `${typed}: no ${id} among ${ours.join()}`);
  assert.ok(ours.length <= most, `${typed} lists ${ours.length}: ${ours.join()}`);
}
