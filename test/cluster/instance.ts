/**
 * An instance in a process of its own: it takes windows of a job, and sends a request to a service for each, with a slot.
 * What it has done it says to the process that started it.
 */
import type { ClusterStoreOptions } from '../../cluster/nodes/store/store-options';
import type { ClusterStore } from '../../nodes/cluster/cluster-store';
import type { TakenWindow, Taking } from '../../nodes/work/work-queue';
import { get } from './get';

interface Job {
  job: string;
  /** Port of the service. */
  service: number;
  limit: number;
}

export type Order =
  | { kind: 'open'; options: ClusterStoreOptions; clockAhead: number }
  | ({ kind: 'take' } & Job)
  | { kind: 'stop' }
  | { kind: 'block'; milliseconds: number }
  | { kind: 'close'; within: number };

export type Report = { kind: 'done'; order: Order['kind']; after: number } | { kind: 'handled'; id: string };

const AT_ONCE = 2;

let store: ClusterStore;
let taking: Taking | undefined;

const orders: { [Kind in Order['kind']]: (order: Order & { kind: Kind }) => Promise<void> } = {
  open: async ({ options, clockAhead }) => {
    const { now } = Date;
    Date.now = () => now() + clockAhead;
    // Behind it, so that nobody has the right clock already.
    const { createClusterStore } = await import('../../cluster/nodes/store/create-cluster-store');
    store = createClusterStore(options);
  },
  take: async (job) => {
    taking = store.work.take(job.job, AT_ONCE, (window) => handle(window, job));
  },
  stop: async () => taking?.stop(),
  block: async ({ milliseconds }) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  },
  close: ({ within }) => store.close(within),
};

process.on('message', (order: Order) => void follow(order));

async function follow(order: Order): Promise<void> {
  const began = performance.now();
  await (orders[order.kind] as (given: Order) => Promise<void>)(order);
  tell({ kind: 'done', order: order.kind, after: performance.now() - began });
  // Nothing else keeps it alive then.
  if (order.kind === 'close') process.disconnect();
}

function tell(report: Report): void {
  if (process.connected) process.send?.(report);
}

async function handle({ id, lost }: TakenWindow, { service, limit }: Job): Promise<void> {
  const stop = new AbortController();
  lost.addEventListener('abort', () => stop.abort(lost.reason), { once: true });
  const slot = await store.slots.acquire({
    key: `127.0.0.1:${service} `,
    limit,
    weight: 'report',
    path: `/${id}`,
    signal: stop.signal,
    onLost: (error) => stop.abort(error),
  });
  try {
    await get(`http://127.0.0.1:${service}/${id}`, stop.signal);
  } finally {
    slot.release();
  }
  tell({ kind: 'handled', id });
}
