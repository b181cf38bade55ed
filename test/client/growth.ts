/** Compares the work for an input and for one four times as long, in one process right after each other. */
import assert from 'node:assert/strict';

/** Twice the growth of linear work, half of that of quadratic work. */
const MOST = 8;

const ROUNDS = 7;

/**
 * Fails when work grows faster than its input. What counts is the processor's time of this process; the quickest of a
 * few rounds is the one nothing else disturbed, and noise is given a second chance, a quadratic algorithm has none.
 * @param work for an input of the given size
 */
export function assertLinear(work: (size: number) => void, size: number): void {
  const ratios: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const ratio = quickest(work, 4 * size) / quickest(work, size);
    if (ratio <= MOST) return;
    ratios.push(ratio);
  }
  assert.fail(`four times the input took ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')} times the work`);
}

function quickest(work: (size: number) => void, size: number): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    work(size);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.max(1, Math.min(...times));
}
