import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { endpoints } from '../../nodes/catalogue';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { type Emulator, startEmulator } from '../emulator';
import { exampleNode } from '../flows/example-parameters';
import { recordSecret } from '../secrets/transcript';
import { assertAccessible } from './accessibility';
import { cutOff } from './cut-off';
import { showTab } from './dataconnect-dialogs';
import { connectionTo, deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { shareOf, theme } from './lines';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const PASSWORD = 'Kennwort-am-Cluster-7';
/** A quarter, day by day. */
const sales = {
  ...exampleNode(endpoints.find(({ id }) => id === 'sales-by-invoice')!),
  params: {
    StartDate: { type: 'fixed', value: '2026-01-01' },
    StopDate: { type: 'fixed', value: '2026-03-31' },
    HideRebates: { type: 'fixed', value: '-1' },
  },
  windows: { kind: 'day', share: 'flow' },
};
const onTab = { z: 'tab', x: 200, y: 100 };
const OTHER_LANGUAGES = ['fr', 'es-ES'];

describe('the dialog of a cluster', () => {
  let redis: RedisServer | undefined;
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;
  before(async () => {
    recordSecret(PASSWORD);
    [redis, emulator, nodeRed, browser] = await Promise.all([
      startRedis({ password: PASSWORD, appendOnly: true }),
      startEmulator(),
      sharedNodeRed(),
      sharedChromium(),
    ]);
    const cluster = { type: 'dataconnect-cluster', host: '127.0.0.1', port: redis?.port ?? 1 };
    await deployFlows(nodeRed.url, [
      { id: 'tab', type: 'tab', label: 'Cluster' },
      { ...cluster, id: 'by-hand', lease: 30, credentials: { password: PASSWORD } },
      { ...cluster, id: 'other', name: 'Other' },
      { id: 'alone', type: 'dataconnect-connection', name: 'Alone', version: 2, environment: 'custom' },
      { id: 'single', type: 'dataconnect-connection', name: 'Single', version: 2, environment: 'custom' },
      { id: 'lost', type: 'dataconnect-connection', name: 'Lost', version: 2, environment: 'custom', cluster: 'gone' },
      connectionTo(emulator, { version: 2, timeZone: 'UTC', stopDate: 'inclusive', cluster: 'by-hand' }),
      { ...onTab, id: 'go', type: 'inject', props: [], wires: [['sales']], once: false },
      { ...onTab, ...sales, id: 'sales', connection: 'connection', version: 2, wires: [['keep']] },
      { ...onTab, id: 'keep', type: 'delay', pauseType: 'delay', timeout: '5', timeoutUnits: 'hours', wires: [[]] },
    ]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
    ({ page } = editor);
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
    await redis?.stop();
  });

  const field = (name: string) => page.locator(`#node-config-input-${name}`);
  const note = (name: string) => page.locator(`[data-note="${name}"]`);
  const verdict = () => page.locator('.dataconnect-cluster-verdict');
  const open = (id: string, on = page) => openCluster(on, id);
  const cancel = async () => {
    await page.locator('#node-config-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  };

  it('changes nothing when it is opened and closed with Update, however it was stored', async () => {
    for (const id of ['by-hand', 'other']) {
      await open(id);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(`RED.nodes.node('${id}').changed === true`), false, id);
      assert.equal(await page.evaluate(`RED.nodes.node('${id}').valid`), true, id);
    }
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('says beneath a field what is wrong with it, as it is typed', async () => {
    await open('other');
    assert.match(
      (await page.locator('.red-ui-tray-title, .red-ui-tray-header').first().textContent())!,
      /DataConnect cluster/,
    );
    await field('host').fill('redis/2');
    assert.match((await note('host').textContent())!, /without redis:\/\/, port and path/);
    assert.equal(await field('host').getAttribute('aria-invalid'), 'true');
    await field('host').fill('redis');
    assert.equal(await field('host').getAttribute('aria-invalid'), null);
    await field('port').fill('70000');
    assert.equal(await note('port').textContent(), 'Port: enter a whole number from 1 to 65535.');
    await field('port').fill('$' + '{REDIS_PORT}');
    assert.equal(await note('port').textContent(), '');
    await cancel();
  });

  it('takes an address apart that is pasted, so that no password lies in the flow', async () => {
    await open('other');
    await field('host').fill(`rediss://app:${PASSWORD}@redis.example.com:6380/2`);
    await field('port').focus();
    const values = await Promise.all(
      ['host', 'port', 'username', 'password', 'database'].map((name) => field(name).inputValue()),
    );
    assert.deepEqual(values, ['redis.example.com', '6380', 'app', PASSWORD, '2']);
    assert.equal(await field('encrypted').isChecked(), true);
    assert.equal(
      await note('host')
        .textContent()
        .then((text) => text!.startsWith('Redis or Valkey')),
      true,
    );
    await cancel();
  });

  it('is filled and tested with the keyboard alone', async function () {
    if (!redis) return this.skip();
    await open('by-hand');
    await field('encrypted').focus();
    assert.equal(await field('tls').isVisible(), false);
    await page.keyboard.press('Space');
    await field('tls').waitFor();
    await page.keyboard.press('Space');
    await field('password').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate("document.activeElement.closest('.dataconnect-cluster-test') !== null"), true);
    await page.keyboard.press('Enter');
    await verdict().waitFor();
    assert.equal((await verdict().textContent())!.trim(), 'The cluster can be used.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await field('lease').waitFor();
    await cancel();
  });

  it('names what failed, and warns of a server that forgets', async function () {
    if (!redis) return this.skip();
    await redis.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    await open('by-hand');
    const test = page.locator('.dataconnect-cluster-test button');
    await test.click();
    await verdict().waitFor();
    assert.equal((await verdict().textContent())!.trim(), 'The cluster can be used, but see the warnings.');
    assert.match((await page.locator('.dataconnect-cluster-test li').last().textContent())!, /allkeys-lru.*noeviction/);
    await assertAccessible(editor, 'cluster');
    await editor.screenshot(`cluster-${nodeRedVersion}-${theme}`);
    await field('password').fill('another');
    await test.click();
    await page.getByText('User or password is wrong').waitFor();
    assert.equal((await verdict().textContent())!.trim(), 'The cluster cannot be used.');
    await field('host').fill('localhost');
    await field('password').fill('__PWRD__');
    await test.click();
    await page.getByText('goes to no other server').waitFor();
    await cancel();
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('is not touched by what the main package does to its own types', async () => {
    await open('other');
    assert.equal(await page.locator('.dataconnect-form').count(), 0);
    await cancel();
    assert.equal(
      await page.evaluate("RED.nodes.getType('dataconnect-cluster').label.call({ host: 'redis' })"),
      'redis',
    );
  });

  it('is chosen in a connection with the keyboard, and kept', async () => {
    await openConnection(page, 'alone');
    const choice = field('cluster');
    await choice.scrollIntoViewIfNeeded();
    await choice.focus();
    await page.keyboard.type('Other');
    assert.equal(await choice.inputValue(), 'other');
    await assertAccessible(editor, 'connection-cluster');
    await editor.screenshot(`connection-cluster-${nodeRedVersion}-${theme}`);
    await page.locator('#node-config-dialog-ok').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate("RED.nodes.node('alone').cluster"), 'other');
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('stays named in a connection where it is gone, which then cannot be used', async () => {
    await openConnection(page, 'lost');
    assert.equal(await field('cluster').isVisible(), true);
    await page.locator('#node-config-dialog-ok').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate("RED.nodes.node('lost').cluster"), 'gone');
    editor.takeFaults();
  });

  for (const language of shareOf(OTHER_LANGUAGES)) {
    it(`is whole in ${language}, in a small window`, async () => {
      const other = await EditorPage.open(browser, nodeRed.url, theme, { language });
      await other.page.setViewportSize({ width: 1024, height: 700 });
      await other.stopAnimations();
      await openCluster(other.page, 'by-hand');
      await other.page.locator('.dataconnect-cluster summary').click();
      assert.deepEqual(await cutOff(other.page), []);
      await other.screenshot(`cluster-${nodeRedVersion}-${language}-${theme}`);
      await other.page.locator('#node-config-dialog-cancel').click();
      await other.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
      await openConnection(other.page, 'alone');
      await other.page.locator('#node-config-input-cluster').scrollIntoViewIfNeeded();
      assert.deepEqual(await cutOff(other.page), []);
      await other.screenshot(`connection-cluster-${nodeRedVersion}-${language}-${theme}`);
      assert.deepEqual(other.takeFaults(), []);
      await other.close();
    });
  }

  it('lets a node share its windows, and the dialog of a node without a cluster does not offer it', async () => {
    await openNode(page, 'sales');
    const choice = page.getByLabel('Share the windows');
    await choice.scrollIntoViewIfNeeded();
    assert.equal(await choice.inputValue(), 'flow');
    await choice.focus();
    await page.keyboard.type('no');
    assert.equal(await choice.inputValue(), 'off');
    await page.locator('#node-input-connection').selectOption('single');
    await choice.waitFor({ state: 'hidden' });
    await page.locator('#node-input-connection').selectOption('connection');
    await choice.waitFor();
    await choice.selectOption('flow');
    await assertAccessible(editor, 'windows-share');
    await editor.screenshot(`windows-share-${nodeRedVersion}-${theme}`);
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('shows in the sidebar how far an order is, and lets a person cancel it', async function () {
    if (!redis) return this.skip();
    await fetch(new URL('inject/go', nodeRed.url), { method: 'POST' });
    await page.evaluate("RED.actions.invoke('dataconnect:show-runs')");
    const work = page.locator('section[aria-label="Shared work"]');
    await work.getByText('0 of 90 windows').waitFor();
    await work.getByText('under way: 2').waitFor();
    await assertAccessible(editor, 'shared-work');
    await editor.screenshot(`shared-work-${nodeRedVersion}-${theme}`);
    await work.getByRole('button', { name: 'Cancel' }).click();
    await work.waitFor({ state: 'hidden' });
    assert.deepEqual(editor.takeFaults(), []);
  });
});

async function openCluster(page: Page, id: string): Promise<void> {
  await page.evaluate(`RED.editor.editConfig('', 'dataconnect-cluster', ${JSON.stringify(id)})`);
  await page.locator('.dataconnect-cluster-test button').waitFor();
  await page.waitForFunction("document.querySelector('.red-ui-tray')?.contains(document.activeElement)");
}

async function openNode(page: Page, id: string): Promise<void> {
  await page.evaluate(`RED.editor.edit(RED.nodes.node('${id}'))`);
  await page.locator('.dataconnect-form').waitFor();
  await page.waitForFunction("document.querySelector('.red-ui-tray')?.contains(document.activeElement)");
  await showTab(page, 'output');
}

async function openConnection(page: Page, id: string): Promise<void> {
  await page.evaluate(`RED.editor.editConfig('', 'dataconnect-connection', ${JSON.stringify(id)})`);
  await page.locator('[data-action="test-connection"]').waitFor();
  await page.waitForFunction("document.querySelector('.red-ui-tray')?.contains(document.activeElement)");
}
