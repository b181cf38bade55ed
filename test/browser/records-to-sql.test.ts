import assert from 'node:assert/strict';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installCounterparts, installSqlite } from '../counterparts/install';
import { linkCounterparts } from '../counterparts/link';
import { openSqlite } from '../counterparts/look-into';
import { type Emulator, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { deployFlows } from './deploy-flows';
import { type EditorNode, EditorPage } from './editor-page';
import { theme } from './lines';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { startScratchNodeRed } from './scratch-node-red';
import { sharedChromium } from './shared-chromium';

const SALES = 'dataconnect-sales-by-invoice';
const TYPE = 'dataconnect-records-to-sql';

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
    [emulator, nodeRed, browser] = await Promise.all([startEmulator(), startScratchNodeRed(link), sharedChromium()]);
    file = path.join(nodeRed.userDirectory, 'sales.db');
    await deployFlows(nodeRed.url, flowsWith(emulator, file));
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
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
    editor.page.evaluate<string[]>(
      `RED.nodes.filterNodes({ type: ${JSON.stringify(type)}, z: 'tab' }).map(({ id }) => id)`,
    );

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
    await assertAccessible(editor, 'records to SQL');
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

  it('gets the date filled in with the choice that asks for it, and a blank one shows none', async () => {
    await field('write').selectOption('replace');
    await field('dateColumn').fill('');
    assert.equal(await field('dateColumn').getAttribute('placeholder'), '');
    assert.match((await noteOf('dateColumn').textContent())!, /whole table/);
    await field('write').selectOption('update');
    await field('write').selectOption('replace');
    assert.equal(await field('dateColumn').inputValue(), 'DateCreated');
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
    await assertAccessible(editor, 'a database node that is set wrong');
    await field('key').fill('SaleInvoiceID');
  });

  it('adds the database node at a press, and undo takes it back', async () => {
    await add().click();
    assert.match((await behind().textContent())!, /Added and wired/);
    await editor.screenshot(`records-to-sql-added-${nodeRedVersion}`);
    await assertAccessible(editor, 'a database node that was added');
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
    // By script: where its port lies depends on the length of the file's name.
    await editor.page.evaluate(`RED.nodes.addLink({
      source: RED.nodes.node(${JSON.stringify(id)}), sourcePort: 0, target: RED.nodes.node('done') })`);
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

  it('opens flows that others have made', async () => {
    // What they hold would not connect.
    assert.deepEqual([editor.takeFaults(), nodeRed.log.filter(isTrouble)], [[], []]);
    await editor.close();
    await deployFlows(nodeRed.url, [...flowsWith(emulator, file), ...furtherFlows()]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
  });

  /** Opens the dialog by script, and gives what stands in the row of the database node. */
  async function rowOf(id: string, database: string): Promise<{ said: string; canAdd: boolean; table: string }> {
    await editor.openDialogOf(editor.node(id));
    await field('database').selectOption(database);
    return {
      said: (await behind().textContent()) ?? '',
      canAdd: await add().isVisible(),
      table: await field('table').inputValue(),
    };
  }

  for (const [what, database, said, canAdd] of [
    ['a sqlite node that would lose rows', 'sqlite', /not set as it must be.*Batch without response/, false],
    ['a mysql node whose database breaks emoji', 'mysql', /Charset UTF8 .*UTF8MB4/, false],
    ['a postgresql node with a query of its own', 'postgresql', /query of its own.*split must be off/, false],
    ['an MSSQL node as it comes from the palette', 'sqlserver', /msg\.query.*msg\.queryParams.*Mustache/, false],
    ['the node of another database', 'other', /is for MySQL, MariaDB/, true],
    ['the right one, behind a junction and links', 'right', /set as it must be/, false],
  ] as const) {
    it(`is told about ${what}`, async () => {
      const row = await rowOf(`behind-${database}`, Object.hasOwn(wiredWrong, database) ? database : 'sqlite');
      await editor.screenshot(`records-to-sql-wired-${database}-${nodeRedVersion}`);
      assert.match(row.said, said);
      assert.equal(row.canAdd, canAdd);
      await editor.page.locator('#node-dialog-cancel').click();
      await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    });
  }

  it('finds the report through links, junctions and a subflow, and adds the node inside of a subflow', async () => {
    const row = await rowOf('in-subflow', 'sqlite');
    assert.deepEqual([row.table, row.canAdd], ['sales_by_invoice', true]);
    await add().click();
    await editor.page.locator('#node-dialog-cancel').click();
    await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    const inside = () => editor.page.evaluate<number>(`RED.nodes.filterNodes({ type: 'sqlite', z: 'subflow' }).length`);
    assert.equal(await inside(), 1);
    await editor.page.evaluate("RED.actions.invoke('core:undo')");
    assert.equal(await inside(), 0);
  });

  it('is offered keys that an answer of the report suggests, where nobody wrote one down', async () => {
    const suggest = editor.page.locator('[data-action="suggest-key"]');
    await editor.openDialogOf(editor.node('behind-right'));
    assert.equal(await suggest.isVisible(), false, 'no report before it');
    await editor.page.locator('#node-dialog-cancel').click();
    await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    await editor.openDialogOf(editor.node('of-stock'));
    await field('write').selectOption('update');
    await suggest.click();
    const first = editor.page.locator('.dataconnect-keys button').first();
    await first.waitFor();
    await editor.screenshot(`records-to-sql-keys-${nodeRedVersion}`);
    await first.click();
    assert.equal(await field('key').inputValue(), (await first.textContent())!.trim());
    await editor.page.locator('#node-dialog-cancel').click();
    await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  });

  it('reads which package to install where the database node is none of the palette', async () => {
    await editor.page.evaluate(`(() => {
      const getType = RED.nodes.getType;
      RED.nodes.getType = (type) => (type === 'postgresql' ? undefined : getType(type));
    })()`);
    const row = await rowOf('in-subflow', 'postgresql');
    assert.match(row.said, /not installed.*node-red-contrib-postgresql/);
    await editor.page.locator('#node-dialog-cancel').click();
    await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  });

  it('has seen no error in the browser', () => assert.deepEqual(editor.takeFaults(), []));
});

/** Database nodes as they come from the palette, or from elsewhere. */
const wiredWrong: Record<string, { type: string; [property: string]: unknown }> = {
  sqlite: { type: 'sqlite', mydb: 'database', sqlquery: 'msg.topic', sql: '' },
  mysql: { type: 'mysql', mydb: 'mysql-database' },
  postgresql: { type: 'postgresql', query: 'SELECT 1', split: true, rowsPerMsg: 1, outputs: 1 },
  sqlserver: { type: 'MSSQL', queryOptType: 'editor', paramsOptType: 'none', modeOptType: 'query', throwErrors: '1' },
};

/** Records to SQL before nodes that it must speak of, and in a subflow. */
function furtherFlows(): object[] {
  const sqlNode = (id: string, more: object) => ({
    id,
    type: TYPE,
    version: 1,
    table: 'sales',
    write: 'append',
    key: [],
    x: 100,
    y: 100,
    ...more,
  });
  const wrong = Object.entries(wiredWrong).flatMap(([name, node], index) => [
    sqlNode(`behind-${name}`, { z: 'wired', y: 100 + 60 * index, wires: [[`wrong-${name}`]] }),
    { id: `wrong-${name}`, z: 'wired', name: '', x: 400, y: 100 + 60 * index, wires: [[]], ...node },
  ]);
  const at = { x: 300, y: 600 };
  return [
    { id: 'wired', type: 'tab', label: 'Wired' },
    {
      id: 'mysql-database',
      type: 'MySQLdatabase',
      name: 'shop',
      host: '127.0.0.1',
      port: '3306',
      db: 'shop',
      tz: '',
      charset: 'UTF8',
    },
    ...wrong,
    sqlNode('behind-other', { z: 'wired', y: 500, wires: [['other']] }),
    { id: 'other', type: 'mysql', z: 'wired', mydb: 'mysql-database', name: '', x: 400, y: 500, wires: [[]] },
    sqlNode('behind-right', { z: 'wired', y: 600, wires: [['junction']] }),
    { id: 'junction', type: 'junction', z: 'wired', ...at, wires: [['out']] },
    { id: 'out', type: 'link out', z: 'wired', name: '', mode: 'link', links: ['in'], ...at, wires: [] },
    { id: 'in', type: 'link in', z: 'wired', name: '', links: ['out'], ...at, wires: [['right']] },
    {
      id: 'right',
      type: 'sqlite',
      z: 'wired',
      mydb: 'database',
      sqlquery: 'batch',
      sql: '',
      name: '',
      ...at,
      wires: [[]],
    },
    {
      id: 'subflow',
      type: 'subflow',
      name: 'Into a table',
      info: '',
      in: [{ x: 40, y: 100, wires: [{ id: 'in-subflow' }] }],
      out: [],
    },
    sqlNode('in-subflow', { z: 'subflow', table: '', wires: [[]] }),
    {
      id: 'stock',
      type: 'dataconnect-availability',
      z: 'wired',
      connection: 'connection',
      ...at,
      wires: [['of-stock']],
    },
    sqlNode('of-stock', { z: 'wired', y: 660, wires: [[]] }),
    { id: 'report', type: SALES, z: 'wired', version: 1, connection: 'connection', x: 100, y: 700, wires: [['first']] },
    { id: 'first', type: 'link out', z: 'wired', name: '', mode: 'link', links: ['second'], ...at, wires: [] },
    { id: 'second', type: 'link in', z: 'wired', name: '', links: ['first'], ...at, wires: [['instance']] },
    { id: 'instance', type: 'subflow:subflow', z: 'wired', name: '', ...at, wires: [] },
  ];
}

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
