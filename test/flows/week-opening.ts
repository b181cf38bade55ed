/** Opens the flow of a week: a report that goes on, what stands behind it, and a list. */
import assert from 'node:assert/strict';
import { endpoints } from '../../nodes/catalogue';
import { connectionVersion } from '../../nodes/stored/stored-connection';
import { wallOf } from '../emulator/world/clock';
import { Random } from '../fuzz/random';
import { exampleNode } from './example-parameters';
import type { FlowFixture } from './flow-fixture';
import { LivedWeek } from './lived-week';
import type { FlowNode } from './node-red';
import type { SimulatedClock } from './simulated-clock';
import { behindReport } from './week-flows';
import { WeekList } from './week-list';
import { DAY, type WeekPlan } from './week-plan';
import { WeekState } from './week-state';
import { type DataRow, WeekTable } from './week-table';
import { brokenBy } from './week-truth';

const ROWS_A_DAY = 40;
const LIST = 'list-vendors';

/**
 * Lives a week.
 * @param userDir of Node-RED: there the state is
 * @returns the week, and the rules that did not hold
 */
export async function live(
  plan: WeekPlan,
  fixture: FlowFixture,
  clock: SimulatedClock,
  userDir: string,
): Promise<{ week: LivedWeek; broken: string[] }> {
  const { emulator } = fixture;
  const { zone, begins, days, endpoint, service, seed, lookback, retries } = plan;
  const random = new Random(seed);
  const wall = (instant: number) => new Date(wallOf(instant, zone)).toISOString().slice(0, 19);
  const span = { from: wall(begins), to: wall(begins + days * DAY) };
  const upTo = Math.max(0, (lookback - 1) * 60 - 5);
  const twins = endpoint === 'sales-by-invoice' ? 0 : 0.2;
  emulator.dials.set({
    ...{ timeZone: zone, stopDate: service, requireParameters: false, retryAfter: '0' },
    rows: { [endpoint]: { count: days * ROWS_A_DAY, ...span } },
    late: { [endpoint]: { seed, upTo, twins }, [LIST]: { seed, upTo, twins: 0 } },
  });
  clock.set(begins);
  const [table, list] = [new WeekTable(plan, random), new WeekList(random, span)];
  const week = new LivedWeek(plan, random, clock, emulator, table, list, new WeekState(userDir, 'report'));
  const behind = behindReport(plan.flow);
  const { completing = [] } = behind;
  const flow = await fixture.open([reportOf(plan, behind), witness, ...behind.nodes, ...listNodes], {
    modules: [table.module, list.module],
    configNodes: behind.configNodes ?? [],
    core: behind.core ?? [],
    connection: { timeZone: zone, retries, version: connectionVersion, ...(plan.isKnown && { stopDate: service }) },
    completing: ['report', 'list', ...completing],
    completedBy: [completing.length > 0 ? 'completions' : 'completed'],
  });
  await week.live(flow);
  clock.restore();
  return { week, broken: brokenBy(week, await askedNow(fixture, endpoint), await askedNow(fixture, LIST)) };
}

function reportOf(plan: WeekPlan, { first, confirm }: ReturnType<typeof behindReport>): FlowNode {
  const { endpoint, begins, zone, grain, rows, lookback, step, most, alarm, stops } = plan;
  const from = new Date(wallOf(begins, zone)).toISOString().slice(0, 10);
  return {
    ...exampleNode(endpoints.find(({ id }) => id === endpoint)!),
    id: 'report',
    version: 2,
    wires: [['witness', first]],
    output: { mode: 'batches', batchSize: 15 },
    flow: stops ? { wait: 'auto' } : { wait: 'off' },
    incremental: {
      mode: 'new',
      from,
      grain,
      rows,
      lookback: `${lookback} hours`,
      step,
      most,
      alarm,
      confirm: confirm ?? 'flow',
    },
  };
}

const witness: FlowNode = { id: 'witness', type: 'witness', wires: [] };

const listNodes: FlowNode[] = [
  {
    ...exampleNode(endpoints.find(({ id }) => id === LIST)!),
    id: 'list',
    version: 2,
    wires: [['copy']],
    output: { mode: 'batches', batchSize: 10 },
    incremental: { mode: 'changes', removed: 100 },
  },
  { id: 'copy', type: 'copy', wires: [] },
];

/** All that the service has, asked for by nobody's rules. */
async function askedNow({ emulator }: FlowFixture, id: string): Promise<DataRow[]> {
  const { serviceUrl, credentials } = emulator;
  const url = `${serviceUrl}${endpoints.find((each) => each.id === id)!.path}?Response=Json`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${credentials.accessToken}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()) as DataRow[];
}
