import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { recordSecret } from '../secrets/transcript';
import { assertAccessible } from './accessibility';
import { showTab } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import type { NodeRedProcess } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';
import { sharedChromium } from './shared-chromium';

const fixed = (value: string) => ({ type: 'fixed', value });
const node = (id: string, type: string, more: object = {}) => ({
  ...{ id, type, z: 'tab', x: 200, y: 100, connection: 'connection', wires: [] },
  ...more,
});
const credentials = {
  username: 'nobody',
  password: 'sesame-of-old',
  clientId: 'shop',
  clientSecret: 'sesame-of-shops',
};
for (const secret of [credentials.password, credentials.clientSecret]) recordSecret(secret);

const flows = [
  { id: 'tab', type: 'tab', label: 'Columns' },
  { id: 'connection', type: 'dataconnect-connection', fileFolder: '/data/reports', credentials },
  node('stores', 'dataconnect-list-stores'),
  node('people', 'dataconnect-list-employees'),
  node('filed', 'dataconnect-list-employees', { output: { mode: 'file' }, params: { Response: fixed('Csv') } }),
  node('request', 'dataconnect-request', { path: '/lists/stores' }),
  node('sales', 'dataconnect-sales-by-invoice', { params: { HideRebates: fixed('-1') }, wires: [['passed']] }),
  { ...{ id: 'passed', type: 'link out', z: 'tab', x: 400, y: 100, mode: 'link', links: ['taken'] }, wires: [] },
  { ...{ id: 'taken', type: 'link in', z: 'tab', x: 200, y: 160, links: ['passed'] }, wires: [['again']] },
  {
    ...{ id: 'again', type: 'trigger', name: 'once more', z: 'tab', x: 400, y: 160, wires: [['again']] },
    ...{ op1: '1', op1type: 'str', op2: '0', op2type: 'str', duration: '250', units: 'ms', reset: '' },
    ...{ extend: false, overrideDelay: false, bytopic: 'all', topic: 'topic', outputs: 1 },
  },
];

/** What a run of the request node has left. */
function withLastRun(userDirectory: string): void {
  const shape = [
    ['StoreID', 'integer'],
    ['CustomerPhone', 'string'],
  ];
  const text = JSON.stringify({ request: { '/lists/stores Json': shape } });
  writeFileSync(path.join(userDirectory, 'dataconnect-columns.json'), text);
}

describe('the Columns tab', () => {
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    [nodeRed, browser] = await Promise.all([startScratchNodeRed(withLastRun), sharedChromium()]);
    await deployFlows(nodeRed.url, flows);
    editor = await EditorPage.open(browser, nodeRed.url, nodeRed.version.startsWith('4') ? 'light' : 'dark');
    page = editor.page;
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
    await nodeRed?.stop();
  });

  const lines = () => page.locator('.dataconnect-columns > li');
  const line = (name: string): Locator => lines().filter({ has: page.getByRole('checkbox', { name, exact: true }) });
  const names = () => page.locator('.dataconnect-column-name').allTextContents();
  /** By its handle, over another line; then Escape, where it is left. */
  const drag = async (name: string, over: string, isLeft = false) => {
    const handle = (await line(name).locator('.dataconnect-handle').boundingBox())!;
    const there = (await line(over).boundingBox())!;
    const x = handle.x + handle.width / 2;
    await page.mouse.move(x, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(x, there.y + there.height / 2, { steps: 8 });
    if (isLeft) await page.keyboard.press('Escape');
    await page.mouse.up();
  };
  const openColumns = async (id: string) => {
    await editor.openDialogOf(editor.node(id));
    await showTab(page, 'columns');
  };
  const stored = (id: string) =>
    page.evaluate<Record<string, unknown>>(`RED.nodes.node(${JSON.stringify(id)}).columns`);
  const problem = () => page.locator('.dataconnect-tab:visible > .dataconnect-error').first().textContent();

  it('ticks, renames, moves by button and key, and is as it was left', async () => {
    await openColumns('people');
    await line('Name').waitFor();
    assert.deepEqual(await names(), ['EmployeeID', 'EmployeeEntityID', 'Name', 'First_Name', 'Last_Name']);
    await line('EmployeeEntityID').getByRole('checkbox').uncheck();
    await line('Name').getByRole('textbox').fill('who');
    await line('Last_Name').getByRole('button').first().click();
    await line('Last_Name').getByRole('checkbox').press('Alt+ArrowUp');
    assert.deepEqual(await names(), ['EmployeeID', 'EmployeeEntityID', 'Last_Name', 'Name', 'First_Name']);
    assert.ok(
      await line('Last_Name')
        .getByRole('checkbox')
        .evaluate((box) => box === document.activeElement),
    );
    await line('First_Name').getByRole('combobox').selectOption('mask');
    await drag('First_Name', 'EmployeeID');
    const dragged = ['First_Name', 'EmployeeID', 'EmployeeEntityID', 'Last_Name', 'Name'];
    assert.deepEqual(await names(), dragged);
    await drag('EmployeeID', 'Name', true);
    assert.deepEqual(await names(), dragged);
    await drag('First_Name', 'Name');
    assert.deepEqual(await names(), ['EmployeeID', 'EmployeeEntityID', 'Last_Name', 'Name', 'First_Name']);
    await drag('EmployeeEntityID', 'Name');
    await drag('EmployeeEntityID', 'Last_Name');
    await editor.screenshot(`columns-${nodeRed.version}`);
    await assertAccessible(editor, 'columns');
    await editor.closeDialog();
    const list = [
      ...['EmployeeID', { name: 'EmployeeEntityID', leave: true }, 'Last_Name', { name: 'Name', as: 'who' }],
      { name: 'First_Name', personal: 'mask' },
    ];
    assert.deepEqual(await stored('people'), { list });
    await openColumns('people');
    await line('Name').waitFor();
    assert.equal(await line('Name').getByRole('textbox').inputValue(), 'who');
    assert.equal(await line('EmployeeEntityID').getByRole('checkbox').isChecked(), false);
    await page.getByRole('button', { name: 'As in the catalogue' }).click();
    await editor.closeDialog();
    assert.deepEqual(await stored('people'), {});
  });

  it('says two of one name, and what leaves as it came', async () => {
    await openColumns('people');
    await line('Name').getByRole('textbox').fill('EmployeeID');
    await assertAccessible(editor, 'two columns of one name');
    assert.equal(await problem(), 'Two columns would be called "EmployeeID": give one of them another name.');
    await page.getByRole('button', { name: 'As in the catalogue' }).click();
    assert.equal(await problem(), '');
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    await openColumns('filed');
    await page.getByLabel('Personal data').first().selectOption('mask');
    assert.match((await problem()) ?? '', /in records only/);
    await editor.closeDialog();
    assert.equal(await page.evaluate("RED.nodes.node('filed').valid"), false);
    await openColumns('filed');
    await page.getByLabel('Personal data').first().selectOption('keep');
    await editor.closeDialog();
    assert.deepEqual(await stored('filed'), {});
  });

  it('are beside the Incremental tab, which says what a run would ask for, in the words that are stored', async () => {
    await editor.openDialogOf(editor.node('sales'));
    await showTab(page, 'incremental');
    const field = (label: string) =>
      page.getByRole('tabpanel', { name: 'Incremental' }).getByLabel(label, { exact: true });
    const sentences = () => page.locator('.dataconnect-next-run .dataconnect-line').allTextContents();
    assert.deepEqual(await sentences(), []);
    assert.equal(await field('Lookback').isVisible(), false);
    await field('Ask for').selectOption('new');
    await page.getByText('Nothing is confirmed yet').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Pause' }).isDisabled(), true);
    assert.equal(await field('Lookback').getAttribute('placeholder'), '2 days');
    await field('From').fill('2026-01-01');
    await field('Window').fill('1 mois');
    await field('At most').fill('2');
    const [point, asked, left] = await sentences();
    assert.match(point!, /^Nothing is confirmed yet: the first run begins with 2026-01-01 \(/);
    assert.match(asked!, /^The next run asks for 2026-01-01 to 2026-02-28 \(.*, one after another in windows: 2\.$/);
    assert.match(left!, /^Left for later runs: \d+ d\.$/);
    const early = page.getByText('Confirmed too early: once more (its second message).');
    await early.waitFor();
    await editor.screenshot(`incremental-${nodeRed.version}`);
    await field('Counts as done').selectOption('hand');
    await early.waitFor({ state: 'hidden' });
    await field('Counts as done').selectOption('flow');
    await field('Delay').fill('soon');
    assert.match(
      (await page.locator('.dataconnect-row-note.dataconnect-error').allTextContents()).join(),
      /^Delay must be a duration/,
    );
    await field('Delay').fill('');
    await field('Goes on by').selectOption('instant');
    assert.equal(await field('Lookback').getAttribute('placeholder'), '1 day');
    await editor.closeDialog();
    const { incremental, valid } = await page.evaluate<Record<string, unknown>>(
      "(({ incremental, valid }) => ({ incremental, valid }))(RED.nodes.node('sales'))",
    );
    assert.equal(valid, true, 'without its dates, which it sets itself');
    assert.deepEqual(incremental, { mode: 'new', from: '2026-01-01', grain: 'instant', step: '1 month', most: 2 });
  });

  it('are beside the Incremental tab, which shows the key that the catalogue has and then suggests none', async () => {
    await editor.openDialogOf(editor.node('stores'));
    await showTab(page, 'incremental');
    await page.getByLabel('Ask for', { exact: true }).selectOption('changes');
    const key = page.getByLabel('Key columns', { exact: true });
    await page.waitForFunction("document.querySelector('[placeholder=StoreID]')");
    assert.equal(await key.getAttribute('placeholder'), 'StoreID');
    assert.equal(await page.locator('[data-action="suggest-key"]').isVisible(), false);
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  });

  it('has the columns of the last run where nobody documented them, and takes others', async () => {
    await openColumns('request');
    await line('StoreID').waitFor();
    assert.equal(await line('CustomerPhone').getByTitle('Personal data').count(), 1);
    await page.getByPlaceholder('Name of another column').fill('StoreName');
    await page.getByPlaceholder('Name of another column').press('Enter');
    await line('StoreName').getByRole('combobox').selectOption('mask');
    await editor.closeDialog();
    assert.deepEqual(await stored('request'), {
      list: ['StoreID', 'CustomerPhone', { name: 'StoreName', personal: 'mask' }],
    });
  });

  it('gives the connection a key when it first hashes, once, and touches no other credential', async () => {
    assert.equal(await editor.isChanged(editor.node('connection')), false);
    await openColumns('stores');
    const asked = page.waitForResponse((answer) => answer.url().includes('/credentials/dataconnect-connection/'));
    await page.getByLabel('Personal data').first().selectOption('hash');
    await asked;
    await editor.closeDialog();
    await editor.deploy();
    const kept = await (await fetch(new URL('credentials/dataconnect-connection/connection', nodeRed.url))).json();
    assert.deepEqual(kept, {
      ...{ username: 'nobody', has_password: true, clientId: 'shop', has_clientSecret: true },
      ...{ has_accessToken: false, has_hashKey: true },
    });
    await openColumns('people');
    await page.getByLabel('Personal data').first().selectOption('hash');
    await editor.closeDialog();
    assert.equal(await editor.isChanged(editor.node('connection')), false);
  });
});
