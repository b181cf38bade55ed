import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FlowFixture } from './flow-fixture';
import type { LivedWeek } from './lived-week';
import { helper, nodeRedVersion } from './node-red';
import { SimulatedClock } from './simulated-clock';
import { live } from './week-opening';
import { weekPlan } from './week-plan';

/** In `npm test`: the days around the change of clocks of two weeks. */
const SHARE = 2;
/** Weeks on each Node-RED; `DATACONNECT_FLOW_WEEKS=8` tries many. */
const WEEKS = Number(process.env.DATACONNECT_FLOW_WEEKS ?? SHARE);
/** Other weeks on each Node-RED. */
const USUAL_SEED = nodeRedVersion.startsWith('4.') ? 20_261_130 : 20_261_138;
const SEED = Number(process.env.DATACONNECT_FLOW_WEEKS_SEED ?? USUAL_SEED);

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
    const plan = weekPlan(seed, WEEKS === SHARE ? { days: 4 } : {});
    const { zone, service, every, flow } = plan;
    it(`has what the service has, in ${zone}, stop ${service}, every ${every} minutes, ${flow}, seed ${seed}`, async () => {
      const { week, broken } = await live(plan, fixture, clock, folder);
      assert.deepEqual(broken, [], told(week));
    }).timeout(300_000);
  }
});

function told({ plan, runs, listRuns, table, failures }: LivedWeek): string {
  const { arrived, rows } = table;
  const how = { runs, listRuns, windows: arrived.length, rows: rows.length, failures: Object.fromEntries(failures) };
  return `DATACONNECT_FLOW_WEEKS=1 DATACONNECT_FLOW_WEEKS_SEED=${plan.seed}\n${JSON.stringify({ ...how, ...plan })}`;
}
