/**
 * The decisions of the store on an engine that loses messages, stands still and forgets, with instances that end, close
 * and are busy, in virtual time. `test/cluster/engine.test.ts` holds that engine against Redis.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { buildSync } from 'esbuild';
import * as schedules from './schedule';

/** Schedules: a share in `npm test`; `DATACONNECT_CLUSTER_SCHEDULES=20000` tries many. */
const SCHEDULES = Number(process.env.DATACONNECT_CLUSTER_SCHEDULES ?? 300);
const SEED = Number(process.env.DATACONNECT_CLUSTER_SEED ?? 1);
/** Within so many a broken rule shows. */
const ENOUGH = 400;

describe('what instances of a cluster decide', function () {
  this.timeout(60_000 + SCHEDULES * 100);
  let runSchedule: typeof schedules.runSchedule;
  before(() => {
    ({ runSchedule } = bundled());
  });

  it('keeps the limit, loses no window and lets no late writer win, whatever fails when', async () => {
    for (let seed = SEED; seed < SEED + SCHEDULES; seed++) {
      const again = `DATACONNECT_CLUSTER_SEED=${seed} DATACONNECT_CLUSTER_SCHEDULES=1`;
      assert.deepEqual(await runSchedule(seed), [], again);
    }
  });

  for (const rule of schedules.RULES) {
    it(`is noticed to be wrong when ${rule}`, async () => {
      for (let seed = 1; seed <= ENOUGH; seed++) {
        if ((await runSchedule(seed, rule)).length > 0) return;
      }
      assert.fail('nobody noticed');
    });
  }
});

/** In one file, without the names that are kept for people: thousands of them take half the time. */
function bundled(): typeof schedules {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, 'schedule.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
  });
  const made = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0]!.text)(made, made.exports, require);
  return made.exports as typeof schedules;
}
