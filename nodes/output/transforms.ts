/** The transforms there are, in the order in which they work. A new one is a file and a line here. */
import { dates } from './dates';
import { shape } from './shape';
import type { OutputOrder, Transform } from './transform';

/** Each makes its transform, or nothing where the person did not choose it. Dates are known by the service's names. */
const TRANSFORMS: ReadonlyArray<(order: OutputOrder) => Transform | undefined> = [shape, dates];

export function transformsFor(order: OutputOrder): Transform[] {
  return TRANSFORMS.flatMap((make) => make(order) ?? []);
}
