import assert from 'node:assert/strict';
import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CrashPoint } from '../../../nodes/incremental/cursor/crash-point';
import { Random } from '../../fuzz/random';
import type { Rule } from './broken-rules';
import { pointsOf } from './crashes';
import { Fleet } from './fleet';
import { CuttableDisk } from './power';
import { NAME, WAYS, type Way } from './service';

/** Cuts of the power: a share in `npm test`; `DATACONNECT_CRASHES=2000` tries 50. */
const CUTS = Math.ceil(Number(process.env.DATACONNECT_CRASHES ?? 160) / 40);
/** Points behind which one more state is on the disk. */
const CONFIRMED: readonly CrashPoint[] = ['dir-synced', 'old-removed'];
/** Cuts before what the flow has is compared. */
const ROUND = 4;

/** An end of a process is not enough: the system writes later what it had left. */
describe('an extraction whose power is cut', function () {
  this.timeout(60_000 + CUTS * 4000);
  let disk: CuttableDisk;
  beforeEach(function () {
    const mounted = CuttableDisk.mount();
    if (!mounted) return this.skip();
    disk = mounted;
  });
  afterEach(() => disk?.unmount());

  it('at any step leaves the flow with what the service has, and what is confirmed is so for ever', async () => {
    const random = new Random(CUTS);
    for (let cuts = 0; cuts < CUTS; cuts += ROUND) {
      const way = WAYS[(cuts / ROUND) % WAYS.length]!;
      const fleet = await fleetOn(way, cuts + 1);
      for (let cut = 0; cut < ROUND; cut++)
        await cutAt(fleet, random.pick(pointsOf(way)), 1 + random.below(2), random.oneIn(2));
      await fleet.settle();
      fleet.remove();
    }
  });

  for (const [rule, by] of [
    ['nothing is flushed', /cannot be read|not there|not whole/],
    ['no folder is flushed', /not there/],
  ] as const satisfies [Rule, RegExp][]) {
    it(`loses something where ${rule}, and this is noticed`, async () => {
      const fleet = await fleetOn('windows', 1, rule);
      await assert.rejects(async () => {
        await cutAt(fleet, 'dir-synced', 1, rule === 'nothing is flushed');
      }, by);
    });
  }

  function fleetOn(way: Way, seed: number, broken?: Rule): Promise<Fleet> {
    return Fleet.open({ ways: [way], seed, folder: disk.folder, ...(broken && { broken }) });
  }

  async function cutAt(fleet: Fleet, point: CrashPoint, pass: number, isBusy: boolean): Promise<void> {
    const [extraction] = fleet.extractions;
    const before = extraction!.generation;
    const hasDied = await fleet.dieAt(point, pass, () => {
      disk.cut(isBusy);
      passOverEmptyLock(path.join(extraction!.folder, `${NAME}.lock`));
    });
    const least = hasDied && CONFIRMED.includes(point) ? before + pass : before;
    assert.ok(extraction!.generation >= least, 'what was confirmed is not there');
  }
});

/** Whose it was nobody can tell: it counts for 90 seconds, for which no test waits. */
function passOverEmptyLock(lock: string): void {
  if (existsSync(lock) && statSync(lock).size === 0) rmSync(lock);
}
