/** The one measure of how work grows: an input and one four times as long, in one process, in turn. */
import assert from 'node:assert/strict';

/** Rounds until the answer is sure: other work on the machine makes single ones slow, never fast. */
const ROUNDS = 25;
/** Four times as much may take four times as long; what grows with the square takes sixteen times. */
const MOST = 10;
/** Milliseconds below which the garbage collector says more than the work; the square of any size here is far above. */
const SHORTEST = 1;

/**
 * Does the work for `size` and for four times as much, in turn, and compares the fastest of each, in time of the
 * processor. Noise is given another round; an algorithm that is slow has none to gain.
 * @param prepare makes the work, whose own time does not count; the work may give a promise
 */
export async function assertGrowsWithSize(size: number, prepare: (size: number) => () => unknown): Promise<void> {
  const small = prepare(size);
  const large = prepare(4 * size);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    least = Math.min(least, await timeOf(small));
    most = Math.min(most, await timeOf(large));
    if (most < MOST * Math.max(least, SHORTEST)) return;
  }
  assert.fail(`${size} took ${least.toFixed(1)} ms, four times as much ${most.toFixed(1)} ms`);
}

async function timeOf(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  const result = work();
  if (result instanceof Promise) await result;
  // Both: the system guesses which part was which.
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
