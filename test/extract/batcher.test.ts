import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Batcher } from '../../nodes/extract/batcher';
import type { Batch } from '../../nodes/extract/run-plan';

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

describe('cutting records into batches', () => {
  it('gives each record once, in order, in batches of one size but for the last', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom(1, 2, 7, 100, Number.POSITIVE_INFINITY), async (pieces, size) => {
        const batches: Batch<number>[] = [];
        const batcher = new Batcher<number>(size, (batch) => void batches.push(batch));
        let count = 0;
        for (const piece of pieces) {
          await batcher.push(numbers(piece, count));
          count += piece;
          assert.equal(batcher.position, count);
        }
        await batcher.finish();
        assert.deepEqual(
          batches.flatMap(({ records }) => records),
          numbers(count),
        );
        assert.deepEqual(
          batches.map(({ last }) => last),
          batches.map((_, index) => index === batches.length - 1),
        );
        assert.ok(batches.slice(0, -1).every(({ records }) => records.length === size));
      }),
    );
  });

  it('forgets what was not handed on, and nothing else', async () => {
    const seen: number[] = [];
    const batcher = new Batcher<number>(3, ({ records }) => void seen.push(...records));
    await batcher.push(numbers(2));
    const start = batcher.position;
    await batcher.push([9]);
    assert.ok(batcher.canReturnTo(start));
    batcher.returnTo(start);
    await batcher.push(numbers(3, 2));
    assert.ok(!batcher.canReturnTo(start));
    await batcher.finish();
    assert.deepEqual(seen, numbers(5));
  });

  it('hands no record on twice, though it is told to finish while a batch is being taken', async () => {
    const seen: number[] = [];
    let goOn = () => {};
    const batcher = new Batcher<number>(2, ({ records }) => {
      seen.push(...records);
      return new Promise((resolve) => {
        goOn = resolve;
      });
    });
    const pushed = batcher.push(numbers(3));
    const finished = batcher.finish();
    assert.deepEqual(seen, numbers(3));
    goOn();
    await finished;
    void pushed;
  });

  it('keeps the records of two windows out of one batch', async () => {
    const batches: number[][] = [];
    const batcher = new Batcher<number>(10, ({ records }) => void batches.push(records));
    await batcher.push([1, 2]);
    batcher.separate();
    await batcher.push([3]);
    batcher.separate();
    await batcher.finish();
    assert.deepEqual(batches, [[1, 2], [3]]);
  });

  it('says of each batch which windows its records are of', async () => {
    const batches: Array<[number[], string[]]> = [];
    const batcher = new Batcher<number>(2, ({ records, windows }) => void batches.push([records, windows]));
    batcher.beginWindow('too large');
    batcher.beginWindow('Monday');
    await batcher.push([1, 2, 3]);
    batcher.beginWindow('Tuesday');
    batcher.beginWindow('Wednesday');
    await batcher.push([4, 5]);
    await batcher.finish();
    const expected = [
      [[1, 2], ['Monday']],
      [
        [3, 4],
        ['Monday', 'Wednesday'],
      ],
      [[5], ['Wednesday']],
    ];
    assert.deepEqual(batches, expected);
  });

  it('says the last window of an empty last batch', async () => {
    const batches: string[][] = [];
    const batcher = new Batcher<number>(2, ({ windows }) => void batches.push(windows));
    batcher.beginWindow('Monday');
    batcher.beginWindow('Tuesday');
    await batcher.finish();
    assert.deepEqual(batches, [['Tuesday']]);
  });
});
