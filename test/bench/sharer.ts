/** The process of one instance: sends requests, each with a slot of its own or of those that it shares with others. */
import { createClusterStore } from '../../cluster/nodes/store/create-cluster-store';
import type { ClusterStoreOptions } from '../../cluster/nodes/store/store-options';
import type { SlotStore } from '../../nodes/client/slots/slot-store';
import { Slots } from '../../nodes/client/slots/slots';
import type { ClusterStore } from '../../nodes/cluster/cluster-store';
import { get } from '../cluster/get';

export type ToSharer =
  /** Without options it is alone. */
  | { kind: 'open'; options: ClusterStoreOptions | undefined; port: number; limit: number }
  | { kind: 'plan'; windows: number }
  /** So many requests, as many of them at once as there are lines. */
  | { kind: 'send'; requests: number; lines: number }
  /** The windows that were planned, until all are done. */
  | { kind: 'take' };

export interface FromSharer {
  /** That were sent. */
  requests: number;
}

/** Before the measurement, so that connections stand and V8 has compiled. */
const WARM_REQUESTS = 40;
/** As many windows as an instance takes. */
const AT_ONCE = 2;
const JOB = 'bench';
const RETRY = { attempts: 3, backOff: 1000 };
/** Milliseconds. */
const LOOKED_EVERY = 100;

let slots: SlotStore;
let cluster: ClusterStore | undefined;
let service: { port: number; limit: number };
let requests = 0;

const orders: { [Kind in ToSharer['kind']]: (order: ToSharer & { kind: Kind }) => Promise<void> } = {
  open: async ({ options, port, limit }) => {
    cluster = options && createClusterStore(options);
    slots = cluster?.slots ?? new Slots();
    service = { port, limit };
    await sendMany(WARM_REQUESTS, limit);
  },
  plan: async ({ windows }) => {
    const all = Array.from({ length: windows }, (_, index) => ({ id: String(index), data: { day: index } }));
    await cluster!.work.add(JOB, all, RETRY);
  },
  send: ({ requests: count, lines }) => sendMany(count, lines),
  take: async () => {
    const taking = cluster!.work.take(JOB, AT_ONCE, () => sendOne());
    for (;;) {
      const { done, expected } = await cluster!.work.progress(JOB);
      if (done === expected) break;
      await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY));
    }
    await taking.stop();
  },
};

process.on('message', (order: ToSharer) => void follow(order));

async function follow(order: ToSharer): Promise<void> {
  requests = 0;
  await (orders[order.kind] as (given: ToSharer) => Promise<void>)(order);
  const answer: FromSharer = { requests };
  process.send!(answer);
}

async function sendMany(count: number, lines: number): Promise<void> {
  let left = count;
  const line = async () => {
    while (left-- > 0) await sendOne();
  };
  await Promise.all(Array.from({ length: lines }, line));
}

async function sendOne(): Promise<void> {
  const stop = new AbortController();
  const slot = await slots.acquire({
    key: `127.0.0.1:${service.port} `,
    limit: service.limit,
    weight: 'report',
    path: '/report',
    signal: stop.signal,
    onLost: (error) => stop.abort(error),
  });
  try {
    await get(`http://127.0.0.1:${service.port}/report`, stop.signal);
    requests += 1;
  } finally {
    slot.release();
  }
}
