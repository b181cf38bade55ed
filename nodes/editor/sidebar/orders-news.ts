/** What the server tells of orders whose windows are shared, as it arrives: read tolerantly, for the page may be older or newer than the server. */

export interface Order {
  id: string;
  /** As a message calls it; empty where none does. */
  called?: string;
  /** Id of the node at work. */
  node: string;
  /** Id of the node in the editor. */
  place: string;
  type: string;
  name: string;
  /** Milliseconds since 1970. */
  begun: number;
  windows: number;
  done: number;
  active: number;
  /** Given up. */
  dead: number;
  hasEnded: boolean;
  lost?: { at: number; windows: number };
  /** Some of those given up. */
  failures: Array<{ window: string; attempts: number; code: string; text: string }>;
}

/** None where a server does not know of them. */
export function ordersIn(answer: unknown): Order[] {
  const { orders } = (answer ?? {}) as { orders?: unknown };
  return Array.isArray(orders) ? (orders as Order[]) : [];
}
