/** Proves that reading does not take more than its share of time when an answer is longer. */
import assert from 'node:assert/strict';

/** Rounds until the answer is sure: other work on the machine makes single ones slow, never fast. */
const ROUNDS = 25;
/** Four times as much may take four times as long; what grows with the square takes sixteen times. */
const MOST = 8;
/** Milliseconds below which the garbage collector says more than the work; the square of any size here is far above. */
const SHORTEST = 4;

/**
 * Does the work for `size` and for four times as much, in turn, and compares the fastest of each.
 * @param prepare makes the work, whose own time does not count
 */
export function assertGrowsWithSize(size: number, prepare: (size: number) => () => unknown): void {
  const small = prepare(size);
  const large = prepare(4 * size);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    least = Math.min(least, timeOf(small));
    most = Math.min(most, timeOf(large));
    if (round > 0 && most < MOST * Math.max(least, SHORTEST)) return;
  }
  assert.fail(`${size} took ${least.toFixed(1)} ms, four times as much ${most.toFixed(1)} ms`);
}

function timeOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}
