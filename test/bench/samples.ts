/** Many measurements of one order, and their medians. */
import type { Measured, Start, Types } from './order';
import type { Shared, Sharing } from './sharing';

/** By the order's name. */
export type Samples = Map<string, Measured[]>;
/** By the names of group and order: what was not measured in turns is not compared. */
export type Medians = Map<string, Measured>;

/** All that was measured; what was not has no entry. */
export interface Results {
  medians: Medians;
  starts: ReadonlyMap<Types, Start>;
  sharings: ReadonlyMap<Sharing, Shared>;
}

export function inGroup(group: string, order: string): string {
  return `${group}: ${order}`;
}

export function mediansOf(samples: readonly Measured[]): Measured {
  const of = (key: keyof Measured) => median(samples.map((sample) => sample[key]));
  return {
    ...{ time: of('time'), processor: of('processor'), first: of('first') },
    ...{ growth: of('growth'), stall: of('stall'), server: of('server'), disk: of('disk') },
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
