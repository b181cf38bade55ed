/** An order whose windows are shared, as people see it. */
import { backgroundClock } from '../../client/waiting/clock';
import type { OrderView } from '../../work/listed-order';
import type { DeadWindow } from '../../work/work-queue';
import type { SharedOrders } from './shared-orders';
import type { WindowData, WorkOrder } from './work-state';

/** Windows given up that are shown. */
const MOST_SHOWN = 20;
/** Milliseconds for which a cluster that is out of reach is waited for. */
const PATIENCE = 2000;

export async function viewOf(orders: SharedOrders, order: WorkOrder): Promise<OrderView> {
  const { id, name: called = '', begun, windows, ended, lost } = order;
  const counts = orders.current?.id === id ? orders.counts : undefined;
  const dead = ended?.dead ?? counts?.dead ?? 0;
  const failed = dead > 0 ? await Promise.race([orders.dead(order), nothingAfter(PATIENCE)]) : [];
  return {
    id,
    called,
    begun,
    windows,
    done: ended ? windows - dead : (counts?.done ?? 0),
    active: counts?.active ?? 0,
    dead,
    hasEnded: ended !== undefined,
    ...(lost && { lost }),
    failures: failed.slice(0, MOST_SHOWN).map(({ data, attempts, error }) => ({
      window: (data as WindowData).text,
      attempts,
      code: error.code ?? '',
      text: error.message,
    })),
  };
}

function nothingAfter(milliseconds: number): Promise<DeadWindow[]> {
  return new Promise((resolve) => void backgroundClock.after(milliseconds, () => resolve([])));
}
