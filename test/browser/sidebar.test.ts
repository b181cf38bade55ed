import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { endpoints } from '../../nodes/catalogue';
import { type Emulator, startEmulator } from '../emulator';
import { exampleNode } from '../flows/example-parameters';
import { assertAccessible } from './accessibility';
import { showTab } from './dataconnect-dialogs';
import { connectionTo, deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { type NodeRedProcess, startNodeRed } from './node-red-process';
import { type ScratchNodeRed, startScratchNodeRed } from './scratch-node-red';
import { sharedChromium } from './shared-chromium';

describe('a person at the sidebar', () => {
  let emulator: Emulator;
  let first: ScratchNodeRed;
  let nodeRed: NodeRedProcess;
  let browser: Browser;
  let editor: EditorPage;
  /** Questions of the sidebar that the page has sent. */
  let asked = 0;
  before(async () => {
    [emulator, first, browser] = await Promise.all([startEmulator(), startScratchNodeRed(), sharedChromium()]);
    nodeRed = first;
    await deployFlows(nodeRed.url, [
      { id: 'tab', type: 'tab' },
      connectionTo(emulator, { name: 'Head office', requestsAtOnce: 1 }),
      ...Object.entries({ stock: {}, other: {}, mail: MAIL }).flatMap(([id, params], index) => [
        { id: `go-${id}`, type: 'inject', z: 'tab', x: 120, y: 60 + 60 * index, wires: [[id]], props: [], ...NEVER },
        {
          id,
          type: 'dataconnect-availability',
          name: id,
          params,
          z: 'tab',
          connection: 'connection',
          x: 320,
          y: 60 + 60 * index,
          wires: [[]],
        },
      ]),
      ...incrementalFlow(),
    ]);
    editor = await open();
  });
  after(async () => {
    await editor?.close();
    if (nodeRed !== first) await nodeRed?.stop();
    await first?.stop();
    await emulator?.close();
  });

  const MAIL = {
    Response: { type: 'fixed', value: 'Csv.Email' },
    'Email.To': { type: 'fixed', value: 'a@shop.test' },
  };
  /** Its table keeps what comes until it is told to let it go. */
  function incrementalFlow(): object[] {
    const at = (x: number) => ({ z: 'tab', x, y: 300 });
    const sales = exampleNode(endpoints.find(({ id }) => id === 'sales-by-invoice')!);
    const incremental = { mode: 'new', from: '2026-03-01', step: '20 days', most: 1 };
    const own = { id: 'sales', name: 'sales', connection: 'connection', version: 2, incremental, wires: [['table']] };
    return [
      {
        id: 'go-on',
        type: 'inject',
        wires: [['table']],
        props: [{ p: 'flush', v: 'true', vt: 'bool' }],
        z: 'tab',
        x: 120,
        y: 360,
        ...NEVER,
      },
      { id: 'go-sales', type: 'inject', wires: [['sales']], props: [], ...at(120), ...NEVER },
      { ...sales, ...own, ...at(320) },
      {
        id: 'table',
        type: 'delay',
        name: 'table',
        pauseType: 'delay',
        timeout: '1',
        timeoutUnits: 'hours',
        ...at(520),
        wires: [[]],
      },
    ];
  }
  const NEVER = { repeat: '', crontab: '', once: false };

  function open(): Promise<EditorPage> {
    return EditorPage.open(browser, nodeRed.url, 'light', {
      prepare: async (page) => {
        await page.clock.install();
        page.on('request', (request) => {
          if (request.url().includes('/dataconnect/runs')) asked++;
        });
      },
    });
  }
  const press = (id: string) => editor.pressButton(editor.node(`go-${id}`));
  /** An open dialog lies over the buttons of nodes. */
  const inject = (id: string) => fetch(new URL(`inject/go-${id}`, nodeRed.url), { method: 'POST' });
  const sidebar = () => editor.page.locator('.dataconnect-sidebar');
  /** Runs in a state, the latest first. */
  const runs = (state: string): Locator => sidebar().locator(`[data-state="${state}"]`);
  const action = (run: Locator): Locator => run.locator('.dataconnect-actions button');

  it('is asked nothing of while nobody looks', async () => {
    await press('stock');
    while (emulator.requests.to('/availability').length === 0) await editor.page.waitForTimeout(20);
    assert.equal(asked, 0);
    assert.equal(await sidebar().locator('*').count(), 0);
  });

  it('sees what ran, what is at work and what waits, and stops that one alone', async () => {
    await editor.page.evaluate("RED.actions.invoke('dataconnect:show-runs')");
    await runs('records').waitFor();
    emulator.dials.set({ hold: true });
    await press('other');
    await runs('running').waitFor();
    await press('stock');
    await sidebar().getByText('queued, place 1').waitFor();
    await sidebar().getByText('1. stock: waiting for').waitFor();
    await sidebar().getByText('other: active for').waitFor();
    await editor.screenshot(`sidebar-at-work-${nodeRed.version}`);
    await assertAccessible(editor, 'a sidebar of runs at work');
    await action(runs('running').filter({ hasText: 'stock' })).press('Enter');
    await runs('cancelled').waitFor();
    assert.equal(await runs('cancelled').locator('.dataconnect-node-link').textContent(), 'stock');
    assert.equal(await runs('running').count(), 1);
    emulator.dials.set({ hold: false });
    await runs('records').nth(1).waitFor();
    assert.equal(await runs('running').count(), 0);
  });

  it('runs one again, and is asked first where it sends an e-mail', async () => {
    await action(runs('cancelled')).press('Enter');
    await runs('records').nth(2).waitFor();
    await press('mail');
    await runs('mailed').waitFor();
    await action(runs('mailed')).press('Enter');
    await runs('mailed').getByText('Send it again?').waitFor();
    await assertAccessible(editor, 'a sidebar that asks');
    const [no, yes] = ['No, leave it', 'Yes, run it again'].map((name) =>
      action(runs('mailed')).filter({ hasText: name }),
    );
    assert.equal(await no!.evaluate((button) => button === document.activeElement), true);
    emulator.requests.clear();
    await no!.press('Enter');
    assert.equal(await action(runs('mailed')).count(), 1);
    assert.deepEqual(emulator.requests.all(), []);
    await action(runs('mailed')).press('Enter');
    await yes!.press('Enter');
    await runs('mailed').nth(1).waitFor();
    emulator.dials.addFault({ fault: { kind: 'status', status: 403 }, path: '/availability', times: 1 });
    await press('stock');
    await runs('failed').locator('.dataconnect-run-error', { hasText: 'permit' }).waitFor();
  });

  it('goes to the node, tests the connection, and copies diagnostics without a secret', async () => {
    const { page } = editor;
    await runs('mailed').first().locator('.dataconnect-node-link').press('Enter');
    await page
      .locator('[id="mail"].red-ui-flow-node-highlighted, [id="mail"] .red-ui-flow-node-highlighted')
      .first()
      .waitFor();
    await sidebar().locator('.dataconnect-test button').press('Enter');
    await sidebar().getByText('The connection works.').waitFor();
    await sidebar().locator('.dataconnect-diagnostics-part button').press('Enter');
    const text = await sidebar().locator('textarea:not([hidden])').inputValue();
    const told = JSON.parse(text);
    assert.equal(told.versions.nodeRed.replace('-git', ''), nodeRed.version);
    assert.equal(told.connections[0].name, 'Head office');
    for (const secret of [emulator.credentials.password, emulator.credentials.clientSecret])
      assert.ok(!text.includes(secret));
    await editor.screenshot(`sidebar-diagnostics-${nodeRed.version}`);
    await assertAccessible(editor, 'a sidebar with diagnostics');
  });

  it('asks nothing more when another tab is shown, however long', async () => {
    const { page } = editor;
    await page.evaluate("RED.sidebar.show('info')");
    await sidebar().waitFor({ state: 'hidden' });
    // Node-RED's own check of what is seen comes with the next frame.
    await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))');
    const before = asked;
    await page.clock.fastForward(60_000);
    await page.evaluate('1');
    assert.equal(asked, before);
    await page.evaluate("RED.sidebar.show('dataconnect')");
    await page.waitForRequest((request) => request.url().includes('/dataconnect/runs'));
  });

  it('finds the runs there after a restart', async () => {
    assert.deepEqual(editor.takeFaults(), []);
    await editor.close();
    await first.end();
    const kept = readFileSync(path.join(first.userDirectory, 'dataconnect-runs.json'), 'utf8');
    for (const secret of [emulator.credentials.password, emulator.credentials.clientSecret])
      assert.ok(!kept.includes(secret));
    nodeRed = await startNodeRed({ userDirectory: first.userDirectory, port: 0, logLevel: 'info' });
    editor = await open();
    await editor.page.evaluate("RED.sidebar.show('dataconnect')");
    await runs('mailed').nth(1).waitFor();
    assert.equal(await runs('records').count(), 3);
    await action(runs('records').first()).press('Enter');
    await runs('records').nth(3).waitFor();
  });

  it('sees where an incremental node stands and who holds it, and sets it back knowing what comes of it', async () => {
    const cursor = sidebar().locator('[data-cursor="sales"]');
    const button = (name: string) => cursor.locator('.dataconnect-actions button').filter({ hasText: name });
    const confirm = async (question: string) => {
      await cursor.getByText(question).waitFor();
      assert.equal(await button('No, leave it').evaluate((each) => each === document.activeElement), true);
      await button('Yes, do it').press('Enter');
      await cursor.getByText('Done.').waitFor();
    };
    assert.equal(await sidebar().getByText('Cursors').isVisible(), false);
    await press('sales');
    await cursor.getByText('held by table').waitFor();
    await cursor.getByText('Nothing is confirmed yet').waitFor();
    await press('on');
    await cursor.getByText('All before 2026-03-21 is confirmed').waitFor();
    await cursor.getByText(/^\d+ d behind$/).waitFor();
    await editor.screenshot(`sidebar-cursor-${nodeRed.version}`);
    await button('Pause').press('Enter');
    await confirm('Nothing is lost');
    await cursor.locator('.dataconnect-badge:visible').waitFor();
    await button('Set to a date').press('Enter');
    const date = cursor.locator('input');
    assert.equal(await date.evaluate((each) => each === document.activeElement), true);
    await date.fill('soon');
    await date.press('Enter');
    await cursor.getByText('that is no date').waitFor();
    await date.fill('2026-03-08');
    await date.press('Enter');
    await cursor.getByText('Everything from 2026-03-08 00:00 on').waitFor();
    await assertAccessible(editor, 'a sidebar that asks about a cursor');
    await editor.screenshot(`sidebar-cursor-asks-${nodeRed.version}`);
    await confirm('All before 2026-03-21 00:00 is confirmed now');
    await cursor.getByText('All before 2026-03-08 is confirmed').waitFor();
    await button('Go on').press('Enter');
    await confirm('Nothing is sent again');
    const answer = await fetch(new URL('dataconnect/cursors', nodeRed.url), { headers: { 'accept-language': 'fr' } });
    const [seen] = ((await answer.json()) as { cursors: Array<{ lines: string[] }> }).cursors;
    assert.match(seen!.lines.join(), /La prochaine exécution/);
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('sees it in the dialog, too, with what the next run would ask for by the settings there', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('sales'));
    await showTab(page, 'incremental');
    const tab = page.getByRole('tabpanel', { name: 'Incremental' });
    const here = tab.locator('.dataconnect-next-run');
    const button = (name: string) => here.getByRole('button', { name });
    await here.getByText('All before 2026-03-08 is confirmed').waitFor();
    await here.getByText('The next run asks for 2026-03-06 to 2026-03-27').waitFor();
    await tab.getByLabel('Lookback', { exact: true }).fill('3 days');
    await here.getByText('The next run asks for 2026-03-05 to').waitFor();
    await tab.getByLabel('Window', { exact: true }).fill('1 day');
    await here.getByText('The next run asks for 2026-03-05 to 2026-03-08').waitFor();
    await button('Set to a date').press('Enter');
    await here.locator('input').fill('2026-03-10');
    await here.locator('input').press('Enter');
    await here.getByText('will never be asked for').waitFor();
    await assertAccessible(editor, 'a dialog that asks about a cursor');
    await editor.screenshot(`incremental-asks-${nodeRed.version}`);
    await button('Yes, do it').press('Enter');
    await here.getByText('All before 2026-03-10 is confirmed').waitFor();
    await inject('sales');
    await here.getByText('held by table').waitFor();
    await inject('on');
    await here.getByText('All before 2026-03-30 is confirmed').waitFor();
    await editor.screenshot(`incremental-stands-${nodeRed.version}`);
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('is offered keys that an answer suggests where the catalogue knows none, and chooses', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('stock'));
    await showTab(page, 'incremental');
    const tab = page.getByRole('tabpanel', { name: 'Incremental' });
    await tab.getByLabel('Ask for', { exact: true }).selectOption('changes');
    const key = tab.getByLabel('Key columns', { exact: true });
    const ask = tab.locator('[data-action="suggest-key"]');
    await ask.waitFor();
    await tab.getByText('Nobody wrote down a key of these records.').waitFor();
    await ask.press('Enter');
    await tab.getByText('Each of these is a suggestion.').waitFor();
    assert.equal(await key.inputValue(), '');
    assert.equal(await ask.evaluate((each) => each === document.activeElement), true);
    const first = tab.locator('.dataconnect-keys button').first();
    const columns = (await first.textContent())!.trim();
    await assertAccessible(editor, 'a dialog that suggests keys');
    await first.press('Enter');
    assert.equal(await key.inputValue(), columns);
    await tab.getByText('Nobody wrote down a key of these records.').waitFor({ state: 'hidden' });
    await editor.screenshot(`incremental-keys-${nodeRed.version}`);
    await page.locator('#node-dialog-cancel').click();
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(emulator.crashes, []);
  });
});
