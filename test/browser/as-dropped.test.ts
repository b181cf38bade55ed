import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { endpointById } from '../../nodes/catalogue';
import { NOT_AS_DROPPED } from '../../nodes/catalogue/presets';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { assertAccessible } from './accessibility';
import { fieldOf } from './dataconnect-dialogs';
import { connectionTo, deployFlows } from './deploy-flows';
import { type DroppedNode, dropAll } from './dropped-nodes';
import { type EditorNode, EditorPage } from './editor-page';
import { theme } from './lines';
import { isTrouble, nodeRedVersion } from './node-red-process';
import { sharedChromium } from './shared-chromium';
import { type SharedNodeRed, sharedNodeRed } from './shared-node-red';

/** What came of a node that was dropped: what it asked, how many records came, or its error. */
interface Outcome {
  type: string;
  records?: number;
  sent?: Record<string, string>;
  error?: string;
}

/** What has no records at any time. */
const WITHOUT_RECORDS = ['session-abandon'];

describe('a node that is dropped into a flow', () => {
  let emulator: Emulator;
  let nodeRed: SharedNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let listener: Server;
  let dropped: DroppedNode[] = [];
  const outcomes: Outcome[] = [];
  const exceptions = NOT_AS_DROPPED.map(({ type }) => type);
  /** Nor what speaks of the messages of another node, of which there are none here. */
  const isLeftOut = (type: string) => exceptions.includes(type) || type === 'dataconnect-confirm';

  before(async () => {
    listener = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => {
        body += piece.toString();
      });
      request.on('end', () => {
        outcomes.push(JSON.parse(body) as Outcome);
        response.end('{}');
      });
    }).listen(0, '127.0.0.1');
    const worldEnd = endForPeople(Date.now());
    [emulator, nodeRed, browser] = await Promise.all([startEmulator({ worldEnd }), sharedNodeRed(), sharedChromium()]);
    const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
    await deployFlows(nodeRed.url, [
      ...runningAll(url),
      { ...connectionTo(emulator), name: 'Emulator', requestsAtOnce: 8 },
    ]);
    editor = await EditorPage.open(browser, nodeRed.url, theme);
    await editor.stopAnimations();
  });
  after(async () => {
    await editor?.close();
    await emulator?.close();
    listener?.close();
  });

  const storedOf = (id: string) =>
    editor.page.evaluate<DroppedNode | null>(
      `(({ id, type, connection, params, valid }) => ({ id, type, connection, params, valid }))(RED.nodes.node('${id}') ?? {})`,
    );
  const noteOf = (name: string) => fieldOf(editor.page, name).locator('.dataconnect-field-note').first().textContent();

  describe('by the mouse', () => {
    let sales: EditorNode;
    it('has the only connection, and a value for all that it asks for', async () => {
      sales = await editor.drag('dataconnect-daily-sales-summary', 300, 300);
      const { connection, params, valid } = (await storedOf(sales.id))!;
      assert.equal(connection, 'connection');
      assert.equal(valid, true);
      const yesterday = { type: 'fixed', value: 'yesterday' };
      assert.deepEqual(params, {
        StartDate: yesterday,
        StopDate: yesterday,
        CategoryNumber: { type: 'fixed', value: '10' },
        SpecialProductID: { type: 'fixed', value: '-1' },
      });
    });

    it('shows each in its dialog with the reason, and Done changes nothing', async () => {
      const before = await storedOf(sales.id);
      await editor.openDialog(sales);
      assert.match((await noteOf('CategoryNumber'))!, /root of the category tree/);
      assert.match((await noteOf('SpecialProductID'))!, /Returns most/);
      await editor.screenshot(`as-dropped-${nodeRedVersion}`);
      await editor.closeDialog();
      assert.deepEqual(await storedOf(sales.id), before);
    });

    it('is gone with all of it by undo', async () => {
      await editor.page.evaluate("RED.actions.invoke('core:undo')");
      assert.equal((await storedOf(sales.id))?.id, undefined);
      assert.equal(await editor.page.evaluate("RED.nodes.node('connection').users.length"), 0);
    });
  });

  it('leaves to the account what only the account knows, and takes the first of its list with one click', async () => {
    const { page } = editor;
    const stores = await editor.drag('dataconnect-partner-envysion-stores', 300, 300);
    assert.deepEqual((await storedOf(stores.id))?.params, { CompanyId: { type: 'account', value: 'first' } });
    await editor.openDialog(stores);
    const field = fieldOf(page, 'CompanyId');
    assert.match((await field.locator('.red-ui-typedInput-value-label').textContent())!, /company of the account/);
    assert.match((await noteOf('CompanyId'))!, /without one, the first/);
    await editor.screenshot(`of-the-account-${nodeRedVersion}`);
    await field.locator('.dataconnect-offer button').click();
    await page.waitForFunction(
      (note) => note?.textContent?.startsWith('KENTEL'),
      await field.locator('.dataconnect-field-note').first().elementHandle(),
    );
    await editor.screenshot(`first-of-the-account-${nodeRedVersion}`);
    await assertAccessible(editor, 'a value that the account gives');
    assert.equal(await field.locator('.red-ui-typedInput-input').inputValue(), '42');
    await editor.closeDialog();
    assert.deepEqual((await storedOf(stores.id))?.params, { CompanyId: { type: 'fixed', value: '42' } });
    for (const _ of ['edit', 'drop']) await editor.page.evaluate("RED.actions.invoke('core:undo')");
  });

  it('is asked for what counts with a value only when it has that, and begins with something then, too', async () => {
    const { page } = editor;
    const sales = await editor.drag('dataconnect-sales-by-location', 300, 300);
    await editor.openDialog(sales);
    const method = fieldOf(page, 'SearchMethod');
    const choose = async (label: RegExp) => {
      await method.locator('.red-ui-typedInput-option-trigger').click();
      await page.locator('.red-ui-typedInput-options a:visible', { hasText: label }).click();
    };
    assert.equal(await fieldOf(page, 'CategoryNumber').count(), 0);
    await choose(/in a category/);
    assert.equal(await fieldOf(page, 'CategoryNumber').locator('.red-ui-typedInput-input').inputValue(), '10');
    await editor.screenshot(`needed-with-${nodeRedVersion}`);
    await assertAccessible(editor, 'a field that counts with another');
    await choose(/One product/);
    assert.equal(await fieldOf(page, 'CategoryNumber').count(), 0);
    assert.match((await noteOf('ProductIdentifier'))!, /required where Search method is 7/);
    await fieldOf(page, 'ProductIdentifier').locator('.red-ui-typedInput-input').fill('ASCLMO000001');
    await choose(/All Products/);
    assert.match((await noteOf('ProductIdentifier'))!, /no effect with this value of Search method/);
    await fieldOf(page, 'ProductIdentifier').locator('.dataconnect-icon-button').click();
    await editor.closeDialog();
    const { params } = (await storedOf(sales.id))!;
    assert.deepEqual(Object.keys(params).sort(), ['SearchMethod', 'StartDate', 'StopDate']);
    assert.equal(params.SearchMethod?.value, '1');
    for (const _ of ['edit', 'drop']) await editor.page.evaluate("RED.actions.invoke('core:undo')");
  });

  it('has no connection where there are several, or only that of another flow', async () => {
    const [own, several] = await editor.page.evaluate<string[]>(`(() => {
      const connections = ['connection'];
      const add = (more) => RED.nodes.add({ ...RED.nodes.node('connection'), users: [], ...more });
      const made = () => RED.view.createNode('dataconnect-list-stores', 300, 300).node.connection;
      const other = add({ id: 'of-another-flow', z: 'elsewhere' });
      const own = made();
      const second = add({ id: 'second', z: '' });
      const several = made();
      for (const { id } of [other, second]) RED.nodes.remove(id);
      return [own, several];
    })()`);
    assert.deepEqual([own, several], ['connection', '']);
  });

  it('is not what comes by import: a node of another hand keeps what it has', async () => {
    const params = await editor.page.evaluate(`(() => {
      const { nodes } = RED.nodes.import([{ id: 'old', type: 'dataconnect-daily-sales-summary', z: 'tab', x: 10, y: 10, wires: [] }], { generateIds: false });
      const { params, connection } = RED.nodes.node('old');
      RED.nodes.remove('old');
      return { params: params ?? null, connection: connection ?? null };
    })()`);
    assert.deepEqual(params, { params: null, connection: null });
  });

  describe('one of every type', () => {
    it('is complete, but for a few that say why not', async () => {
      const types = await editor.page.evaluate<string[]>(
        "RED.nodes.registry.getNodeTypes().filter((type) => type.startsWith('dataconnect-') && RED.nodes.getType(type).category !== 'config')",
      );
      assert.ok(types.length >= 139, `${types.length} types`);
      dropped = await dropAll(editor.page, types);
      const incomplete = dropped.filter(({ valid }) => !valid).map(({ type }) => type);
      assert.deepEqual(incomplete.sort(), [...exceptions].sort());
      for (const { type, connection } of dropped) {
        if (connection !== undefined) assert.equal(connection, 'connection', type);
      }
      await editor.screenshot(`all-dropped-${nodeRedVersion}`);
    });

    it('is deployed, and runs without an error', async () => {
      const running = dropped.filter(({ type }) => !isLeftOut(type));
      await editor.page.evaluate(`(() => {
        const node = (id) => RED.nodes.node(id);
        for (const id of ${JSON.stringify(running.map(({ id }) => id))}) {
          RED.nodes.addLink({ source: node('start'), sourcePort: 0, target: node(id) });
          RED.nodes.addLink({ source: node(id), sourcePort: 0, target: node('answer') });
        }
        for (const id of ${JSON.stringify(dropped.filter(({ type }) => isLeftOut(type)).map(({ id }) => id))}) RED.nodes.remove(id);
        RED.view.redraw(true);
      })()`);
      await editor.deploy();
      await nodeRed.logged('Started flows', 3);
      emulator.requests.clear();
      await editor.page.evaluate("jQuery.ajax({ url: 'inject/start', type: 'POST' })");
      while (outcomes.length < running.length) await editor.page.waitForTimeout(20);
      assert.deepEqual(
        outcomes.filter(({ error }) => error !== undefined),
        [],
      );
      const ran = outcomes.map(({ type }) => `dataconnect-${type}`);
      assert.deepEqual(ran.sort(), running.map(({ type }) => type).sort());
      assert.deepEqual(emulator.crashes, []);
    });

    it('has records where the emulator has some', async () => {
      const without = outcomes.filter(({ type, records }) => !records && endpointById(type));
      assert.ok(without.length < outcomes.length / 8, `${without.length} without records`);
      for (const { type, sent = {} } of without) {
        const { path, range } = endpointById(type)!;
        if (range)
          assert.ok(await hasAny(path!, { ...sent, [range.start]: '2025-01-01', [range.stop]: '2099-12-31' }), type);
        else assert.ok(WITHOUT_RECORDS.includes(type), type);
      }
    });

    /** Whether the emulator has records for the same question about another period: some things are not sold every day. */
    async function hasAny(path: string, parameters: Record<string, string>): Promise<boolean> {
      const { serviceUrl, credentials } = emulator;
      const url = `${serviceUrl}${path}?${new URLSearchParams({ ...parameters, Response: 'Json' })}`;
      const answer = await fetch(url, { headers: { authorization: `Bearer ${credentials.accessToken}` } });
      return answer.ok && ((await answer.json()) as object[]).length > 0;
    }

    it('asked for the company of the account, and for the first store of its list', () => {
      const sentBy = (type: string) => outcomes.find((each) => each.type === type)?.sent;
      assert.equal(sentBy('partner-envysion-stores')?.CompanyId, '42');
      assert.match(sentBy('products-on-consignment')?.StoreID ?? '', /^\d+$/);
      assert.equal(sentBy('sales-by-location')?.CategoryNumber, undefined);
      assert.equal(emulator.requests.to('/partner/relationships').length, 2);
      assert.equal(emulator.requests.to(endpointById('list-stores')!.path!).length, 2);
    });
  });

  it('has seen no error in the browser nor in the log', () => {
    assert.deepEqual(editor.takeFaults(), []);
    assert.deepEqual(nodeRed.log.filter(isTrouble), []);
  });
});

/** A button for all nodes that are dropped, and what tells the test of each answer and each error. */
function runningAll(url: string): object[] {
  const told = { type: 'http request', z: 'tab', method: 'POST', ret: 'txt', paytoqs: 'ignore', url, x: 900, y: 900 };
  const told$ = (id: string, expression: string, y: number) => ({
    id,
    type: 'change',
    z: 'tab',
    rules: [{ t: 'set', p: 'payload', pt: 'msg', to: expression, tot: 'jsonata' }],
    x: 600,
    y,
    wires: [['told']],
  });
  return [
    { id: 'tab', type: 'tab', label: 'As dropped' },
    {
      id: 'start',
      type: 'inject',
      z: 'tab',
      props: [],
      repeat: '',
      crontab: '',
      once: false,
      topic: '',
      x: 100,
      y: 900,
      wires: [[]],
    },
    told$(
      'answer',
      '{"type": dataconnect.endpoint, "records": dataconnect.records, "sent": dataconnect.parameters}',
      900,
    ),
    { id: 'catch', type: 'catch', z: 'tab', scope: null, uncaught: false, x: 100, y: 960, wires: [['failed']] },
    told$('failed', '{"type": $replace(error.source.type, "dataconnect-", ""), "error": error.message}', 960),
    { ...told, id: 'told', wires: [[]] },
  ];
}
