/** What the last message of a node asked for. Flows ask for the same again and again: it is checked and planned once. */
import type { Planned } from '../extract/make-plan';

export class PlanMemory {
  #last: { owner: object; given: ReadonlyMap<string, unknown>; planned: Planned } | undefined;

  /**
   * @param owner whatever else the plan is made from, the same object as long as all of it is the same
   * @param given the values it is made from
   * @param make called where the last plan is not that of the same order
   */
  recall(owner: object, given: ReadonlyMap<string, unknown>, make: () => Planned): Planned {
    const last = this.#last;
    if (last?.owner === owner && areSame(last.given, given)) return last.planned;
    const planned = make();
    this.#last = planned.timeless ? { owner, given, planned } : undefined;
    return planned;
  }
}

/** Objects are never the same: what is in them may have changed. */
function areSame(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  if (one.size !== other.size) return false;
  for (const [name, value] of one) {
    if (typeof value === 'object' && value !== null) return false;
    if (!Object.is(value, other.get(name)) || !other.has(name)) return false;
  }
  return true;
}
