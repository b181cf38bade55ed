/** What any store of cursors must do: that of files, one that is handed in, one that instances share. */
import assert from 'node:assert/strict';
import { type CursorStore, LEASE_TIME } from '../../nodes/incremental/cursor/cursor-store';
import { textOfGeneration } from '../incremental/cursor/cursor-samples';
import { type Harm, until } from './until';

/** Two instances of a store: they share what they keep, and nothing else. Made anew for each test. */
export interface CursorStores extends Partial<Harm<CursorStore>> {
  stores: [CursorStore, CursorStore];
  /** Milliseconds of a lease, where a test waits for the end of one. */
  ttl?: number;
}

/**
 * @param make two instances
 * @param can what can be done to them
 */
export function keepsTheContractOfCursors(
  make: () => Promise<CursorStores>,
  can: readonly (keyof Harm<CursorStore>)[] = [],
): void {
  let ttl: number;
  let harm: Partial<Harm<CursorStore>>;
  let one: CursorStore;
  let other: CursorStore;
  let count = 0;
  let name: string;
  beforeEach(async () => {
    const made = await make();
    [one, other] = made.stores;
    harm = made;
    ttl = made.ttl ?? LEASE_TIME;
    name = `connection/node${count++}`;
  });

  it('knows nothing of a name that was never written', async () => {
    assert.equal(await one.read(name), undefined);
  });

  it('gives back what was written, to everybody', async () => {
    const lease = await one.lease(name, ttl);
    assert.equal(await one.write(name, textOfGeneration(1), undefined), true);
    const read = await one.read(name);
    assert.equal(read?.value, textOfGeneration(1));
    assert.deepEqual(await other.read(name), read);
    await lease!.release();
  });

  it('has one holder of a name at a time', async () => {
    const lease = await one.lease(name, ttl);
    assert.equal(await other.lease(name, ttl), undefined);
    assert.equal(await one.lease(name, ttl), undefined);
    const next = await other.lease(`${name}x`, ttl);
    assert.ok(next, 'another name is free');
    assert.equal(lease!.lost.aborted, false);
    await lease!.release();
    const later = await other.lease(name, ttl);
    assert.ok(later);
    await Promise.all([next.release(), later.release()]);
  });

  it('lets the late writer lose', async () => {
    const first = await one.lease(name, ttl);
    assert.equal(await one.write(name, textOfGeneration(1), undefined), true);
    const before = await one.read(name);
    assert.equal(await one.write(name, textOfGeneration(2), before!.version), true);
    assert.equal(await one.write(name, textOfGeneration(2, { rows: 7 }), before!.version), false);
    assert.equal(await one.write(name, textOfGeneration(2, { rows: 7 }), undefined), false);
    assert.equal((await one.read(name))?.value, textOfGeneration(2));
    await first!.release();
  });

  it('may be told twice that a lease is given back', async () => {
    const lease = await one.lease(name, ttl);
    await lease!.release();
    const next = await other.lease(name, ttl);
    await lease!.release();
    assert.ok(next);
    assert.equal(await one.lease(name, ttl), undefined);
    await next.release();
  });

  it('has one holder of many who ask at the same time', async () => {
    const leases = await Promise.all([one, other, one, other].map((store) => store.lease(name, ttl)));
    const given = leases.filter((lease) => lease !== undefined);
    assert.equal(given.length, 1);
    await given[0]!.release();
  });

  if (can.includes('kill'))
    it('gives the lease of an instance that is gone to another one', async () => {
      await one.lease(name, ttl);
      assert.equal(await other.lease(name, ttl), undefined);
      await harm.kill!(one);
      await until('the lease', async () => (await other.lease(name, ttl)) !== undefined);
    });

  if (can.includes('cutOff'))
    it('tells who cannot renew a lease', async () => {
      const lease = await one.lease(name, ttl);
      await harm.cutOff!();
      await until('the loss', () => lease!.lost.aborted);
      await harm.connect!();
      await until('the lease', async () => (await other.lease(name, ttl)) !== undefined);
      await lease!.release();
      assert.equal(await one.lease(name, ttl), undefined);
    });
}
