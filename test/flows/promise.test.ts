/** Written from docs/incremental.md alone: what a person who read it may count on, sentence by sentence. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { endpoints } from '../../nodes/catalogue';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type FlowNode, helper, type Message, type OpenFlow } from './node-red';

const DAY = 86_400_000;
const SALES = endpoints.find(({ id }) => id === 'sales-by-invoice')!;
const VENDORS = endpoints.find(({ id }) => id === 'list-vendors')!;
const FUNCTION = 'function/10-function.js';

interface Facts {
  change?: string;
  incremental?: { confirmedTo?: string };
}

type Heard = Message & { error?: { code: string; source: { id: string } } };

describe('the promise of going on', () => {
  const fixture = new FlowFixture();
  let folder: string;
  let got: Message[];
  let onMessage: (msg: Message, done: (error?: Error) => void) => void;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-promise-'));
    helper.settings({ userDir: folder });
    got = [];
    onMessage = (_msg, done) => done();
    sales(DAYS * 10);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => helper.settings({ userDir: undefined }));

  const DAYS = 8;
  const day = (before: number) => new Date(Date.now() - before * DAY).toISOString().slice(0, 10);
  const sales = (count: number) =>
    fixture.emulator.dials.set({ rows: { [SALES.id]: { count, from: day(DAYS), to: day(2) } } });

  const nodes = (RED: NodeAPI): void => {
    const define = (type: string, take: (msg: Message, done: (error?: Error) => void) => void) =>
      RED.nodes.registerType(type, function (this: Node, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.on('input', (msg, _send, done) => take(msg as Message, done));
      });
    define('table', (msg, done) => {
      got.push(msg);
      onMessage(msg, done);
    });
    RED.nodes.registerType('archive', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', () => {});
    });
  };
  const report = (incremental: object, wires = 'table', endpoint = SALES): FlowNode => ({
    ...exampleNode(endpoint),
    id: 'report',
    version: 2,
    wires: [[wires]],
    incremental: { mode: 'new', from: day(DAYS + 1), step: '2 days', lookback: '1 days', ...incremental },
  });
  const open = (node: FlowNode, others: FlowNode[] = []): Promise<OpenFlow> =>
    fixture.open([node, { id: 'table', type: 'table', wires: [] }, ...others], {
      modules: [nodes],
      core: [FUNCTION],
      connection: { timeZone: 'UTC', retries: 0 },
      completing: ['report'],
    });

  /** @returns the code of its error, and the point behind it */
  function run(flow: OpenFlow, msg: object = {}): Promise<{ code?: string; point?: string }> {
    const asked = Math.random();
    return new Promise((resolve) => {
      const finish = (heard: Heard) => {
        if (heard.asked !== asked || (heard.error && heard.error.source.id !== 'report')) return;
        for (const id of ['completed', 'caught']) flow.node(id).off('input', finish as never);
        const { confirmedTo: point } = (heard.dataconnect as Facts | undefined)?.incremental ?? {};
        resolve({ ...(heard.error && { code: heard.error.code }), ...(point && { point }) });
      };
      for (const id of ['completed', 'caught']) flow.node(id).on('input', finish as never);
      (flow.node('report') as Node & { receive(msg: object): void }).receive({ asked, ...msg });
    });
  }
  const ids = () => got.flatMap(({ payload }) => (payload as Array<Record<string, unknown>>).map((row) => row[KEY]));
  const KEY = 'SaleInvoiceID';
  const fail = (_msg: Message, done: (error?: Error) => void) => done(new Error('no room'));

  /** Nothing is shown until all is confirmed, but for the last day: then everything is. @returns ids and dates of what comes */
  async function shownLate(lookback: string): Promise<Array<{ id: unknown; date: string }>> {
    rmSync(path.join(folder, 'dataconnect'), { recursive: true, force: true });
    sales(0);
    const flow = await open(report({ lookback }));
    assert.equal((await run(flow)).code, undefined);
    await run(flow, { incremental: { from: day(1) } });
    sales(DAYS * 10);
    got = [];
    assert.equal((await run(flow)).code, undefined);
    const records = got.flatMap(({ payload }) => payload as Array<Record<string, unknown>>);
    return records.map((record) => ({ id: record[KEY], date: String(record.DateCreated).slice(0, 10) }));
  }

  const sentences: Record<string, () => Promise<void>> = {
    'Each record that the service shows within the lookback': async () => {
      let flow = await open(report({}));
      onMessage = (msg, done) => (got.length === 2 ? fail(msg, done) : done());
      assert.equal((await run(flow)).code, 'FLOW_FAILED');
      fixture.emulator.dials.set({ faults: [{ fault: { kind: 'status', status: 503 } }] });
      assert.notEqual((await run(flow)).code, undefined);
      fixture.emulator.dials.set({ faults: [] });
      const held = new Promise<void>((resolve) => (onMessage = () => resolve()));
      void run(flow);
      await held;
      await flow.redeploy('full');
      got = [...got.slice(0, 1)];
      onMessage = (_msg, done) => done();
      flow = await open(report({}));
      assert.equal((await run(flow)).code, undefined);
      assert.equal(new Set(ids()).size, DAYS * 10);
      const late = await shownLate(`${DAYS} days`);
      assert.equal(new Set(late.map(({ id }) => id)).size, DAYS * 10);
    },
    'Records of a window that was not confirmed come again': async () => {
      const flow = await open(report({ step: '30 days' }));
      onMessage = fail;
      await run(flow);
      const before = ids();
      assert.equal(before.length, DAYS * 10);
      onMessage = (_msg, done) => done();
      await run(flow);
      assert.deepEqual(ids().slice(before.length), before);
      await run(flow);
      assert.equal(ids().length, before.length * 2);
    },
    'What the service shows or corrects later than the lookback': async () => {
      const dates = (await shownLate('3 days')).map(({ date }) => date).sort();
      assert.ok(dates.length > 0 && dates.length < DAYS * 10, String(dates.length));
      assert.equal(dates[0], day(4));
      const list = (count: number) => fixture.emulator.dials.set({ rows: { [VENDORS.id]: { count } } });
      const kinds = () => got.map(({ dataconnect }) => (dataconnect as Facts).change);
      list(20);
      const changes = await open(report({ mode: 'changes' }, 'table', VENDORS));
      await run(changes);
      got = [];
      list(18);
      await run(changes);
      assert.deepEqual(kinds(), ['removed']);
    },
    'The word of the flow is believed': async () => {
      const keeps = { id: 'keeps', type: 'function', func: 'context.set("kept", msg);', outputs: 1, wires: [[]] };
      const early = await open(report({ step: '30 days' }, 'keeps'), [keeps]);
      await run(early);
      assert.notEqual((await run(early)).point, undefined);
      rmSync(path.join(folder, 'dataconnect'), { recursive: true });
      const says = { id: 'says', type: 'dataconnect-confirm', outcome: 'failed', wires: [[]] };
      const byHand = await open(report({ step: '30 days', confirm: 'hand' }, 'says'), [says]);
      assert.deepEqual(await run(byHand), { code: 'UNCONFIRMED' });
    },
    '[Confirmed too early](#confirmed-too-early) names such nodes': async () => {
      const shapes = readFileSync(path.join(__dirname, 'window-shapes.ts'), 'utf8');
      const known = [...shapes.matchAll(/tooEarly: '([^']+)'/g)].map((found) => found[1]!);
      const named = [
        [/keeps records/, /keeps records/],
        [/without node\.done\(\)/, /without `node\.done\(\)`/],
        [/Trigger/, /\*trigger\* node/],
        [/repairs sequences/, /repairs sequences/],
        [/TCP/, /\*tcp out\*/],
        [/calls done/, /calls `done`/],
      ] as const;
      const section = sectionOf('### Confirmed too early');
      assert.deepEqual(
        known.filter((shape) => !named.some(([like, words]) => like.test(shape) && words.test(section))),
        [],
      );
      assert.ok(known.length >= named.length);
    },
    'A window that counts as confirmed though nobody proves it': async () => {
      const archive = { id: 'archive', type: 'archive', wires: [] };
      const strict = await open(report({ step: '30 days' }, 'archive'), [archive]);
      assert.deepEqual(await run(strict), { code: 'UNCONFIRMED' });
      const lenient = await open(report({ step: '30 days', confirm: 'count-unproven' }, 'archive'), [archive]);
      assert.equal((await run(lenient)).code, undefined);
      const person = await run(lenient, { incremental: { from: day(1) } });
      assert.equal(person.point?.slice(0, 10), day(1));
    },
  };
  for (const [begins, test] of Object.entries(sentences)) it(`${begins} …`, test);

  it('has a test for each of its sentences', () => {
    const section = sectionOf('## The promise').replaceAll('**', '');
    const written = section
      .split(/\n\n|(?<=\.) (?=[A-Z[])/)
      .map((each) => each.trim())
      .filter(Boolean);
    assert.deepEqual(
      written.filter((sentence) => !Object.keys(sentences).some((begins) => sentence.startsWith(begins))),
      [],
    );
    assert.equal(written.length, Object.keys(sentences).length);
  });
});

/** Of the documentation, up to the next heading. */
function sectionOf(heading: string): string {
  const text = readFileSync(path.join(__dirname, '..', '..', 'docs', 'incremental.md'), 'utf8');
  return text.split(`${heading}\n`)[1]!.split(/\n##/)[0]!;
}
