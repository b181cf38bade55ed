/** The flow that all instances have: two nodes whose windows they share, one that goes on by itself, and what follows. */
import { endpoints } from '../../nodes/catalogue';
import { connectionTo } from '../browser/deploy-flows';
import type { Emulator } from '../emulator';
import { exampleNode } from '../flows/example-parameters';

export const SHARED = 'sales-by-invoice';
export const NIGHTLY = 'purchase-history';
/** Where the shared nodes take orders. */
export const SHARING = ['orders', 'more-orders'] as const;

export interface Surroundings {
  emulator: Emulator;
  redisPort: number;
  /** Where the flow brings what it got, and is done when that has answered. */
  table: string;
  /** Of all instances together. */
  limit: number;
  /** Seconds. */
  lease: number;
  /** Of the two shared ranges; the order says the last ones. */
  firstDays: [string, string];
}

export function instancesFlow({ emulator, redisPort, table, limit, lease, firstDays }: Surroundings): object[] {
  return [
    { id: 'tab', type: 'tab', label: 'Instances' },
    { id: 'cluster', type: 'dataconnect-cluster', host: '127.0.0.1', port: String(redisPort), lease: String(lease) },
    connectionTo(emulator, {
      version: 2,
      cluster: 'cluster',
      timeZone: 'UTC',
      stopDate: 'inclusive',
      requestsAtOnce: limit,
    }),
    // Each takes two at once: together more than the service may be asked for.
    ...firstDays.flatMap((day, index) => branch(SHARING[index]!, ORDERED, sharing(SHARING[index]!, day))),
    ...branch('nightly', [], {
      ...nodeOf(NIGHTLY),
      incremental: { mode: 'new', from: 'now-1000d', step: '100 days', most: 1 },
    }),
    on({ id: 'nightly-over', type: 'complete', scope: [NIGHTLY], wires: [['nightly-ended']] }),
    on({ id: 'nightly-ended', ...change([['payload', OVER]]), wires: [['store']] }),
    on({ id: 'store', type: 'http request', method: 'POST', url: table, ret: 'txt', wires: [] }),
  ];
}

function sharing(name: string, firstDay: string): Record<string, unknown> {
  return {
    ...nodeOf(SHARED),
    id: `${name}-node`,
    params: { StartDate: { type: 'fixed', value: firstDay }, HideRebates: { type: 'fixed', value: '-1' } },
    windows: { kind: 'day', share: 'flow' },
  };
}

function nodeOf(id: string): Record<string, unknown> {
  return { ...exampleNode(endpoints.find((endpoint) => endpoint.id === id)!), connection: 'connection', version: 2 };
}

/** A message to its address is an order; what comes of it goes to the table. */
function branch(name: string, ordered: Settings, node: Record<string, unknown>): object[] {
  return [
    on({ id: name, type: 'http in', url: `/${name}`, method: 'post', wires: [[`${name}-order`, `${name}-heard`]] }),
    on({ id: `${name}-heard`, type: 'http response', wires: [] }),
    on({ id: `${name}-order`, ...change(ordered), wires: [[node.id]] }),
    on({ ...node, wires: [[`${name}-told`]] }),
    on({ id: `${name}-told`, ...change([['payload', TOLD]]), wires: [['store']] }),
  ];
}

/** That a nightly run has ended. */
const OVER = `{"endpoint": dataconnect.endpoint, "over": true, "instance": $env("INSTANCE")}`;

type Settings = ReadonlyArray<readonly [property: string, expression: string]>;

const ORDERED: Settings = [
  ['work', '{"order": payload.order}'],
  ['params', '{"StopDate": payload.lastDay}'],
];

/** What the table gets to know. */
const TOLD = `{"endpoint": dataconnect.endpoint, "order": dataconnect.work.order, "day": $substring(dataconnect.period.from, 0, 10), "reason": dataconnect.incremental.reason, "from": dataconnect.incremental.from, "instance": $env("INSTANCE")}`;

function change(settings: Settings): object {
  const rules = settings.map(([p, to]) => ({ t: 'set', p, pt: 'msg', to, tot: 'jsonata' }));
  return { type: 'change', rules };
}

function on(node: object): object {
  return { z: 'tab', x: 100, y: 100, ...node };
}
