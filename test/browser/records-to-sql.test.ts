import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installCounterparts, installSqlite } from '../counterparts/install';
import { linkCounterparts } from '../counterparts/link';
import { openSqlite } from '../counterparts/look-into';
import { type Emulator, startEmulator } from '../emulator';
import { launchChromium } from './chromium';
import { deployFlows } from './deploy-flows';
import { type EditorNode, EditorPage } from './editor-page';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';

const SALES = 'dataconnect-sales-by-invoice';
const TYPE = 'dataconnect-records-to-sql';

/** Each of the suites that run this shows the dialogs in one of the two themes. */
const theme = nodeRedVersion.startsWith('4') ? 'light' : 'dark';

describe('a person who puts Records to SQL behind a report', function () {
  this.timeout(600_000);
  let emulator: Emulator;
  let nodeRed: Awaited<ReturnType<typeof startScratchNodeRed>>;
  let browser: Browser;
  let editor: EditorPage;
  let file: string;
  let sql: EditorNode;
  before(async () => {
    await Promise.all([installCounterparts(), installSqlite()]);
    const link = (directory: string) => linkCounterparts(directory, ['sqlite', 'postgresql', 'mysql', 'sqlserver']);
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), startScratchNodeRed(link), launchChromium()]);
    file = path.join(nodeRed.userDirectory, 'sales.db');
    await deployFlows(nodeRed.url, flowsWith(emulator, file));
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await emulator?.close();
  });

  const field = (name: string) => editor.page.locator(`[data-field="${name}"]`);
  const noteOf = (name: string) =>
    editor.page.locator('.dataconnect-row', { has: field(name) }).locator('.dataconnect-row-note');
  const preview = () => editor.page.locator('.dataconnect-sql');
  const add = () => editor.page.locator('[data-action="add-database-node"]');
  const behind = () => editor.page.locator('.dataconnect-row', { has: add() }).locator('.dataconnect-row-note');
  const idsOf = (type: string) =>
    editor.page.evaluate<string[]>(`RED.nodes.filterNodes({ type: ${JSON.stringify(type)} }).map(({ id }) => id)`);

  it('finds table, key and date suggested, and sees the SQL', async () => {
    sql = await editor.drag(TYPE, 600, 200);
    await editor.wire(await editor.nodeOfType(SALES), sql);
    await editor.openDialogOf(sql);
    assert.equal(await field('table').inputValue(), 'sales_by_invoice');
    await editor.page.waitForFunction(`document.querySelector('[data-field="key"]').value !== ''`);
    assert.equal(await field('key').inputValue(), 'SaleInvoiceID');
    assert.match((await noteOf('key').textContent())!, /Sales by invoice/);
    const text = (await preview().textContent())!;
    assert.match(
      text,
      /^CREATE TABLE IF NOT EXISTS "sales_by_invoice"[\s\S]*ON CONFLICT \("SaleInvoiceID"\) DO UPDATE/,
    );
    await editor.screenshot(`records-to-sql-${nodeRedVersion}`);
  });

  it('sees it change with every choice, and what each of them means', async () => {
    await field('write').selectOption('replace');
    assert.match((await noteOf('write').textContent())!, /period/);
    assert.equal(await field('dateColumn').inputValue(), 'DateCreated');
    assert.match((await preview().textContent())!, /DELETE FROM "sales_by_invoice" WHERE [^;]*"DateCreated"/);
    for (const [database, form] of [
      ['mysql', /`sales_by_invoice`/],
      ['sqlserver', /\[sales_by_invoice\]/],
      ['postgresql', /"sales_by_invoice"/],
    ] as const) {
      await field('database').selectOption(database);
      assert.match((await preview().textContent())!, form);
      await editor.screenshot(`records-to-sql-${database}-${nodeRedVersion}`);
    }
    await field('write').selectOption('append');
    assert.doesNotMatch((await preview().textContent())!, /DELETE|CONFLICT/);
    await field('database').selectOption('sqlite');
    await field('write').selectOption('update');
  });

  it('reads what is wrong before anything runs', async () => {
    await field('key').fill('');
    assert.match((await noteOf('key').textContent())!, /empty/);
    await field('key').fill('NoSuchColumn');
    assert.match((await noteOf('key').textContent())!, /NoSuchColumn/);
    assert.match(
      (await editor.page.locator('.dataconnect-sql + *, .dataconnect-error').first().textContent())!,
      /NoSuchColumn/,
    );
    await editor.screenshot(`records-to-sql-wrong-${nodeRedVersion}`);
    await field('key').fill('SaleInvoiceID');
  });

  it('adds the database node at a press, and undo takes it back', async () => {
    await add().click();
    assert.match((await behind().textContent())!, /Added and wired/);
    await editor.screenshot(`records-to-sql-added-${nodeRedVersion}`);
    assert.equal((await idsOf('sqlite')).length, 1);
    await editor.closeDialog();
    // The first undo takes back what Done changed, the second the node.
    await editor.page.evaluate("RED.actions.invoke('core:undo')");
    await editor.page.evaluate("RED.actions.invoke('core:undo')");
    assert.equal((await idsOf('sqlite')).length, 0);
    assert.equal((await idsOf(TYPE)).length, 1);
  });

  it('has the records in the table, and a second run doubles nothing', async () => {
    await editor.openDialogOf(sql);
    await editor.page.waitForFunction(`document.querySelector('[data-field="key"]').value !== ''`);
    await add().click();
    await editor.closeDialog();
    const [id] = await idsOf('sqlite');
    const [{ sqlquery, mydb, wired }] = await editor.page.evaluate<
      [{ sqlquery: string; mydb: string; wired: string[] }]
    >(
      `[RED.nodes.node(${JSON.stringify(id)})].map(({ id, sqlquery, mydb }) =>
        ({ sqlquery, mydb, wired: RED.nodes.getNodeLinks(id, 1).map(({ source }) => source.id) }))`,
    );
    assert.deepEqual({ sqlquery, mydb, wired }, { sqlquery: 'batch', mydb: 'database', wired: [sql.id] });
    await editor.wire(editor.node(id!), editor.node('done'));
    await editor.deploy();
    await nodeRed.logged('Started flows', 3);
    const tables = openSqlite(file);
    const counted = async () => (await tables.rows('SELECT COUNT(*) AS n FROM sales_by_invoice'))[0]!.n as number;
    try {
      const rows: number[] = [];
      for (const run of [1, 2]) {
        await editor.pressButton(await editor.nodeOfType('inject'));
        await nodeRed.logged('[debug:done] true', run);
        rows.push(await counted());
      }
      assert.ok(rows[0]! > 10, String(rows));
      assert.equal(rows[1], rows[0]);
    } finally {
      await tables.close();
    }
    await editor.screenshot(`records-to-sql-run-${nodeRedVersion}`);
  });

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});

/** A report behind a button; the database that the person has already made a node of. */
function flowsWith({ serviceUrl, tokenUrl, credentials }: Emulator, file: string): object[] {
  const fixed = (value: string) => ({ type: 'fixed', value });
  return [
    { id: 'tab', type: 'tab', label: 'Sales' },
    {
      id: 'connection',
      type: 'dataconnect-connection',
      name: 'Emulator',
      version: 1,
      environment: 'custom',
      serviceUrl,
      tokenUrl,
      credentials,
    },
    { id: 'database', type: 'sqlitedb', db: file, mode: 'RWC' },
    {
      id: 'inject',
      type: 'inject',
      z: 'tab',
      name: 'go',
      props: [],
      repeat: '',
      crontab: '',
      once: false,
      onceDelay: 0.1,
      topic: '',
      x: 140,
      y: 200,
      wires: [['sales']],
    },
    {
      id: 'sales',
      type: SALES,
      z: 'tab',
      version: 1,
      connection: 'connection',
      params: { StartDate: fixed('2026-03-01'), StopDate: fixed('2026-03-07'), HideRebates: fixed('-1') },
      output: { mode: 'batches', batchSize: 100 },
      x: 340,
      y: 200,
      wires: [[]],
    },
    // Says when the last batch is in the table.
    {
      id: 'done',
      type: 'debug',
      z: 'tab',
      name: 'done',
      active: true,
      tosidebar: false,
      console: true,
      complete: 'complete',
      targetType: 'msg',
      x: 900,
      y: 320,
      wires: [],
    },
  ];
}
