import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { Random } from '../../fuzz/random';
import type { Rule } from './broken-rules';
import { pointsOf } from './crashes';
import { Fleet, waysOf } from './fleet';
import { WAYS, type Way } from './service';

describe('an extraction that ends in the middle', function () {
  this.timeout(120_000);

  it('at each step, leaves the flow with what the service has', async () => {
    const all = WAYS.flatMap((way) => pointsOf(way).map((point) => ({ way, point })));
    const fleet = await Fleet.open({ ways: all.map(({ way }) => way), seed: 1 });
    await fleet.pass(2);
    assert.ok(await fleet.dieAt(({ seed }) => all[seed - 1]!.point, 1), 'a point is never passed');
    await fleet.settle();
    fleet.remove();
  });

  it('is one of two processes at any moment, whichever of them ends', async () => {
    const fleet = await Fleet.open({ ways: waysOf(6), seed: 5 });
    const random = new Random(5);
    for (let duel = 0; duel < 3; duel++) {
      const processes = [0, 1].map(() =>
        fleet.start(({ time }) => ({ times: [time, time + 1, time + 2], isOneOfTwo: true }), { isKilled: true }),
      );
      await Promise.all(processes.map(({ said }) => said('begun')));
      await wait(random.below(60));
      random.pick(processes).child.kill('SIGKILL');
      await Promise.all(processes.map(({ ends }) => ends));
      await fleet.look();
      for (const extraction of fleet.extractions) extraction.time += 2;
    }
    await fleet.settle();
    fleet.remove();
  });

  describe('loses something, and this is noticed,', () => {
    /** An extraction of each way by which a broken rule shows. */
    const fleetWith = (broken: Rule, ways: readonly Way[] = WAYS, seed = 1) => Fleet.open({ ways, seed, broken });

    /** In each of them. */
    async function noticed(fleet: Fleet, by: RegExp, happens: () => Promise<unknown>): Promise<void> {
      await assert.rejects(happens, (error: Error) => {
        assert.ok(error instanceof AggregateError, error);
        assert.equal(error.errors.length, fleet.extractions.length, error.message);
        for (const { message } of error.errors) assert.match(message, by);
        return true;
      });
      fleet.remove();
    }

    for (const rule of ['no journal', 'a journal is gone with its run'] as const) {
      it(`where ${rule}`, async () => {
        const fleet = await fleetWith(rule);
        await fleet.pass(4);
        await fleet.dieAt('confirmed', 1);
        await noticed(fleet, /what the flow has is not/, () => fleet.settle());
      });
    }

    it('where it is named before it is written', async () => {
      const fleet = await fleetWith('named before it is written');
      await noticed(fleet, /not whole/, () => fleet.dieAt('renamed', 1));
    });

    it('where the state is written in its place', async () => {
      const fleet = await fleetWith('written in its place');
      await noticed(fleet, /cannot be read/, () => fleet.dieAt('half-written', 1));
    });

    it('where the files of the state before are gone', async () => {
      const fleet = await fleetWith('the files of the state before are gone');
      await fleet.pass(3);
      await noticed(fleet, /not whole/, () => fleet.look((extraction) => extraction.damage(new Random(1))));
    });

    it('where it is confirmed before the flow is done', async () => {
      const ways = [...WAYS, ...WAYS];
      const fleet = await fleetWith('confirmed before the flow is done', ways, 2);
      await fleet.dieAt('renamed', 1);
      const isSlow = fleet.extractions.filter(({ seed }) => seed % 2 === 0).length;
      await assert.rejects(fleet.settle(), (error: AggregateError) => error.errors.length === isSlow);
      fleet.remove();
    });

    it('where a set is kept for counts', async () => {
      const fleet = await fleetWith('a set for counts', ['windows']);
      await fleet.pass(6);
      await noticed(fleet, /a sale is missing/, () => fleet.settle());
    });

    for (const rule of ['known by key alone', 'answers add to what is known'] as const) {
      it(`where ${rule}`, async () => {
        const fleet = await fleetWith(rule, ['keyed windows']);
        await fleet.pass(6);
        await noticed(fleet, /what the flow has is not/, () => fleet.settle());
      });
    }

    it('where there is no lease', async () => {
      const fleet = await fleetWith('no lease', ['changes']);
      const stopped = { point: 'checked', pass: 1, signal: 'SIGSTOP' } as const;
      const { child, said, ends } = fleet.start(() => ({ times: [1], end: stopped }));
      await said('stopped');
      await fleet.pass(3);
      await fleet.look();
      child.kill('SIGCONT');
      await ends.catch(() => undefined);
      await noticed(fleet, /went back|not whole/, () => fleet.look());
    });
  });
});
