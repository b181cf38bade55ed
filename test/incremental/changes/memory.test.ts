import assert from 'node:assert/strict';
import { setImmediate as breathe } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { HashCounts } from '../../../nodes/incremental/delivered/hash-counts';
import { HashSet } from '../../../nodes/incremental/delivered/hash-set';
import { hashOf } from '../../../nodes/incremental/delivered/row-hash';
import type { DataRecord } from '../../../nodes/record';
import { storeIn, temporaryFolder } from '../cursor/cursor-samples';
import { runFeed } from './feed-run';

/** Enough for tables that grow many times. */
const RECORDS = 20_000;

/** Bytes of pieces of files and of the smallest tables, however long the list is. */
const FIXED = 300_000;

/**
 * A process at rest has some 60 MB, and the garbage collector of Node 20 some 35 MB in hand: of 150 MB, a million records
 * have 55 bytes each.
 */
describe('what a list takes while it is compared', () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;

  it('is a few bytes a record by a key', async () => {
    const [first, next, again] = await bytesHeld(['Id']);
    assert.ok(first < 11, `${first} the first time`);
    assert.ok(next < 38, `${next} the next time`);
    assert.ok(again < 50, `${again} behind a run that was not confirmed`);
  });

  it('is a few bytes a record without one', async () => {
    const [first, next] = await bytesHeld([]);
    assert.ok(first < 14, `${first} the first time`);
    assert.ok(next < 14, `${next} the next time`);
  });

  it('is held by tables that have room for no more than the next few', async () => {
    const before = await arrayBytes();
    const [counts, set] = [new HashCounts(), new HashSet()];
    let at = 0;
    for (let records = 4000; records < 25_000; records *= 1.2) {
      for (; at < records; at++) {
        counts.add(hashOf(String(at)));
        set.add(hashOf(String(at)));
      }
      const each = ((await arrayBytes()) - before) / at;
      assert.ok(each < 1.25 * 1.45 * (17 + 8), `${each} bytes with ${at} records`);
    }
  });

  /** @returns for each record, when all are compared: of a first run, of the next, of one behind a run that sent all in vain */
  async function bytesHeld(key: string[]): Promise<[first: number, next: number, again: number]> {
    const store = storeIn(temporaryFolder());
    const before = await arrayBytes();
    const held = async (price: number, isConfirmed = true) => {
      let bytes = 0;
      const measure = async () => {
        bytes = await arrayBytes();
      };
      await runFeed({ store, answer: list(price), key, piece: 1000, batch: 1000, isConfirmed, measure });
      return (bytes - before - FIXED) / RECORDS;
    };
    const [first, next] = [await held(5), await held(5)];
    await held(6, false);
    return [first, next, await held(5)];
  }

  /** Outside the heap. */
  async function arrayBytes(): Promise<number> {
    for (let time = 0; time < 2; time++) {
      await breathe();
      collectGarbage();
    }
    return process.memoryUsage().arrayBuffers;
  }
});

function list(price: number): DataRecord[] {
  return Array.from({ length: RECORDS }, (_each, id) => ({ Id: id, Price: price }));
}
