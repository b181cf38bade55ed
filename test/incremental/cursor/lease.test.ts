import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { stateAfter, stateText } from '../../../nodes/incremental/cursor/cursor-state';
import { LEASE_TIME } from '../../../nodes/incremental/cursor/cursor-store';
import { lockText, removeDeadLock } from '../../../nodes/incremental/cursor/lock-file';
import { confirmation, NAME, storeIn, ToldClock, temporaryFolder, textOfGeneration } from './cursor-samples';

const BEAT = LEASE_TIME / 9;

describe('the lease of a cursor', () => {
  let folder: string;
  let clock: ToldClock;
  let lock: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    clock = new ToldClock();
    lock = path.join(folder, `${NAME}.lock`);
    await storeIn(folder, clock).filesOf(NAME).makeFolder();
  });

  const store = () => storeIn(folder, clock);
  const lockOf = (pid: number, host: string, beat = 3) =>
    writeFileSync(lock, `${JSON.stringify({ token: 'f'.repeat(32), pid, host, beat })}\n`);
  const files = () => readdirSync(path.dirname(lock));

  /** Lets a waiter look again and again, until it is settled. */
  async function whileWaiting<T>(waiting: Promise<T>, between: () => void = () => undefined): Promise<T> {
    let isSettled = false;
    void waiting.finally(() => {
      isSettled = true;
    });
    while (!isSettled) {
      if (clock.waiting > 0) {
        between();
        clock.pass(LEASE_TIME / 90);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    return waiting;
  }

  it('says whose it is, and beats in one length of text', async () => {
    const lease = await store().lease(NAME, LEASE_TIME);
    const first = readFileSync(lock, 'utf8');
    const { pid, host, beat } = JSON.parse(first);
    assert.deepEqual({ pid, host, beat }, { pid: process.pid, host: hostname(), beat: 0 });
    clock.pass(BEAT);
    await settled(() => JSON.parse(readFileSync(lock, 'utf8')).beat === 1);
    assert.equal(readFileSync(lock, 'utf8').length, first.length);
    await lease!.release();
    assert.deepEqual(files(), []);
  });

  it('is taken over at once from a process of this machine that ended', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    lockOf(pid, hostname());
    const lease = await store().lease(NAME, LEASE_TIME);
    assert.ok(lease);
    assert.equal(clock.now(), 0);
    assert.deepEqual(files(), ['a1b2c3.lock']);
    await lease.release();
  });

  it('is taken over at once from a process of this machine that ends while it is waited for', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const ended = once(holder, 'exit');
    lockOf(holder.pid!, hostname());
    const waiting = store().lease(NAME, LEASE_TIME);
    await settled(() => clock.waiting > 0);
    holder.kill('SIGKILL');
    await ended;
    const lease = await whileWaiting(waiting);
    assert.ok(lease);
    assert.ok(clock.now() < LEASE_TIME / 10, String(clock.now()));
    await lease.release();
  });

  it('is taken over at once from this very process in an earlier life, as a container has it', async () => {
    lockOf(process.pid, hostname());
    const lease = await store().lease(NAME, LEASE_TIME);
    assert.ok(lease);
    assert.equal(clock.now(), 0);
    await lease.release();
  });

  it('of another machine is waited for until its beat stood still for the whole time', async () => {
    lockOf(4711, 'store-pc');
    const lease = await whileWaiting(store().lease(NAME, LEASE_TIME));
    assert.ok(lease);
    assert.ok(clock.now() >= LEASE_TIME && clock.now() < LEASE_TIME * 1.1, String(clock.now()));
    await lease.release();
  });

  it('of another machine is left to it as soon as the beat moves', async () => {
    lockOf(4711, 'store-pc', 3);
    let looks = 0;
    const lease = await whileWaiting(store().lease(NAME, LEASE_TIME), () => {
      if (++looks === 5) lockOf(4711, 'store-pc', 4);
    });
    assert.equal(lease, undefined);
    assert.ok(clock.now() < LEASE_TIME / 2);
    assert.equal(JSON.parse(readFileSync(lock, 'utf8')).beat, 4);
    assert.deepEqual(
      await store()
        .holder(NAME)
        .then((holder) => holder?.host),
      'store-pc',
    );
  });

  it('has been watched since the node started, so that its first run need not wait as long', async () => {
    lockOf(4711, 'store-pc');
    const own = store();
    await own.tryToWrite(NAME);
    clock.skip(LEASE_TIME);
    assert.ok(await own.lease(NAME, LEASE_TIME));
  });

  it('is taken over when the lock cannot be read, but only after the whole time', async () => {
    writeFileSync(lock, '');
    const lease = await whileWaiting(store().lease(NAME, LEASE_TIME));
    assert.ok(lease);
    assert.ok(clock.now() >= LEASE_TIME);
    await lease.release();
  });

  it('is lost when somebody else has the lock, and nothing is written then', async () => {
    const own = store();
    const lease = await own.lease(NAME, LEASE_TIME);
    lockOf(4711, 'store-pc');
    assert.equal(await own.write(NAME, textOfGeneration(1), undefined), false);
    assert.equal(lease!.lost.aborted, true);
    await lease!.release();
    assert.equal(JSON.parse(readFileSync(lock, 'utf8')).host, 'store-pc', "another's lock is removed");
  });

  it('is lost by the beat alone, without a look', async () => {
    const lease = await store().lease(NAME, LEASE_TIME);
    lockOf(4711, 'store-pc');
    clock.pass(BEAT);
    await settled(() => lease!.lost.aborted);
    await lease!.release();
  });

  it('is lost to a process that stood still for too long, though nobody took it', async () => {
    const own = store();
    const lease = await own.lease(NAME, LEASE_TIME);
    clock.skip(LEASE_TIME * 0.81);
    assert.equal(await own.write(NAME, textOfGeneration(1), undefined), false);
    assert.equal(lease!.lost.aborted, true);
    await lease!.release();
  });

  it('is not lost to a process that stood still for a while', async () => {
    const own = store();
    const lease = await own.lease(NAME, LEASE_TIME);
    clock.skip(LEASE_TIME * 0.7);
    const text = stateText(stateAfter(undefined, confirmation()));
    assert.equal(await own.write(NAME, text, undefined), true);
    await lease!.release();
  });

  it('is put back where it is another than the one that was judged dead', async () => {
    lockOf(4711, 'store-pc', 5);
    await removeDeadLock(lock, 'the one before');
    assert.equal(JSON.parse(readFileSync(lock, 'utf8')).beat, 5);
    assert.deepEqual(files(), ['a1b2c3.lock']);
  });

  it('has one length of text at every beat', () => {
    const lengths = [0, 9, 10, 99_999, 10 ** 11].map((beat) => lockText('t', beat).length);
    assert.deepEqual(new Set(lengths).size, 1);
  });

  it('goes to one only, of many that find a dead one', async () => {
    for (let round = 0; round < 20; round++) {
      lockOf(process.pid, hostname());
      const leases = await Promise.all(Array.from({ length: 6 }, () => store().lease(NAME, LEASE_TIME)));
      const held = leases.filter((lease) => lease !== undefined);
      const still = await Promise.all(held.map((lease) => lease.isHeld()));
      assert.equal(still.filter(Boolean).length, 1);
      await Promise.all(held.map((lease) => lease.release()));
    }
    assert.deepEqual(files(), []);
  });
});

async function settled(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
