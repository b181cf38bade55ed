import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withBrokenRuntime } from './broken-runtime';
import { brokenRules } from './broken-weeks';
import { FlowFixture } from './flow-fixture';
import type { LivedWeek } from './lived-week';
import { helper, nodeRedVersion } from './node-red';
import { SimulatedClock } from './simulated-clock';
import { live } from './week-opening';
import { weekPlan } from './week-plan';

/** In `npm test`: the days around the change of clocks of two weeks. */
const SHARE = 2;
/** Weeks on each Node-RED; `DATACONNECT_FLOW_WEEKS=5` tries many. */
const WEEKS = Number(process.env.DATACONNECT_FLOW_WEEKS ?? SHARE);
/** Other weeks and rules on each Node-RED. */
const LINE = nodeRedVersion.startsWith('4.') ? 0 : 1;
const USUAL_SEED = [20_261_130, 20_261_135][LINE]!;
const SEED = Number(process.env.DATACONNECT_FLOW_WEEKS_SEED ?? USUAL_SEED);
/** Weeks in which a broken rule must be seen. */
const MOST_TRIED = 4;

describe('a week of a node that goes on from where the flow confirmed it', () => {
  const fixture = new FlowFixture();
  let folder: string;
  let clock: SimulatedClock;
  const begin = () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-week-'));
    helper.settings({ userDir: folder });
    clock = new SimulatedClock(fixture.emulator.dials);
  };
  const end = () => {
    clock.restore();
    rmSync(folder, { recursive: true, force: true });
  };
  const renew = () => {
    end();
    begin();
  };
  beforeEach(begin);
  afterEach(end);
  after(() => helper.settings({ userDir: undefined }));

  for (let seed = SEED; seed < SEED + WEEKS; seed++) {
    const plan = weekPlan(seed, WEEKS === SHARE ? { days: 4 } : {});
    const { zone, service, every, flow } = plan;
    it(`has what the service has, in ${zone}, stop ${service}, every ${every} minutes, ${flow}, seed ${seed}`, async () => {
      const { week, broken } = await live(plan, fixture, clock, folder);
      assert.deepEqual(broken, [], told(week));
    }).timeout(600_000);
  }

  /** With all of them where many weeks are lived: half on each Node-RED. */
  const rules = Object.entries(brokenRules).filter((_, at) => at % 2 === LINE && (WEEKS > SHARE || at < SHARE));
  for (const [rule, { edit, fixed, seenBy }] of rules) {
    it(`is seen to be wrong where ${rule}`, async () => {
      const seen = new Set<string>();
      for (let seed = SEED; seed < SEED + MOST_TRIED && !seen.has(`(${seenBy})`); seed++) {
        const { broken } = await withBrokenRuntime(edit, () => live(weekPlan(seed, fixed), fixture, clock, folder));
        for (const each of broken) seen.add(each.split(' ')[0]!);
        renew();
      }
      assert.ok(seen.has(`(${seenBy})`), `seen by ${[...seen].join()}, not by (${seenBy})`);
    }).timeout(600_000);
  }
});

function told({ plan, runs, listRuns, table, failures }: LivedWeek): string {
  const { arrived, rows } = table;
  const how = { runs, listRuns, windows: arrived.length, rows: rows.length, failures: Object.fromEntries(failures) };
  return `DATACONNECT_FLOW_WEEKS=1 DATACONNECT_FLOW_WEEKS_SEED=${plan.seed}\n${JSON.stringify({ ...how, ...plan })}`;
}
