/** What the server tells of orders whose windows are shared, as it arrives: the page may be older or newer than the server. */
import type { ListedOrder } from '../../work/listed-order';

/** None where a server does not know of them. */
export function ordersIn(answer: unknown): ListedOrder[] {
  const { orders } = (answer ?? {}) as { orders?: unknown };
  return Array.isArray(orders) ? (orders as ListedOrder[]) : [];
}
