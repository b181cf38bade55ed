/** What each step of an engine does: that of the model does what BullMQ on Redis does, or the model proves nothing. */
import assert from 'node:assert/strict';
import type { Engine, HandedWindow, SlotEngine, Token, WorkEngine } from '../../cluster/nodes/store/engine';

export interface EngineBed {
  engine: Engine;
  lease: number;
  /** Lets an answer come. */
  settled<T>(answer: Promise<T>): Promise<T>;
  pass(milliseconds: number): Promise<void>;
}

const RETRY = { attempts: 3, backOff: 10 };
const windowsOf = (...ids: string[]) => ids.map((id) => ({ id, data: { of: id }, retry: RETRY }));

export function doesTheSteps(make: () => EngineBed): void {
  let bed: EngineBed;
  let slots: SlotEngine;
  let work: WorkEngine;
  let lease: number;
  let count = 0;
  beforeEach(() => {
    bed = make();
    ({ lease } = bed);
    slots = bed.engine.slots(`host${count} company`);
    work = bed.engine.work(`job ${count++}`);
  });

  const ask = <T>(answer: Promise<T>) => bed.settled(answer);
  const take = async (holder: string) => ask(slots.take('shared', holder));
  const look = async (token: Token, holder: string) => ask(slots.look(token, holder));
  /** The first call only suspects. */
  const recover = async (recovers: () => Promise<void>) => {
    await ask(recovers());
    await bed.pass(lease / 4 + 20);
    await ask(recovers());
  };

  describe('with tokens', () => {
    it('puts in those that are missing, which are quiet at first', async () => {
      assert.equal(await ask(slots.hasAll(2)), false);
      await ask(slots.seed(2, lease));
      assert.equal(await ask(slots.hasAll(2)), true);
      assert.equal(await ask(slots.hasAll(3)), false);
      const first = await take('a');
      const second = await take('b');
      assert.ok(first && second && first.id !== second.id);
      assert.equal(await take('c'), undefined);
      assert.ok((await look(first, 'a')).quietFor > lease / 2);
      await bed.pass(lease / 2);
      await look(first, 'a');
      await ask(slots.seed(3, lease));
      await bed.pass(lease / 2 + 20);
      assert.equal((await look(first, 'a')).quietFor, 0);
      const third = await take('c');
      assert.ok((await look(third!, 'c')).quietFor > 0);
    });

    it('says nothing but the truth of what is around a token that was just taken', async () => {
      await ask(slots.seed(3, lease));
      const refusal = { allowed: 1, largest: 3, endsIn: lease };
      await ask(slots.refuse({ pauseFor: lease / 2, learned: refusal, first: true }));
      for (const holder of ['a', 'b', 'c']) {
        const { look: came, ...token } = (await take(holder))!;
        if (!came) continue;
        const now = await look(token, holder);
        assert.deepEqual([came.held, came.active, came.refusals], [true, now.active, now.refusals]);
        assert.ok(came.quietFor >= now.quietFor && came.pausedFor >= now.pausedFor && now.pausedFor > 0);
        assert.deepEqual({ ...came.learned, endsIn: 0 }, { ...now.learned, endsIn: 0 });
      }
    });

    it('has an extra one beside the others', async () => {
      await ask(slots.seed(1, 1));
      await take('a');
      const extra = await ask(slots.take('extra', 'b'));
      assert.equal(extra?.line, 'extra');
      assert.deepEqual((await look(extra!, 'b')).active, { shared: 1, extra: 1 });
      assert.equal(await ask(slots.take('extra', 'c')), undefined);
    });

    it('gives what was given back to the next, and only its holder gives it back', async () => {
      await ask(slots.seed(2, 1));
      const first = await take('a');
      await ask(slots.putBack(first!, 'b'));
      assert.equal((await look(first!, 'b')).held, false);
      assert.equal((await look(first!, 'a')).held, true);
      await ask(slots.putBack(first!, 'a'));
      assert.equal((await take('c'))?.id, first!.id);
      await ask(slots.putBack(first!, 'a'));
      assert.equal((await look(first!, 'c')).held, true);
    });

    it('frees what was not renewed for a lease, and nothing else', async () => {
      await ask(slots.seed(2, 1));
      const [renewed, left] = [await take('a'), await take('b')];
      await bed.pass(lease * 0.6);
      assert.equal((await look(renewed!, 'a')).held, true);
      await recover(() => slots.recover());
      await bed.pass(lease * 0.3);
      assert.equal((await look(renewed!, 'a')).held, true);
      assert.equal((await look(left!, 'b')).held, false);
      await recover(() => slots.recover());
      assert.equal((await take('c'))?.id, left!.id);
      assert.equal(await take('d'), undefined);
      await ask(slots.putBack(left!, 'b'));
      assert.equal((await look(left!, 'c')).held, true);
    });

    it('remembers a refusal for its time', async () => {
      await ask(slots.seed(2, 1));
      const token = await take('a');
      const before = await look(token!, 'a');
      assert.deepEqual([before.pausedFor, before.learned, before.refusals], [0, undefined, 0]);
      const learned = { allowed: 1, largest: 2, endsIn: lease };
      await ask(slots.refuse({ pauseFor: lease / 2, learned, first: true }));
      await ask(slots.refuse({ pauseFor: lease / 2, learned, first: false }));
      const during = await look(token!, 'a');
      assert.ok(during.pausedFor > 0 && during.learned!.endsIn > lease / 2);
      assert.deepEqual([during.learned!.allowed, during.learned!.largest, during.refusals], [1, 2, 1]);
      await bed.pass(lease / 2 + 20);
      assert.equal((await look(token!, 'a')).pausedFor, 0);
      await bed.pass(lease / 2 + 20);
      assert.equal((await look(token!, 'a')).learned, undefined);
    });

    it('says when there is something to take', async () => {
      await ask(slots.seed(1, 1));
      await ask(slots.wake(['shared'], 60_000).woken);
      const token = await take('a');
      // The marker that a taking leaves, for there may be more.
      await ask(slots.wake(['shared'], 60_000).woken);
      assert.equal(await take('b'), undefined);
      const waking = slots.wake(['shared', 'extra'], 60_000);
      await bed.pass(30);
      await ask(slots.putBack(token!, 'a'));
      await ask(waking.woken);
      await take('a');
      await ask(slots.wake(['shared'], 60_000).woken);
      const cancelled = slots.wake(['shared'], 60_000);
      cancelled.cancel();
      await ask(cancelled.woken);
      await ask(slots.wake(['shared'], 10).woken);
    });
  });

  describe('with windows', () => {
    const begun = async (...ids: string[]) => {
      const life = await ask(work.begin('one'));
      await ask(work.add(life, windowsOf(...ids)));
      await ask(work.know(life, ids));
      return life;
    };
    const next = async (life: string, holder: string) => ask(work.take(life, holder));
    const counts = async (life: string) => {
      const { known, done, dead, active } = await ask(work.counts(life));
      return [known, done, dead, active];
    };

    it('has one life of a job', async () => {
      assert.equal(await ask(work.life()), undefined);
      assert.equal(await ask(work.begin('one')), 'one');
      assert.equal(await ask(work.begin('other')), 'one');
      assert.equal(await ask(work.life()), 'one');
      await ask(work.end('another'));
      assert.equal(await ask(work.life()), 'one');
      await ask(work.end('one'));
      assert.equal(await ask(work.life()), undefined);
    });

    it('adds each window once, and hands them out in their order', async () => {
      const life = await begun('a', 'b');
      assert.deepEqual(await ask(work.unknown(life, ['a', 'c', 'b'])), ['c']);
      await ask(work.add(life, windowsOf('b', 'c')));
      assert.equal(await ask(work.know(life, ['b', 'c'])), 1);
      const taken: (HandedWindow | undefined)[] = [];
      for (const holder of ['1', '2', '3', '4']) taken.push(await next(life, holder));
      const expected = windowsOf('a', 'b', 'c').map((window) => ({ ...window, failures: 0, handedOut: 1 }));
      assert.deepEqual(taken, [...expected, undefined]);
      assert.deepEqual(await counts(life), [3, 0, 0, 3]);
    });

    it('notes what is done, whoever has it by then', async () => {
      const life = await begun('a', 'b');
      await next(life, '1');
      await next(life, '2');
      await ask(work.confirm(life, 'a', '1'));
      assert.equal(await ask(work.renew(life, 'a', '1')), 'lost');
      await ask(work.confirm(life, 'b', 'not its holder'));
      assert.equal(await ask(work.renew(life, 'b', '2')), 'held');
      assert.deepEqual([await ask(work.isDone(life, 'a')), await ask(work.isDone(life, 'b'))], [true, true]);
      assert.deepEqual(await counts(life), [2, 2, 0, 1]);
    });

    it('repeats what failed after its wait, behind the others, and counts', async () => {
      const life = await begun('a', 'b');
      await next(life, '1');
      await ask(work.repeat(life, 'a', 'not its holder', 1));
      await ask(work.repeat(life, 'a', '1', lease / 2));
      assert.equal((await next(life, '2'))?.id, 'b');
      assert.equal(await next(life, '3'), undefined);
      await bed.pass(lease / 2 + 20);
      const again = await next(life, '4');
      assert.deepEqual([again?.id, again?.failures, again?.handedOut], ['a', 1, 2]);
    });

    it('keeps what was given up until it is asked for again', async () => {
      const life = await begun('a', 'b');
      await next(life, '1');
      await ask(work.giveUp(life, 'a', '1', { code: 'X', message: 'no' }));
      assert.deepEqual(await ask(work.dead(life)), [
        { id: 'a', data: { of: 'a' }, attempts: 1, error: { code: 'X', message: 'no' } },
      ]);
      assert.deepEqual(await counts(life), [2, 0, 1, 0]);
      assert.deepEqual([await ask(work.revive(life, 'b')), await ask(work.revive(life, 'a'))], [false, true]);
      assert.deepEqual(await ask(work.dead(life)), []);
      assert.equal((await next(life, '2'))?.id, 'b');
      const again = await next(life, '3');
      assert.deepEqual([again?.id, again?.failures, again?.handedOut], ['a', 0, 1]);
      await ask(work.giveUp(life, 'a', '3', { code: undefined, message: 'no' }));
      await ask(work.confirm(life, 'a', 'who had it before'));
      assert.deepEqual(await counts(life), [2, 1, 0, 1]);
      assert.deepEqual(await ask(work.dead(life)), []);
    });

    it('takes back what is given back, as if it had not been taken', async () => {
      const life = await begun('a', 'b');
      const window = await next(life, '1');
      await ask(work.putBack(life, window!, 'not its holder'));
      await ask(work.putBack(life, window!, '1'));
      const again = await next(life, '2');
      assert.deepEqual([again?.id, again?.failures, again?.handedOut], ['a', 0, 1]);
    });

    it('frees what was not renewed for a lease', async () => {
      const life = await begun('a');
      await next(life, '1');
      await bed.pass(lease * 0.6);
      assert.equal(await ask(work.renew(life, 'a', '1')), 'held');
      await bed.pass(lease * 0.6);
      assert.equal(await ask(work.renew(life, 'a', '1')), 'held');
      await bed.pass(lease + 20);
      assert.equal(await ask(work.renew(life, 'a', '1')), 'lost');
      await recover(() => work.recover(life));
      assert.equal((await next(life, '2'))?.handedOut, 2);
    });

    it('knows nothing of a life that has ended, and tells who has something of it', async () => {
      const life = await begun('a', 'b');
      await next(life, '1');
      await ask(work.end(life));
      await ask(work.sweep(life));
      assert.equal(await ask(work.renew(life, 'a', '1')), 'cancelled');
      assert.deepEqual(await counts(life), [0, 0, 0, 0]);
      const other = await ask(work.begin('other'));
      assert.deepEqual(await ask(work.unknown(other, ['a'])), ['a']);
      await ask(work.add(other, windowsOf('a')));
      await ask(work.know(other, ['a']));
      await ask(work.repeat(life, 'a', '1', 1));
      await ask(work.giveUp(life, 'a', '1', { code: undefined, message: 'late' }));
      assert.deepEqual(await counts(other), [1, 0, 0, 0]);
      assert.equal((await next(other, '2'))?.id, 'a');
    });
  });

  describe('with cursors', () => {
    const name = () => `cursor/${count}`;

    it('has one holder for its time', async () => {
      const { cursors } = bed.engine;
      assert.equal(await ask(cursors.lock(name(), 'a', 1)), true);
      assert.equal(await ask(cursors.lock(name(), 'a', lease)), true);
      assert.equal(await ask(cursors.lock(name(), 'b', lease)), false);
      assert.equal(await ask(cursors.renew(name(), 'b', lease)), false);
      await ask(cursors.unlock(name(), 'b'));
      await bed.pass(lease * 0.6);
      assert.equal(await ask(cursors.renew(name(), 'a', lease)), true);
      await bed.pass(lease * 0.6);
      assert.equal(await ask(cursors.lock(name(), 'b', lease)), false);
      assert.equal(await ask(cursors.lock(name(), 'a', lease)), true);
      await bed.pass(lease * 0.6);
      assert.equal(await ask(cursors.lock(name(), 'b', lease)), false);
      await ask(cursors.unlock(name(), 'a'));
      assert.equal(await ask(cursors.lock(name(), 'b', lease)), true);
      await bed.pass(lease + 20);
      assert.equal(await ask(cursors.renew(name(), 'b', lease)), false);
    });

    it('replaces the version that was read, and no other', async () => {
      const { cursors } = bed.engine;
      assert.equal(await ask(cursors.read(name())), undefined);
      assert.equal(await ask(cursors.replace(name(), 'x', 1)), false);
      assert.equal(await ask(cursors.replace(name(), 'x', undefined)), true);
      const read = await ask(cursors.read(name()));
      assert.equal(read?.value, 'x');
      assert.equal(await ask(cursors.replace(name(), 'y', undefined)), false);
      const writes = ['y', 'z'].map((value) => cursors.replace(name(), value, read!.version));
      assert.deepEqual(await ask(Promise.all(writes)), [true, false]);
      assert.equal((await ask(cursors.read(name())))?.value, 'y');
    });
  });
}
