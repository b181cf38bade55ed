/** Written from docs/incremental.md alone, outside of the promise: what a person who read a section may count on. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { endpoints } from '../../nodes/catalogue';
import { until } from './admin-server';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type FlowNode, helper, type Message, type OpenFlow } from './node-red';
import { SimulatedClock } from './simulated-clock';

const ZONE = 'America/Toronto';
const SALES = endpoints.find(({ id }) => id === 'sales-by-invoice')!;
/** Without a key. */
const DONATIONS = endpoints.find(({ id }) => id === 'donations-summary')!;
const VENDORS = endpoints.find(({ id }) => id === 'list-vendors')!;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Facts {
  change?: string;
  confirm?: string;
  records?: number;
  alreadyDelivered?: number;
  incremental?: Record<string, unknown>;
}

type Heard = Message & { complete?: { source: { id: string } }; error?: { code: string; source: { id: string } } };

interface End {
  code?: string;
  facts: Record<string, unknown>;
}

describe('a node that goes on, as the documentation says', () => {
  const fixture = new FlowFixture();
  let folder: string;
  let clock: SimulatedClock;
  let got: Message[];
  let isGood: (msg: Message) => boolean | 'never';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-told-'));
    helper.settings({ userDir: folder });
    clock = new SimulatedClock(fixture.emulator.dials);
    got = [];
    isGood = () => true;
    fixture.emulator.dials.set({ timeZone: ZONE, stopDate: 'exclusive', requireParameters: false });
    sales(60);
    at('2026-03-09T07:00-04:00');
  });
  afterEach(() => {
    clock.restore();
    rmSync(folder, { recursive: true, force: true });
  });
  after(() => helper.settings({ userDir: undefined }));

  const at = (time: string) => clock.set(Date.parse(time));
  const sales = (count: number) =>
    fixture.emulator.dials.set({ rows: { [SALES.id]: { count, from: '2026-03-01', to: '2026-03-09' } } });
  const vendors = (count: number) => fixture.emulator.dials.set({ rows: { [VENDORS.id]: { count } } });
  const nodes = (RED: NodeAPI): void => {
    RED.nodes.registerType('table', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg, _send, done) => {
        got.push(msg as Message);
        const good = isGood(msg as Message);
        if (good !== 'never') done(good ? undefined : new Error('no room'));
      });
    });
  };
  const report = (incremental: object, more: object = {}, endpoint = SALES): FlowNode => ({
    ...exampleNode(endpoint),
    id: 'report',
    version: 2,
    wires: [['table']],
    incremental: { mode: 'new', from: '2026-03-01', ...incremental },
    ...more,
  });
  const list = (incremental: object = {}, more: object = {}): FlowNode => ({
    ...exampleNode(VENDORS),
    ...{ id: 'report', version: 2, wires: [['table']], incremental: { mode: 'changes', ...incremental } },
    ...more,
  });
  const open = (node: FlowNode, stopDate = 'exclusive'): Promise<OpenFlow> =>
    fixture.open([node, { id: 'table', type: 'table', wires: [] }], {
      modules: [nodes],
      connection: { version: 2, timeZone: ZONE, retries: 0, stopDate },
      completing: ['report'],
    });
  function run(flow: OpenFlow, msg: object = {}): Promise<End> {
    const asked = Math.random();
    return new Promise((resolve) => {
      const finish = (heard: Heard) => {
        if (heard.asked !== asked || (heard.error ?? heard.complete)?.source?.id !== 'report') return;
        for (const id of ['completed', 'caught']) flow.node(id).off('input', finish as never);
        const { incremental = {} } = (heard.dataconnect ?? {}) as Facts;
        resolve({ ...(heard.error && { code: heard.error.code }), facts: incremental });
      };
      for (const id of ['completed', 'caught']) flow.node(id).on('input', finish as never);
      (flow.node('report') as Node & { receive(msg: object): void }).receive({ asked, ...msg });
    });
  }
  const factsOf = ({ dataconnect }: Message) => dataconnect as Facts;
  const kinds = () => got.map((msg) => factsOf(msg).change);
  const rows = () => got.flatMap(({ payload }) => payload as Array<Record<string, unknown>>);
  const requests = () => fixture.emulator.requests.all().filter(({ path: asked }) => asked.endsWith(SALES.path!));
  const asked = () => requests().map(({ query }) => `${query.get('StartDate')} – ${query.get('StopDate')}`);
  const files = () => readdirSync(path.join(folder, 'dataconnect'), { recursive: true, encoding: 'utf8' });
  const states = () =>
    files()
      .filter((name) => name.endsWith('.json') && !name.includes('previous'))
      .map((name) => JSON.parse(readFileSync(path.join(folder, 'dataconnect', name), 'utf8')));

  interface Row {
    told: string;
    incremental: object;
    stop: string;
    before?: string;
    now: string;
    asked: string[];
    after: string | undefined;
    behind?: number;
  }
  const days = { grain: 'day', delay: '6 hours', lookback: '2 days', step: '30 days' };
  const dates: Row[] = [
    {
      told: 'first run from 03-01, by days, stop included',
      incremental: days,
      stop: 'inclusive',
      now: '2026-03-04T07:00-05:00',
      asked: ['2026-03-01T00:00:00.000 – 2026-03-03T23:59:59.997'],
      after: '2026-03-04T05:00:00.000Z',
    },
    {
      told: 'the next day, lookback 2 days, stop included',
      incremental: days,
      stop: 'inclusive',
      before: '2026-03-04',
      now: '2026-03-05T07:00-05:00',
      asked: ['2026-03-02T00:00:00.000 – 2026-03-04T23:59:59.997'],
      after: '2026-03-05T05:00:00.000Z',
    },
    {
      told: 'the same, nobody knows what the stop is, no lookback',
      incremental: { ...days, lookback: '0 days' },
      stop: 'unknown',
      before: '2026-03-04',
      now: '2026-03-05T07:00-05:00',
      asked: ['2026-03-03T00:00:00.000 – 2026-03-05T00:00:00.000'],
      after: '2026-03-05T05:00:00.000Z',
    },
    {
      told: 'within the delay of 6 hours',
      incremental: days,
      stop: 'exclusive',
      before: '2026-03-05',
      now: '2026-03-06T05:59-05:00',
      asked: [],
      after: '2026-03-05T05:00:00.000Z',
    },
    {
      told: 'after an outage, windows of a day, at most 3, lookback 2 days',
      incremental: { ...days, step: '1 day', most: 3 },
      stop: 'exclusive',
      before: '2026-03-04',
      now: '2026-03-09T07:00-04:00',
      asked: [
        '2026-03-02T00:00:00.000 – 2026-03-05T00:00:00.000',
        '2026-03-05T00:00:00.000 – 2026-03-06T00:00:00.000',
        '2026-03-06T00:00:00.000 – 2026-03-07T00:00:00.000',
      ],
      after: '2026-03-07T05:00:00.000Z',
      behind: 47,
    },
    {
      told: 'by time of day, delay 5 minutes, lookback 1 hour, stop included',
      incremental: { grain: 'instant', delay: '5 minutes', lookback: '1 hour' },
      stop: 'inclusive',
      before: '2026-03-04T10:00',
      now: '2026-03-04T10:20-05:00',
      asked: ['2026-03-04T09:00:00.000 – 2026-03-04T10:14:59.997'],
      after: '2026-03-04T15:15:00.000Z',
    },
    {
      told: 'clocks go back, no lookback',
      incremental: { grain: 'instant', delay: '5 minutes', lookback: '0 hours' },
      stop: 'exclusive',
      before: '2026-11-01T05:45:00Z',
      now: '2026-11-01T01:10-05:00',
      asked: ['2026-11-01T01:00:00.000 – 2026-11-01T02:00:00.000'],
      after: '2026-11-01T06:05:00.000Z',
    },
  ];
  for (const { told, incremental, stop, before, now, asked: due, after, behind } of dates) {
    it(`asks for these dates: ${told}`, async () => {
      assert.ok(docs.includes(`| ${told} |`));
      at(now);
      const flow = await open(report(incremental), stop);
      if (before !== undefined) await run(flow, { incremental: { from: before } });
      fixture.emulator.requests.clear();
      const { facts } = await run(flow);
      assert.deepEqual(asked(), due);
      assert.equal(states()[0]?.confirmedTo, after);
      if (behind !== undefined) assert.equal(facts.behind, behind * HOUR);
    });
  }

  const claims: Record<string, () => Promise<void>> = {
    'each choice of stores, filters and company has a point of its own': async () => {
      const flow = await open(report({}));
      await run(flow);
      await run(flow, { params: { LocationTypeIDs: '12' } });
      assert.equal(states().length, 2);
      assert.equal((await run(flow)).facts.reason, 'up-to-date');
    },
    'A point that lies more than a day ahead of the clock ends the run with an error': async () => {
      const flow = await open(report({}));
      await run(flow);
      at('2026-03-01T07:00-05:00');
      assert.equal((await run(flow)).code, 'CURSOR_IN_FUTURE');
    },
    'no further window is asked for that would begin there or later': async () => {
      for (const ahead of [0, HOUR, 20 * DAY, Date.UTC(2036, 0, 1) - clock.present]) {
        const flow = await open(report({ step: '1 day' }));
        await run(flow, { incremental: 'reset' });
        fixture.emulator.requests.clear();
        clock.ahead = ahead;
        const { code, facts } = await run(flow);
        assert.deepEqual([code, requests().length, facts.behind], [undefined, 8, 0], String(ahead));
        // Before it has answered, the service's clock is not known.
        await run(flow);
        assert.equal(requests().length, ahead < DAY ? 8 : 9);
        assert.equal(states()[0]!.confirmedTo, '2026-03-09T04:00:00.000Z');
        clock.ahead = 0;
      }
    },
    'A window that the service refuses as too large is cut further, and confirmed as one': async () => {
      fixture.emulator.dials.set({ rowLimit: 10 });
      const flow = await open(report({ step: '30 days' }));
      assert.equal((await run(flow)).code, undefined);
      assert.deepEqual([rows().length, states()[0]!.generation], [60, 1]);
      assert.ok(requests().length > 6);
    },
    'the next is asked for only then': async () => {
      isGood = () => requests().length === got.length;
      const flow = await open(report({ step: '1 day' }));
      assert.equal((await run(flow)).code, undefined);
      assert.ok(got.length > 5);
    },
    '*Marked* sends all, with the column `alreadyDelivered`; *sent again* sends all as they are': async () => {
      for (const [how, marks] of [
        ['marked', [true]],
        ['all', [undefined]],
      ] as const) {
        const flow = await open(report({ rows: how, lookback: '2 days' }));
        await run(flow);
        at('2026-03-10T07:00-04:00');
        got = [];
        await run(flow);
        assert.deepEqual([...new Set(rows().map(({ alreadyDelivered }) => alreadyDelivered))], marks, how);
        at('2026-03-09T07:00-04:00');
        rmSync(path.join(folder, 'dataconnect'), { recursive: true });
      }
    },
    'sends what is new and what has changed': async () => {
      const flow = await open(report({ lookback: '20 days' }));
      await run(flow);
      got = [];
      sales(61);
      at('2026-03-10T07:00-04:00');
      await run(flow);
      assert.ok(rows().length > 0);
      assert.ok(rows().every((row) => !('alreadyDelivered' in row)));
    },
    'Of a longer lookback that is set later, the records before the kept range are sent again': async () => {
      const flow = await open(report({ lookback: '1 days' }));
      await run(flow);
      at('2026-03-10T07:00-04:00');
      await run(flow);
      got = [];
      at('2026-03-11T07:00-04:00');
      await run(await open(report({ lookback: '6 days' })));
      const sent = rows().map((row) => String(row.DateCreated).slice(0, 10));
      assert.ok(sent.length > 0);
      assert.ok(
        sent.every((day) => day < '2026-03-09'),
        sent.join(),
      );
    },
    'without a key nobody knows which records those were, and all of the lookback comes again': async () => {
      for (const [endpoint, comesAgain] of [
        [SALES, false],
        [DONATIONS, true],
      ] as const) {
        fixture.emulator.dials.set({ rows: { [endpoint.id]: { count: 60, from: '2026-03-01', to: '2026-03-09' } } });
        at('2026-03-05T07:00-05:00');
        const flow = await open(report({ lookback: '20 days', step: '30 days' }, {}, endpoint));
        got = [];
        await run(flow);
        const before = rows().length;
        at('2026-03-09T07:00-04:00');
        got = [];
        isGood = () => false;
        await run(flow);
        assert.equal(rows().length, 60 - before);
        got = [];
        isGood = () => true;
        await run(flow);
        assert.equal(rows().length, comesAgain ? 60 : 60 - before);
      }
    },
    'The first run has everything as added': async () => {
      vendors(20);
      const flow = await open(list());
      await run(flow);
      assert.deepEqual([kinds(), rows().length], [['added'], 20]);
      assert.equal(got.at(-1)!.complete, true);
    },
    'Where nothing changed, one message has an empty list and no `change`': async () => {
      vendors(20);
      const flow = await open(list());
      await run(flow);
      got = [];
      const { facts } = await run(flow);
      assert.deepEqual([kinds(), rows()], [[undefined], []]);
      assert.equal(facts.same, 20);
    },
    'Removed records have their key columns only, come last': async () => {
      vendors(20);
      const flow = await open(list());
      await run(flow);
      got = [];
      vendors(18);
      await run(flow);
      assert.equal(kinds().at(-1), 'removed');
      const removed = got.at(-1)!.payload as object[];
      assert.deepEqual([removed.length, Object.keys(removed[0]!)], [2, ['VendorID']]);
    },
    'More than *Removed at most* of what was known is `TOO_MANY_REMOVED`: nothing is removed': async () => {
      vendors(20);
      const flow = await open(list({ removed: 20 }));
      await run(flow);
      got = [];
      vendors(10);
      assert.equal((await run(flow)).code, 'TOO_MANY_REMOVED');
      assert.ok(!kinds().includes('removed'));
      vendors(20);
      assert.equal((await run(flow)).facts.removed, 0);
    },
    'What was sent and not confirmed is sent again, even when it is at the service as it was before': async () => {
      vendors(20);
      const flow = await open(list());
      await run(flow);
      vendors(21);
      isGood = () => false;
      await run(flow);
      isGood = () => true;
      got = [];
      vendors(20);
      await run(flow);
      assert.ok(kinds().includes('removed'), String(kinds()));
    },
    'Where nobody knows, the end goes out, too, and the lookback is a day at least': async () => {
      const flow = await open(report({ step: '30 days', lookback: '0 days' }), 'unknown');
      await run(flow);
      at('2026-03-10T07:00-04:00');
      fixture.emulator.requests.clear();
      await run(flow);
      // What was once too large is cut from the start.
      assert.deepEqual(
        [requests()[0]!.query.get('StartDate'), requests().at(-1)!.query.get('StopDate')],
        ['2026-03-08T00:00:00.000', '2026-03-10T00:00:00.000'],
      );
    },
    '`not-begun` (the first day lies ahead)': async () => {
      const flow = await open(report({ from: '2026-04-01' }));
      const { facts } = await run(flow);
      assert.equal(facts.reason, 'not-begun');
      assert.ok(Date.parse(String(facts.next)) > Date.parse('2026-04-01'));
      assert.equal(factsOf(got[0]!).confirm?.startsWith('nothing.') ?? false, true);
      assert.deepEqual(requests(), []);
    },
    'records of its answers so far that were delivered before': async () => {
      const flow = await open(report({ lookback: '3 days', step: '30 days' }));
      await run(flow);
      got = [];
      at('2026-03-10T07:00-04:00');
      await run(flow);
      assert.ok(Number(factsOf(got.at(-1)!).alreadyDelivered) > 0);
      assert.equal(factsOf(got.at(-1)!).records, rows().length);
    },
    'It rests: a message that orders a run gets an empty result': async () => {
      const flow = await open(report({}));
      assert.equal((await run(flow, { incremental: 'pause' })).facts.paused, true);
      assert.deepEqual(got, []);
      assert.equal((await run(flow)).facts.reason, 'paused');
      await run(flow, { incremental: 'resume' });
      got = [];
      await run(flow);
      assert.equal(rows().length, 60);
    },
    'All before that date counts as confirmed, all from it on is asked for and sent once more': async () => {
      const flow = await open(report({ lookback: '0 days' }));
      await run(flow);
      got = [];
      await run(flow, { incremental: { from: '2026-03-07' } });
      await run(flow);
      const first = rows()
        .map((row) => String(row.DateCreated))
        .sort()[0]!;
      assert.equal(first.slice(0, 10), '2026-03-07');
    },
    'not ahead of the clock': async () => {
      const flow = await open(report({}));
      assert.notEqual((await run(flow, { incremental: { from: '2026-05-01' } })).code, undefined);
    },
    'It begins anew: at the first day that the node has, or with the whole list': async () => {
      const flow = await open(report({}));
      await run(flow);
      await run(flow, { incremental: 'reset' });
      got = [];
      await run(flow);
      assert.equal(rows().length, 60);
    },
    'Nothing moves by it: no lease is taken, nothing is confirmed': async () => {
      const flow = await open(report({}));
      await run(flow, { dryRun: true });
      assert.deepEqual(
        files().filter((name) => /\.(json|lock)$/.test(name)),
        [],
      );
      assert.deepEqual(requests(), []);
      assert.equal((factsOf(got[0]!).incremental!.windows as unknown[]).length, 2);
    },
    'with no secret and no record in it': async () => {
      const flow = await open(report({}));
      await run(flow);
      const text = JSON.stringify(states());
      const { password, clientSecret, accessToken } = fixture.emulator.credentials;
      for (const secret of [password, clientSecret, accessToken]) assert.ok(!text.includes(secret));
      assert.ok(!text.includes(String(rows()[0]!.SaleInvoiceID)));
      assert.equal(states()[0]!.confirmedToLocal, '2026-03-09T00:00:00.000-04:00');
    },
    'While a window is open, a further message to the node ends as `CURSOR_IN_USE`, and nothing is asked for':
      async () => {
        const flow = await open(report({ step: '30 days', alarm: 30 }, { flow: { wait: 'off' } }));
        isGood = () => 'never';
        let ended: End | undefined;
        void run(flow).then((end) => {
          ended = end;
        });
        await until(() => got.length > 0);
        fixture.emulator.requests.clear();
        for (let minutes = 0; minutes < 30; minutes++) {
          assert.equal((await run(flow)).code, 'CURSOR_IN_USE');
          clock.pass(60_000);
        }
        await until(() => ended !== undefined);
        assert.equal(ended?.code, 'UNCONFIRMED');
        assert.equal((await run(flow)).code, 'CURSOR_IN_USE');
        assert.deepEqual(requests(), []);
        isGood = () => true;
        assert.equal((await run(flow, { incremental: 'resume' })).code, undefined);
        assert.equal((await run(flow)).code, undefined);
        assert.equal(states()[0]!.confirmedTo, '2026-03-09T04:00:00.000Z');
      },
  };
  for (const [claim, test] of Object.entries(claims)) {
    it(`${claim}`, async () => {
      assert.ok(docs.includes(claim), 'docs/incremental.md says it in other words: read it again');
      await test();
    });
  }
});

const docs = readFileSync(path.join(__dirname, '..', '..', 'docs', 'incremental.md'), 'utf8').replaceAll('\n', ' ');
