/**
 * Two questions are asked of the same messages. Whether the next may go out: then what a Join node has taken in is
 * done, for it waits for that next one. And whether all that belongs together has been worked off: then it is not, and
 * whoever never says that it is done is not believed.
 */
import type { FlowNode } from './flow-node';

export interface DeliveryRules {
  /** True where the node does not count as having what it got. */
  isLetGoBy(node: FlowNode): boolean;
  /**
   * True where a node that takes no `done` is done when its handler returns, whether it sent anything on or not, and
   * where errors that a node reports after its end are about something else.
   */
  returnIsEnd: boolean;
  /** True where the tick of a node that sends ticks is its end, and `done` is not. */
  waitsForTicks: boolean;
}

/** The core's nodes that keep messages until they have all that belong together: they complete none before that. */
const COLLECTORS: ReadonlySet<string> = new Set(['join', 'batch', 'sort']);

/** Of a message that another one waits for. */
export const NEXT_MESSAGE: DeliveryRules = {
  isLetGoBy: ({ type }) => COLLECTORS.has(type),
  returnIsEnd: true,
  waitsForTicks: true,
};

/** Of messages that are confirmed together. */
export const WHOLE_WINDOW: DeliveryRules = {
  isLetGoBy: () => false,
  returnIsEnd: false,
  waitsForTicks: false,
};
