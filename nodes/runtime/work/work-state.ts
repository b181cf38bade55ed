/** What several instances know of the orders of a node whose windows they share: one text, in their store and in a file of each. */
import { z } from 'zod';
import type { Span } from '../../parameters/date-axis';
import { Positions } from './positions';

const order = z.object({
  /** Names its job. */
  id: z.string(),
  /** The same of orders that ask for the same. */
  key: z.string(),
  /** As a message calls it. */
  name: z.string().optional(),
  /** Milliseconds since 1970. */
  begun: z.number(),
  /** The parameters to send, of the whole range; one list each, where a message asked for several. */
  sets: z.array(z.array(z.tuple([z.string(), z.string()]))),
  /** How the range is cut. */
  cut: z.object({ unit: z.enum(['day', 'week', 'month']), count: z.number() }),
  /** Windows of the order. */
  windows: z.number(),
  /** Position of the next one to be planned. */
  next: z.number(),
  /** So many the queue must know of. */
  added: z.number(),
  /** Positions of those that are done, as `Positions` writes them. */
  done: z.string(),
  /** When its last window had come to an end, and how many were given up. */
  ended: z.object({ at: z.number(), dead: z.number() }).optional(),
  /** When the queue had lost windows of it, and how many, the last time. */
  lost: z.object({ at: z.number(), windows: z.number() }).optional(),
});

const state = z.object({
  /** Another one where the store had lost the text before. */
  life: z.string(),
  /** In the order in which they are worked on. */
  orders: z.array(order),
});

export type WorkOrder = z.infer<typeof order>;
export type WorkState = z.infer<typeof state>;

/** What is in the queue of a window. */
export interface WindowData {
  position: number;
  /** Index of its parameters in the order. */
  set: number;
  /** The whole range where it is absent. */
  span?: Span | undefined;
  /** In words. */
  text: string;
}

/** @returns undefined for what is none: then it is as if it were lost */
export function readWorkState(text: string): WorkState | undefined {
  try {
    return state.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The one that is worked on. */
export function currentOrder({ orders }: WorkState): WorkOrder | undefined {
  return orders.find(({ ended }) => !ended);
}

/** What two instances know together, where the store had lost it. */
export function together(one: WorkState, other: WorkState): WorkState {
  const orders = one.orders.map((each) => {
    const same = other.orders.find(({ id }) => id === each.id);
    if (!same) return each;
    const done = new Positions(each.done);
    done.addAll(new Positions(same.done));
    return { ...each, done: done.text, next: Math.max(each.next, same.next), added: Math.max(each.added, same.added) };
  });
  const more = other.orders.filter(({ id }) => !orders.some((each) => each.id === id));
  return { life: one.life, orders: [...orders, ...more] };
}
