/** What our nodes store in a flow, read tolerantly: everything absent has its default, also in flows of older releases. */
import type { OutputMode } from '../extract/plan-run';
import type { WindowChoice } from '../extract/run-plan';
import type { FlowChoice } from './flow-pressure';

/** How one parameter's value is found. */
export interface StoredValue {
  type: 'fixed' | 'msg' | 'flow' | 'global' | 'env' | 'jsonata';
  value: string;
}

/** As it stands in the flow file. */
export interface StoredEndpointNode {
  connection?: string;
  path?: string;
  params?: Record<string, StoredValue>;
  sending?: { method?: string; body?: string; override?: boolean; anyway?: boolean };
  windows?: { kind?: string; count?: number | string };
  output?: { mode?: string; batchSize?: number | string; property?: string; dates?: string; progress?: boolean };
  flow?: { wait?: string; seconds?: number | string };
}

export interface EndpointNodeSettings {
  connection: string;
  path: string;
  params: ReadonlyArray<readonly [name: string, stored: StoredValue]>;
  method: 'GET' | 'POST';
  body: 'form' | 'json';
  /** `msg.params` may replace values set in the node; otherwise it only fills blanks. */
  override: boolean;
  anyway: boolean;
  windows: WindowChoice;
  output: OutputMode;
  /** Message property that takes the records or the body. */
  property: string;
  dates: 'text' | 'date';
  /** Messages about the progress of runs go to a second output. */
  progress: boolean;
  /** Whether batches wait for the flow. */
  flow: FlowChoice;
}

const BATCH_SIZE = 1000;
/** How long a flow may take with one message before the run goes on without it. */
const FLOW_SECONDS = 30;

export function readEndpointNode(stored: StoredEndpointNode): EndpointNodeSettings {
  const { sending = {}, output = {} } = stored;
  return {
    connection: stored.connection ?? '',
    path: (stored.path ?? '').trim(),
    params: Object.entries(stored.params ?? {}),
    method: sending.method === 'POST' ? 'POST' : 'GET',
    body: sending.body === 'json' ? 'json' : 'form',
    override: sending.override === true,
    anyway: sending.anyway === true,
    windows: readWindows(stored.windows),
    output: readOutput(output.mode, Number(output.batchSize)),
    property: output.property?.trim() || 'payload',
    dates: output.dates === 'date' ? 'date' : 'text',
    progress: output.progress === true,
    flow: readFlow(stored.flow),
  };
}

function readOutput(mode: string | undefined, batchSize: number): OutputMode {
  if (mode === 'batches') return { kind: 'batches', size: batchSize >= 1 ? Math.floor(batchSize) : BATCH_SIZE };
  if (mode === 'each' || mode === 'text' || mode === 'buffer') return { kind: mode };
  return { kind: 'all' };
}

function readFlow({ wait, seconds }: NonNullable<StoredEndpointNode['flow']> = {}): FlowChoice {
  const given = Number(seconds);
  return {
    wait: wait === 'always' || wait === 'off' ? wait : 'auto',
    seconds: given > 0 && Number.isFinite(given) ? given : FLOW_SECONDS,
  };
}

function readWindows({ kind, count }: NonNullable<StoredEndpointNode['windows']> = {}): WindowChoice {
  if (kind === 'day' || kind === 'week' || kind === 'month') {
    return { kind: 'calendar', unit: kind, count: Math.max(1, Math.floor(Number(count)) || 1) };
  }
  return { kind: kind === 'none' ? 'none' : 'auto' };
}
