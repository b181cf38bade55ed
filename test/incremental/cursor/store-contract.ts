/** What any store of cursors must do, that of files and one that is handed in. */
import assert from 'node:assert/strict';
import type { CursorStore } from '../../../nodes/incremental/cursor/cursor-store';
import { textOfGeneration } from './cursor-samples';

/** @param make two stores that share what they keep, and nothing else: two instances */
export function keepsTheContract(make: () => [CursorStore, CursorStore]): void {
  const ttl = 90_000;
  let one: CursorStore;
  let other: CursorStore;
  let count = 0;
  let name: string;
  beforeEach(() => {
    [one, other] = make();
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
}
