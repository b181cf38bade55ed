import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endpoints } from '../../nodes/catalogue';
import { wallOf } from '../emulator/world/clock';
import { exampleNode } from './example-parameters';
import { FlowFixture } from './flow-fixture';
import { type Arrived, type DataRow, LivedWeek } from './lived-week';
import { helper, nodeRedVersion } from './node-red';
import { SimulatedClock } from './simulated-clock';
import { DAY, type WeekPlan, weekPlan } from './week-plan';

/** Weeks on each Node-RED: a share in `npm test`; `DATACONNECT_FLOW_WEEKS=8` tries many. */
const WEEKS = Number(process.env.DATACONNECT_FLOW_WEEKS ?? 2);
/** Other weeks on each Node-RED. */
const USUAL_SEED = nodeRedVersion.startsWith('4.') ? 20_261_130 : 20_261_131;
const SEED = Number(process.env.DATACONNECT_FLOW_WEEKS_SEED ?? USUAL_SEED);
const ROWS_A_DAY = 40;

describe('a week of a node that goes on from where the flow confirmed it', () => {
  const fixture = new FlowFixture();
  let folder: string;
  let clock: SimulatedClock;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-week-'));
    helper.settings({ userDir: folder });
    clock = new SimulatedClock(fixture.emulator.dials);
  });
  afterEach(() => {
    clock.restore();
    rmSync(folder, { recursive: true, force: true });
  });
  after(() => helper.settings({ userDir: undefined }));

  for (let seed = SEED; seed < SEED + WEEKS; seed++) {
    const plan = weekPlan(seed);
    it(`has what the service has in the end, in ${plan.zone}, the stop ${plan.service}, seed ${seed}`, async () => {
      const week = await lived(plan);
      const truth = await askedNow(plan);
      assert.deepEqual(week.broken, [], told(plan, week));
      assert.deepEqual(missing(week.arrived, truth), [], told(plan, week));
      if (plan.rows === 'new') assert.deepEqual(stale(week.arrived, truth, plan), [], told(plan, week));
      if (plan.rows === 'new') assert.deepEqual(needless(week.arrived, plan), [], told(plan, week));
    }).timeout(120_000);
  }

  async function lived(plan: WeekPlan): Promise<LivedWeek> {
    const { emulator } = fixture;
    const { zone, begins, days, endpoint, service, seed, lookback } = plan;
    const wall = (instant: number) => new Date(wallOf(instant, zone)).toISOString().slice(0, 19);
    const upTo = (lookback - 1) * 60 - 5;
    emulator.dials.set({
      ...{ timeZone: zone, stopDate: service, requireParameters: false, retryAfter: '0' },
      rows: { [endpoint]: { count: days * ROWS_A_DAY, from: wall(begins), to: wall(begins + days * DAY) } },
      late: { [endpoint]: { seed, upTo, twins: endpoint === 'sales-by-invoice' ? 0 : 0.2 } },
    });
    clock.set(begins);
    const week = new LivedWeek(plan, clock, emulator, folder);
    const flow = await fixture.open([reportOf(plan), { id: 'table', type: 'table', wires: [] }], {
      modules: [week.module],
      connection: { timeZone: zone, retries: 0, stopDate: plan.isKnown ? service : 'inclusive' },
      completing: ['report'],
    });
    const { lastWindow, last } = await week.live(flow);
    clock.restore();
    assert.deepEqual([last.reason, lastWindow.behind], ['up-to-date', 0], told(plan, week));
    return week;
  }

  function reportOf({ endpoint, begins, zone, grain, rows, lookback, step, most }: WeekPlan) {
    const from = new Date(wallOf(begins, zone)).toISOString().slice(0, 10);
    return {
      ...exampleNode(endpoints.find(({ id }) => id === endpoint)!),
      id: 'report',
      version: 2,
      wires: [['table']],
      output: { mode: 'batches', batchSize: 15 },
      incremental: { mode: 'new', from, grain, rows, lookback: `${lookback} hours`, step, most },
    };
  }

  /** All that the service has, asked for by nobody's rules. */
  async function askedNow({ endpoint }: WeekPlan): Promise<DataRow[]> {
    const { serviceUrl, credentials } = fixture.emulator;
    const url = `${serviceUrl}${endpoints.find(({ id }) => id === endpoint)!.path}?Response=Json`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${credentials.accessToken}` } });
    assert.equal(answer.status, 200);
    return (await answer.json()) as DataRow[];
  }
});

/** Rows that came less often than they are there, in windows that were confirmed. */
function missing(arrived: readonly Arrived[], truth: readonly DataRow[]): string[] {
  const confirmed = arrived.filter(({ isConfirmed }) => isConfirmed);
  const got = counted(confirmed.flatMap(({ rows }) => rows));
  return [...counted(truth)].filter(([row, count]) => (got.get(row) ?? 0) < count).map(([row]) => row.slice(0, 200));
}

/** Rows of a key that are not at last what the service has. */
function stale(arrived: readonly Arrived[], truth: readonly DataRow[], plan: WeekPlan): string[] {
  if (plan.endpoint !== 'sales-by-invoice') return [];
  const table = new Map(arrived.flatMap(({ rows }) => rows).map((row) => [row.SaleInvoiceID, textOf(row)]));
  assert.equal(table.size, truth.length);
  return truth.map(textOf).filter((text, at) => table.get(truth[at]!.SaleInvoiceID) !== text);
}

/** Rows that came again as they were, though a window that had them was confirmed. */
function needless(arrived: readonly Arrived[], plan: WeekPlan): string[] {
  if (plan.endpoint !== 'sales-by-invoice') return [];
  const confirmed = new Map<unknown, string>();
  const again: string[] = [];
  for (const { rows, isConfirmed } of arrived) {
    for (const row of rows) {
      const text = textOf(row);
      if (confirmed.get(row.SaleInvoiceID) === text) again.push(text.slice(0, 200));
      if (isConfirmed) confirmed.set(row.SaleInvoiceID, text);
      else confirmed.delete(row.SaleInvoiceID);
    }
  }
  return again;
}

function counted(rows: readonly DataRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(textOf(row), (counts.get(textOf(row)) ?? 0) + 1);
  return counts;
}

function textOf(row: DataRow): string {
  return JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function told(plan: WeekPlan, { runs, arrived, failures }: LivedWeek): string {
  const how = { runs, windows: arrived.length, failures: Object.fromEntries(failures), ...plan };
  return `DATACONNECT_FLOW_WEEKS=1 DATACONNECT_FLOW_WEEKS_SEED=${plan.seed}\n${JSON.stringify(how)}`;
}
