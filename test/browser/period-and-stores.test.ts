import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Emulator, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { cutOff } from './cut-off';
import { fieldOf, groupOf, showAdvanced } from './dataconnect-dialogs';
import { connectionTo, deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { shareOf } from './lines';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const fixed = (value: string) => ({ type: 'fixed', value });
const dates = (from: string, to: string) => ({ StartDate: fixed(from), StopDate: fixed(to) });
const period = (text: string) => dates(text, text);
const at = (level: string, ids: string) => {
  return { ...period('yesterday'), LocationType: fixed(level), LocationTypeIDs: fixed(ids) };
};

/** What nodes store, of *Sales by invoice* where nothing else is said; and what the choices of their controls show. */
const stored: Record<string, { type?: string; params: object; shows: string[] }> = {
  blank: { params: {}, shows: ['', ''] },
  words: { params: period('Previous  Month'), shows: ['previous month', ''] },
  french: { params: period('7 derniers jours'), shows: ['last 7 days', ''] },
  dates: { params: dates('2026-03-01', '2026-03-31'), shows: ['dates', ''] },
  mixed: { params: dates('today-7d', 'yesterday'), shows: ['dates', ''] },
  wrong: { params: period('lastt week'), shows: ['words', ''] },
  message: { params: { StartDate: { type: 'msg', value: 'from' }, StopDate: fixed('today') }, shows: ['advanced', ''] },
  variable: {
    params: { ...period('\x24{DAY}'), LocationType: fixed('\x24{LEVEL}') },
    shows: ['advanced', 'advanced'],
  },
  stores: { params: at('Store', '1, 2'), shows: ['yesterday', '0:Store'] },
  'other-case': { params: at('region', '*'), shows: ['yesterday', '0:Region'] },
  'level-only': { params: { ...period('yesterday'), LocationType: fixed('Region') }, shows: ['yesterday', '0:Region'] },
  'ids-only': { params: { ...period('yesterday'), LocationTypeIDs: fixed('101') }, shows: ['yesterday', 'advanced'] },
  both: { params: { ...at('Store', '101'), ForWho: fixed('5') }, shows: ['yesterday', 'advanced'] },
  legacy: {
    params: { ...period('yesterday'), ForWho: fixed('5'), ForWhoIDs: fixed('101') },
    shows: ['yesterday', '1:'],
  },
  optional: {
    params: { ...period('yesterday'), LocationTypeIDs: { type: 'msg', value: 'x', optional: true } },
    shows: ['yesterday', 'advanced'],
  },
  feed: { type: 'partner-stat-flo-product-detail', params: period('yesterday'), shows: ['yesterday', ''] },
  day: { type: 'trade-in-activity', params: period('year to date'), shows: ['year to date', ''] },
  several: { type: 'charge-back-summary', params: {}, shows: ['', '', ''] },
  modified: { type: 'customer-list', params: { StartDateLastModified: fixed('today') }, shows: ['', '', 'dates'] },
  older: { type: 'tax-collected', params: {}, shows: ['', ''] },
  entities: {
    type: 'payment-integration-transaction',
    params: { LocationEntityIDs: fixed('7') },
    shows: ['', '0:'],
  },
  moment: { type: 'sales-forecast', params: { DateAsOf: fixed('today-7d') }, shows: [''] },
};

describe('Period and Stores', () => {
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), sharedNodeRed(), sharedChromium()]);
    await deployFlows(nodeRed.url, [
      connectionTo(emulator, { name: 'Emulator', timeZone: 'America/Toronto' }),
      { id: 'tab', type: 'tab', label: 'Period and stores' },
      ...Object.entries(stored).map(([id, { type = 'sales-by-invoice', params }], place) => ({
        ...{ id, type: `dataconnect-${type}`, params, connection: 'connection', version: 1, name: '' },
        ...{ z: 'tab', x: 200 + (place % 3) * 320, y: 60 + Math.floor(place / 3) * 60, wires: [] },
      })),
    ]);
    editor = await EditorPage.open(browser, nodeRed.url);
    page = editor.page;
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
  });

  const paramsOf = (id: string) =>
    page.evaluate<Record<string, unknown>>(`RED.nodes.node(${JSON.stringify(id)}).params`);
  const choiceOf = (group: Locator) => group.locator('select').first();
  const noteOf = (group: Locator) => group.locator('.dataconnect-field-note[role="status"]');
  const dateIn = (group: Locator, name: string) => group.getByRole('textbox', { name, exact: true });
  const isAdvanced = async (group: Locator) =>
    (await group.locator('.dataconnect-switch').getAttribute('aria-expanded')) === 'true';
  const edit = async (id: string, change: (period: Locator, stores: Locator) => Promise<void>) => {
    await editor.openDialogOf(editor.node(id));
    await change(groupOf(page, 'StartDate'), groupOf(page, 'LocationTypeIDs'));
    await editor.closeDialog();
    assert.deepEqual(editor.takeFaults(), []);
    return paramsOf(id);
  };

  it('are one field each, show what they cannot say in an advanced part, and change nothing by a look', async () => {
    for (const [id, { params, shows }] of Object.entries(stored)) {
      await editor.openDialogOf(editor.node(id));
      const groups = await page.locator('[data-group]').all();
      const found = await Promise.all(
        groups.map(async (group) => ((await isAdvanced(group)) ? 'advanced' : choiceOf(group).inputValue())),
      );
      assert.deepEqual(found, shows, id);
      if (id === 'message') {
        assert.equal(await groups[0]!.locator('.dataconnect-switch').isDisabled(), true);
        await editor.screenshot(`period-by-message-${nodeRedVersion}`);
        await assertAccessible(editor, 'a period by message');
      }
      await editor.closeDialog();
      assert.equal(await editor.isChanged(editor.node(id)), false, id);
      assert.deepEqual(await paramsOf(id), params, id);
    }
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('a period is chosen in words, with the dates that it means in the zone of the connection', async () => {
    const params = await edit('blank', async (period) => {
      assert.match((await noteOf(period).textContent()) ?? '', /Start date is required/);
      await choiceOf(period).selectOption('last 7 days');
      const today = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Toronto', day: 'numeric' }).format(
        new Date(),
      );
      assert.match((await noteOf(period).textContent()) ?? '', new RegExp(`Now: .* ${today}, 20.*America/Toronto`));
      await choiceOf(period).focus();
      await page.keyboard.press('ArrowUp');
    });
    assert.deepEqual(params, period('today'));
  });

  it('a period is typed in any language, and a slip of the keyboard is put right with a click', async () => {
    assert.deepEqual(
      await edit('wrong', async (period) => {
        assert.match((await noteOf(period).textContent()) ?? '', /must be a date.*Did you mean last week\?/);
        await editor.screenshot(`period-suggestion-${nodeRedVersion}`);
        await assertAccessible(editor, 'a period that is none');
        await period.getByText('Did you mean').click();
        assert.match((await noteOf(period).textContent()) ?? '', /Now:/);
      }),
      period('previous week'),
    );
    assert.deepEqual(
      await edit('wrong', async (period) => {
        await choiceOf(period).selectOption('words');
        await period.getByLabel('Words for the period').fill('ultimos 3 meses');
      }),
      period('last 3 months'),
    );
  });

  it('a period of dates begins with those that the words meant, and its order is checked while typing', async () => {
    const params = await edit('words', async (period) => {
      await choiceOf(period).selectOption('dates');
      assert.match(await dateIn(period, 'From').inputValue(), /^\d{4}-\d{2}-01$/);
      await dateIn(period, 'From').fill('2026-03-31');
      await dateIn(period, 'To').fill('2026-03-01');
      assert.match((await noteOf(period).textContent()) ?? '', /Stop date .* is before Start date/);
      assert.equal(await dateIn(period, 'To').getAttribute('aria-invalid'), 'true');
      await dateIn(period, 'From').fill('il y a 7 jours');
      await period.getByLabel('Pick a value for To').click();
      await assertAccessible(editor, 'the panel of dates');
      await page.locator('.dataconnect-examples > button', { hasText: /^yesterday/ }).click();
      await editor.screenshot(`period-dates-${nodeRedVersion}`);
    });
    assert.deepEqual(params, { StartDate: fixed('today-7d'), StopDate: fixed('yesterday') });
  });

  it('all stores of a level are said in the word of the service, the whole company by nothing', async () => {
    const all = await edit('stores', async (_, stores) => {
      await stores.getByText('Show names').click();
      await stores.locator('.dataconnect-names span').first().waitFor();
      await editor.screenshot(`stores-named-${nodeRedVersion}`);
      await choiceOf(stores).selectOption('0:District');
    });
    assert.deepEqual(all, { ...period('yesterday'), LocationType: fixed('District'), LocationTypeIDs: fixed('-1') });
    const company = await edit('stores', (_, stores) =>
      choiceOf(stores)
        .selectOption('')
        .then(() => {}),
    );
    assert.deepEqual(company, period('yesterday'));
  });

  it('stores are picked from the account, and have their names beside their ids', async () => {
    const params = await edit('blank', async (_, stores) => {
      assert.equal(await choiceOf(stores).inputValue(), '');
      await choiceOf(stores).selectOption('0:Store');
      await stores.getByLabel('Pick a value for Which').click();
      const rows = page.locator('.dataconnect-choices > li');
      await rows.nth(1).click();
      await rows.nth(2).click();
      await editor.screenshot(`stores-picking-${nodeRedVersion}`);
      await assertAccessible(editor, 'stores to pick');
      await page.keyboard.press('Escape');
      assert.equal(await stores.locator('.dataconnect-names > li').count(), 2);
      await editor.screenshot(`stores-picked-${nodeRedVersion}`);
      await assertAccessible(editor, 'stores with names');
      await stores.locator('.dataconnect-names button').first().click();
    });
    const { LocationType, LocationTypeIDs } = params as Record<string, { value: string }>;
    assert.equal(LocationType?.value, 'Store');
    assert.match(LocationTypeIDs?.value ?? '', /^\d+$/);
    await editor.openDialogOf(editor.node('blank'));
    const names = groupOf(page, 'LocationTypeIDs').locator('.dataconnect-names > li');
    assert.match((await names.allTextContents())[0] ?? '', new RegExp(`^\\D.*${LocationTypeIDs?.value}$`));
    // A connection that is another one now may have other stores under these ids.
    await page.locator('#node-input-btn-connection-edit').click();
    await page.locator('#node-config-input-name').fill('Another');
    await editor.closeDialog();
    await editor.closeDialog();
    await editor.openDialogOf(editor.node('blank'));
    assert.deepEqual(await names.allTextContents(), [LocationTypeIDs?.value]);
    await editor.closeDialog();
  });

  it('take values of all sources in the advanced part, which the control shows where it can', async () => {
    const params = await edit('dates', async (period) => {
      await showAdvanced(page, 'StartDate');
      await fieldOf(page, 'StartDate').locator('.red-ui-typedInput-input').fill('previous quarter');
      await fieldOf(page, 'StopDate').locator('.red-ui-typedInput-input').fill('trimestre précédent');
      await period.locator('.dataconnect-switch').click();
      assert.equal(await choiceOf(period).inputValue(), 'words');
      assert.equal(await period.getByLabel('Words for the period').inputValue(), 'previous quarter');
    });
    assert.deepEqual(params, period('previous quarter'));
  });

  it('are there for every kind of range and filter', async () => {
    await editor.openDialogOf(editor.node('several'));
    for (const name of ['InvoiceStartDate', 'ChargeBackStartDate']) {
      await choiceOf(groupOf(page, name)).selectOption('yesterday');
    }
    await editor.closeDialog();
    assert.deepEqual(
      Object.values(await paramsOf('several')),
      [1, 2, 3, 4].map(() => fixed('yesterday')),
    );
    await editor.openDialogOf(editor.node('modified'));
    assert.equal(await choiceOf(groupOf(page, 'StartDateLastModified')).inputValue(), 'dates');
    await groupOf(page, 'StartDateLastModified').locator('.dataconnect-icon-button:has(.fa-times)').click();
    await editor.closeDialog();
    assert.deepEqual(await paramsOf('modified'), {});
    await editor.openDialogOf(editor.node('older'));
    const older = groupOf(page, 'ForWhoIDs');
    await choiceOf(older).selectOption({ index: 1 });
    await older.getByLabel('Pick a value for Level').click();
    await page.locator('.dataconnect-choices > li').last().click();
    await editor.closeDialog();
    assert.match(JSON.stringify(await paramsOf('older')), /"ForWho":.*"ForWhoIDs":.*"-1"/);
    await editor.openDialogOf(editor.node('entities'));
    assert.equal(await groupOf(page, 'LocationEntityIDs').locator('.dataconnect-names code').textContent(), '7');
    await editor.closeDialog();
  });

  for (const [language, colorScheme, words] of shareOf([
    ['fr', 'light', ['7 derniers jours', 'il y a 7 jours', 'Vouliez-vous dire', 'Magasin']],
    ['es-ES', 'dark', ['últimos 7 días', 'hace 7 días', '¿Quiso decir', 'Tienda']],
  ] as const)) {
    it(`are said in ${language}, and nothing is cut off in a small window`, async () => {
      const other = await EditorPage.open(browser, nodeRed.url, colorScheme, { language });
      await other.page.setViewportSize({ width: 1024, height: 700 });
      await other.stopAnimations();
      await other.openDialogOf(other.node('french'));
      const [period, stores] = [groupOf(other.page, 'StartDate'), groupOf(other.page, 'LocationTypeIDs')];
      const chosen = await choiceOf(period).evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text);
      assert.ok(chosen?.startsWith(words[0]), chosen);
      await choiceOf(stores).selectOption('0:Store');
      assert.ok((await choiceOf(stores).textContent())?.includes(words[3]));
      await other.screenshot(`period-words-${language}-${nodeRedVersion}`);
      await choiceOf(period).selectOption('words');
      await period.locator('input').first().fill('lastt week');
      assert.ok((await noteOf(period).textContent())?.includes(words[2]));
      await choiceOf(period).selectOption('dates');
      await other.screenshot(`period-dates-${language}-${nodeRedVersion}`);
      assert.deepEqual(await cutOff(other.page), []);
      await other.page.locator('#node-dialog-cancel').click();
      await other.page.waitForFunction("!document.querySelector('.red-ui-tray')");
      await other.openDialogOf(other.node('moment'));
      const field = fieldOf(other.page, 'DateAsOf').locator('.red-ui-typedInput-input');
      assert.equal(await field.inputValue(), words[1]);
      await other.closeDialog();
      assert.equal(await other.isChanged(other.node('moment')), false);
      assert.deepEqual(other.takeFaults(), []);
      await other.close();
    });
  }

  it('have left no error in the log', () => {
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
    assert.deepEqual(emulator.crashes, []);
  });
});
