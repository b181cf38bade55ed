import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { fieldOf, openAndClose, openAndCloseConnection, showAdvanced, showTab } from './dataconnect-dialogs';
import { deployFlows } from './deploy-flows';
import { EditorPage } from './editor-page';
import { shareOf } from './lines';
import { nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

const VARIABLE = '\x24{CHOICE}';

/** What hand-written flows and older releases hold, by the node's id. */
const shapes: Record<string, Record<string, unknown>> = {
  'bare-values': { params: { QuantityMin: 3, ByLocation: true, ProductNames: 'a' } },
  'blank-value': { params: { QuantityMin: { type: 'fixed', value: '' }, ProductNames: '' } },
  'number-value': { params: { QuantityMin: { type: 'fixed', value: 3 }, ProductSKUs: { value: 7 } } },
  'list-value': { params: { ProductSKUs: [1, 2], LocationTypeIDs: { type: 'fixed', value: ['101', '102'] } } },
  'line-ends': {
    params: { ProductNames: 'a\nb', QuantityMin: { type: 'jsonata', value: '1 +\n2' }, ProductSKUs: 'a\tb' },
  },
  'other-case': { params: { Response: 'csv', LocationType: 'store', ByLocation: 'TRUE' } },
  'no-source': { params: { QuantityMin: { type: 'message', value: 'x' } } },
  'no-value': { params: { QuantityMin: null, ProductNames: { type: 'fixed', value: { a: 1 } } } },
  'no-name': { params: { QuantityMinn: 3 } },
  contexts: {
    params: {
      QuantityMin: { type: 'flow', value: '#:(nowhere)::x' },
      QuantityMax: { type: 'msg', value: '' },
      ProductNames: { type: 'env', value: 'X' },
    },
  },
  'not-groups': { params: null, sending: null, output: 5, windows: [], flow: 'auto' },
  'text-numbers': { output: { mode: 'batches', batchSize: '500' }, flow: { seconds: '5' }, windows: { count: '2' } },
  'no-choices': { output: { mode: 'rows', dates: 'iso' }, sending: { method: 'PUT', body: null }, flow: { wait: 0 } },
  'no-numbers': { output: { mode: 'batches', batchSize: 'abc' }, flow: { seconds: -1 } },
  variables: { output: { mode: VARIABLE, progress: VARIABLE }, sending: { override: VARIABLE }, path: VARIABLE },
  defaults: { output: { mode: 'all', batchSize: 1000, property: 'payload', progress: false }, outputs: 1 },
  'text-switch': { output: { progress: 'false' }, sending: { anyway: 'true' } },
  'outputs-left': { outputs: 2 },
  'outputs-lacking': { output: { progress: true } },
  'number-name': { name: 5, path: 7 },
  'blank-path': { path: ' /availability ' },
  'group-variables': { params: VARIABLE, output: VARIABLE },
  'connection-gone': { connection: 'gone' },
  'connection-variable': { connection: VARIABLE },
  'null-all': { name: null, path: null, params: {}, version: null },
};

const connections: Record<string, Record<string, unknown>> = {
  'as-text': { requestsAtOnce: '4', retries: '2', preferredEndpoint: 'true', companyId: 42, timeZone: ' UTC ' },
  'all-variables': { environment: VARIABLE, authentication: VARIABLE, stopDate: VARIABLE, preferredEndpoint: VARIABLE },
  unknown: { environment: 'sandbox', authentication: 'oauth', stopDate: 'noon', preferredEndpoint: 'maybe' },
  nulls: { environment: null, serviceUrl: null, companyId: null, retries: null, tls: null, proxy: null },
  'number-and-zero': { name: 5, connectTimeout: 0 },
  pasted: { credentials: { username: ' someone ', clientId: 'a\tb', password: ' x ' } },
  'others-gone': { tls: 'gone', proxy: VARIABLE },
  'no-sign-in': { authentication: 'none', environment: 'custom', serviceUrl: 'https://dataconnect.example.net' },
  bare: {},
};

describe('a stored shape', () => {
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  before(async () => {
    [nodeRed, browser] = await Promise.all([sharedNodeRed(), sharedChromium()]);
    const places = Object.entries(shapes);
    await deployFlows(nodeRed.url, [
      { id: 'nowhere', type: 'dataconnect-connection', name: 'Nowhere' },
      ...Object.entries(connections).map(([id, stored]) => ({ ...stored, id, type: 'dataconnect-connection' })),
      { id: 'tab', type: 'tab', label: 'Shapes' },
      {
        id: 'dated',
        type: 'dataconnect-sales-by-employee',
        connection: 'nowhere',
        params: { StartDate: 'yesterday', StopDate: 'today' },
        ...{ z: 'tab', x: 1000, y: 60 },
      },
      ...places.flatMap(([id, stored], place) => [
        {
          connection: 'nowhere',
          ...stored,
          id,
          type: 'dataconnect-availability',
          z: 'tab',
          x: 200,
          y: 60 * (place + 1),
        },
        {
          connection: 'nowhere',
          ...stored,
          id: `any-${id}`,
          type: 'dataconnect-request',
          z: 'tab',
          x: 600,
          y: 60 * (place + 1),
        },
      ]),
    ] as never);
    editor = await EditorPage.open(browser, nodeRed.url);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
  });

  for (const id of Object.keys(shapes)) {
    it(`${id} is not changed by Done`, async () => {
      for (const shown of shareOf([id, `any-${id}`])) assert.equal(await openAndClose(editor.page, shown), false);
      assert.deepEqual(editor.takeFaults(), []);
    });
  }

  for (const id of Object.keys(connections)) {
    it(`of a connection, ${id}, is not changed by Done`, async () => {
      assert.equal(await openAndCloseConnection(editor.page, id), false);
      assert.deepEqual(editor.takeFaults(), []);
    });
  }

  it('that is none of the choices is seen, marked and kept', async () => {
    const { page } = editor;
    assert.equal(await isValid('no-choices'), false);
    await editor.openDialogOf(editor.node('no-choices'));
    await showTab(page, 'output');
    const marked = async (shown: string) => {
      const select = page.locator('.dataconnect-tab select', { has: page.locator(`option[value="${shown}"]`) });
      assert.equal(await select.inputValue(), shown);
      assert.equal(await select.isVisible(), true, shown);
      assert.equal(await select.getAttribute('aria-invalid'), 'true', shown);
    };
    for (const shown of ['rows', 'PUT', 'null', '0']) await marked(shown);
    await showTab(page, 'columns');
    await marked('iso');
    await showTab(page, 'output');
    await editor.screenshot(`no-choices-${nodeRedVersion}`);
    await page.locator('select:has(option[value="rows"])').selectOption('each');
    await editor.closeDialog();
    const output = await page.evaluate("RED.nodes.node('no-choices').output");
    assert.deepEqual(output, { mode: 'each', dates: 'iso' });
  });

  it('that is a variable is valid, and can be chosen', async () => {
    const { page } = editor;
    assert.equal(await isValid('variables'), true);
    await editor.openDialogOf(editor.node('variables'));
    await showTab(page, 'output');
    const mode = page.locator('select:has(option[value="batches"])');
    assert.equal(await mode.inputValue(), VARIABLE);
    assert.equal(await mode.getAttribute('aria-invalid'), 'false');
    await editor.screenshot(`variables-${nodeRedVersion}`);
    await editor.closeDialog();
  });

  it('that stands in the place of settings is said, and put right by a button', async () => {
    const { page } = editor;
    assert.equal(await isValid('not-groups'), false);
    await editor.openDialogOf(editor.node('not-groups'));
    assert.equal(await page.getByText('must be an object, not').count(), 5);
    await editor.screenshot(`not-groups-${nodeRedVersion}`);
    for (let left = 5; left > 0; left--) await page.getByText('Use the defaults').first().click();
    await editor.closeDialog();
    assert.equal(await isValid('not-groups'), true);
    const stored = await page.evaluate("RED.nodes.node('not-groups').sending");
    assert.deepEqual(stored, {});
  });

  it('of a connection that is a variable shows every row that it may need', async () => {
    const { page } = editor;
    assert.equal(await isValid('all-variables'), true);
    await openConnection('all-variables');
    for (const name of ['username', 'password', 'clientId', 'clientSecret', 'accessToken']) {
      assert.equal(await page.locator(`#node-config-input-${name}`).isVisible(), true, name);
    }
    assert.equal(await page.locator('input[data-field="serviceUrl"]').isVisible(), true);
    for (const choice of ['production', 'password', 'inclusive']) {
      assert.equal(await page.locator(`select:has(option[value="${choice}"])`).inputValue(), VARIABLE);
    }
    await editor.screenshot(`connection-variables-${nodeRedVersion}`);
    await editor.closeDialog();
  });

  it('of a connection that does not sign in asks for nothing that would be needed for that', async () => {
    const { page } = editor;
    assert.equal(await isValid('no-sign-in'), true);
    await openConnection('no-sign-in');
    assert.equal(await page.locator('select:has(option[value="none"])').inputValue(), 'none');
    for (const name of ['username', 'password', 'clientId', 'clientSecret', 'accessToken']) {
      assert.equal(await page.locator(`#node-config-input-${name}`).isVisible(), false, name);
    }
    await editor.screenshot(`connection-no-sign-in-${nodeRedVersion}`);
    await editor.closeDialog();
  });

  it('of a connection that is none of the choices is seen and marked', async () => {
    const { page } = editor;
    assert.equal(await isValid('unknown'), false);
    await openConnection('unknown');
    for (const shown of ['sandbox', 'oauth', 'noon']) {
      const select = page.locator(`select:has(option[value="${shown}"])`);
      assert.equal(await select.inputValue(), shown);
      assert.equal(await select.getAttribute('aria-invalid'), 'true', shown);
    }
    await editor.screenshot(`connection-unknown-${nodeRedVersion}`);
    await editor.closeDialog();
  });

  it('of a pasted name is cleaned where a person types, and what is unseen inside of it is said', async () => {
    const { page } = editor;
    await openConnection('pasted');
    assert.equal(await page.locator('#node-config-input-username').inputValue(), ' someone ');
    await page.getByText('Client ID has a character in it that cannot be seen (U+0009)').waitFor();
    await page.locator('#node-config-input-username').fill(' some\u200bone\u200b ');
    await page.locator('#node-config-input-password').fill(' secret');
    await page.getByText('begins or ends with a space').waitFor();
    await page.getByText('User name has a character in it that cannot be seen (U+200B)').waitFor();
    await editor.screenshot(`connection-pasted-${nodeRedVersion}`);
    await page.locator('#node-config-input-username').fill('\t other\u200b ');
    await editor.closeDialog();
    assert.equal(await page.evaluate("RED.nodes.node('pasted').credentials.username"), 'other');
  });

  it('of a credential that cannot be sent is said before it is tried', async () => {
    const { page } = editor;
    await openConnection('bare');
    const signIn = page.locator('select:has(option[value="basic"])');
    await signIn.selectOption('basic');
    await page.locator('#node-config-input-username').fill('shop:1');
    await page.getByText('must not contain a colon').waitFor();
    await signIn.selectOption('token');
    await page.locator('#node-config-input-accessToken').fill('Bearer abc\u200bdef');
    await page.getByText('contains characters that cannot be sent').waitFor();
    await page.locator('#node-config-input-accessToken').fill(' Bearer abcdef\u200b');
    await page.getByText('contains characters that cannot be sent').waitFor({ state: 'detached' });
    await page.locator('#node-config-dialog-cancel').click();
    await page.waitForFunction("!document.querySelector('.red-ui-tray')");
  });

  it('stays when Ctrl+Enter in a calendar means Done', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('dated'));
    await showAdvanced(page, 'StartDate');
    await fieldOf(page, 'StartDate').locator('.red-ui-typedInput-option-expand').click();
    await page.locator('.dataconnect-examples > button').first().press('Control+Enter');
    await page.waitForFunction(
      "!document.querySelector('.red-ui-tray') && !document.querySelector('.dataconnect-panel')",
    );
    assert.equal(await editor.isChanged(editor.node('dated')), false);
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('leaves no calendar behind when Ctrl+Enter is pressed beside it', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('dated'));
    await showAdvanced(page, 'StartDate');
    await fieldOf(page, 'StartDate').locator('.red-ui-typedInput-option-expand').click();
    await page.locator('.dataconnect-examples').waitFor();
    await page.locator('#node-input-name').press('Control+Enter');
    await page.waitForFunction("!document.querySelector('.red-ui-tray')");
    assert.equal(await page.locator('.dataconnect-panel').count(), 0);
    assert.deepEqual(editor.takeFaults(), []);
  });

  it('stays when Ctrl+Enter in a list means Done', async () => {
    const { page } = editor;
    await editor.openDialogOf(editor.node('defaults'));
    await page.locator('.dataconnect-tab > button:has(.fa-plus)').click();
    await page.locator('.dataconnect-search').fill('Quant');
    await page.locator('.dataconnect-search').press('Control+Enter');
    await page.waitForFunction(
      "!document.querySelector('.red-ui-tray') && !document.querySelector('.dataconnect-panel')",
    );
    assert.equal(await editor.isChanged(editor.node('defaults')), false);
    assert.deepEqual(editor.takeFaults(), []);
  });

  const isValid = (id: string) => editor.page.evaluate<boolean>(`RED.nodes.node(${JSON.stringify(id)}).valid`);

  async function openConnection(id: string): Promise<void> {
    await editor.page.evaluate(`RED.editor.editConfig('', 'dataconnect-connection', ${JSON.stringify(id)})`);
    await editor.page.locator('[data-action="test-connection"]').waitFor();
    await editor.settled();
  }
});
