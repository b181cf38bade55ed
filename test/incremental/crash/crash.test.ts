import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../../fuzz/random';
import type { Rule } from './broken-rules';
import { bundledExtraction, Extraction, ended, manyDeaths } from './crashes';
import type { Way } from './service';

/** Deaths in all: a share in `npm test`; `DATACONNECT_CRASHES=2000` tries more. */
const CRASHES = Number(process.env.DATACONNECT_CRASHES ?? 22);
/** Deaths between two looks at what the flow has. */
const ROUND = 11;
/** Times that one of two processes is killed. */
const DUELS = Math.ceil(CRASHES / 10);

describe('an extraction that ends in the middle', function () {
  this.timeout(60_000 + CRASHES * 4000);
  let program: string;
  before(() => {
    program = bundledExtraction();
  });

  for (const way of ['changes', 'windows'] as const satisfies Way[]) {
    it(`at any step of ${way}, again and again, leaves the flow with what the service has`, async () => {
      let died = 0;
      // The two ways have their turns at other points.
      for (let first = way === 'changes' ? 0 : ROUND; first < CRASHES; first += 2 * ROUND) {
        died += await manyDeaths(program, ROUND, first, way).catch((error: Error) => {
          throw new Error(`from ${first} on: ${error.message}`, { cause: error });
        });
      }
      assert.ok(died > 0);
    });
  }

  it('is one of two processes at any moment, whichever of them ends', async () => {
    const extraction = new Extraction(program, 'changes', 5);
    const random = new Random(extraction.seed);
    for (let duel = 0; duel < DUELS; duel++) {
      const times = [extraction.time, extraction.time + 1, extraction.time + 2];
      const children = [0, 1].map(() => extraction.start({ times, isOneOfTwo: true }));
      const ends = Promise.all(children.map(ended));
      await wait(60 + random.below(300));
      random.pick(children).kill('SIGKILL');
      await ends;
      extraction.look();
      extraction.time++;
    }
    await extraction.settle();
    extraction.remove();
  });

  describe('loses something, and this is noticed,', () => {
    /** An extraction by which a broken rule shows. */
    const extractionWith = (rule: Rule, way: Way, seed: number) => new Extraction(program, way, seed, rule);

    it('without a journal', async () => {
      for (const [way, seed] of [
        ['changes', 1],
        ['windows', 1],
      ] as const) {
        const extraction = extractionWith('no journal', way, seed);
        await extraction.pass(4);
        await extraction.dieAt('confirmed', 1);
        await assert.rejects(extraction.settle(), /what the flow has is not|another version/);
        extraction.remove();
      }
    });

    it('with a state that names what is not written', async () => {
      const extraction = extractionWith('named before it is written', 'changes', 1);
      await assert.rejects(extraction.dieAt('renamed', 1), /not whole/);
      extraction.remove();
    });

    it('with a set in place of counts', async () => {
      const extraction = extractionWith('a set for counts', 'windows', 1);
      await assert.rejects(async () => {
        await extraction.pass(6);
        await extraction.settle();
      }, /a sale is missing/);
      extraction.remove();
    });

    it('without a lease', async () => {
      const extraction = extractionWith('no lease', 'changes', 1);
      const first = extraction.start({ times: [1], end: { point: 'checked', pass: 1, signal: 'SIGSTOP' } });
      const end = ended(first);
      await extraction.untilStopped();
      await extraction.pass(3);
      extraction.look();
      first.kill('SIGCONT');
      await end.catch(() => undefined);
      assert.throws(() => extraction.look(), /went back|not whole/);
      extraction.remove();
    });
  });
});
