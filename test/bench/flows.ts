/** The flows that are compared. Each ends in a function node that counts the records, or the messages of a database or file. */
import { NO_SINK, sinkFor } from './databases/sinks';
import { BATCH, type DatabaseAddress, type Format, type GoesOn, type Order, WINDOW_DAYS } from './order';
import {
  DATED,
  LAST_DAY,
  LIST_KEY,
  pathFor,
  REPORT_FROM,
  type ServerAddress,
  UNDATED,
  wideEndpoint,
  YEAR_FROM,
} from './server-protocol';

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

/** A node without its place in the flow. */
export interface Step {
  type: string;
  [property: string]: unknown;
}

/** Id of the node that is given the messages. */
export const FIRST = 'first';

/** Id of one like it that goes on for itself: what is warmed up with is not remembered as delivered. */
export const WARM = 'warm';

const COUNT: FlowNode = {
  id: 'count',
  type: 'function',
  func: "global.get('tally')(msg.payload);",
  outputs: 0,
  wires: [],
};

/** Behind a database's node, or a file, there are no records any more. */
const COUNT_MESSAGES: FlowNode = { ...COUNT, func: "global.get('tally')();" };

/**
 * @param folder for files
 * @returns the nodes of the flow, and the credentials they need
 */
export function flowFor(
  order: Order,
  server: ServerAddress,
  folder: string,
  database?: DatabaseAddress,
): { nodes: FlowNode[]; credentials: object } {
  const sink = order.into && database ? sinkFor(order.contender, order.into, database) : NO_SINK;
  const isCore = order.contender === 'core';
  const steps = isCore ? coreSteps(order, server, sink.wants) : [endpointStep(order)];
  const counted = chain([...steps, ...sink.steps]);
  const nodes = [
    { id: 'tab', type: 'tab', label: 'benchmark' },
    ...(isCore ? [] : [connection(order, server, folder)]),
    ...sink.configuration,
    ...counted,
    ...(order.goesOn ? [{ ...counted[0]!, id: WARM }, ...END_OF_RUN] : []),
    { ...(order.into || order.toFile ? COUNT_MESSAGES : COUNT), ...onTab },
  ];
  return { nodes, credentials: { connection: server.credentials, ...sink.credentials } };
}

const onTab = { z: 'tab', x: 100, y: 100 };

/** A run has ended when the flow has confirmed it, and that is on the disk. */
const END_OF_RUN: FlowNode[] = [
  { id: 'complete', type: 'complete', scope: [FIRST, WARM], wires: [['ended']], ...onTab },
  { id: 'catch', type: 'catch', scope: null, wires: [['ended']], ...onTab },
  { id: 'ended', type: 'function', func: "global.get('ended')(msg.error?.message);", outputs: 0, wires: [], ...onTab },
];

function connection({ load }: Order, { serviceUrl, tokenUrl }: ServerAddress, fileFolder: string): FlowNode {
  return {
    id: 'connection',
    type: 'dataconnect-connection',
    name: 'benchmark',
    environment: 'custom',
    serviceUrl,
    tokenUrl,
    authentication: 'password',
    fileFolder,
    requestsAtOnce: load.kind === 'answers' ? load.atOnce : 4,
  };
}

function endpointStep(order: Order): Step {
  const { format, load } = order;
  const cut = load.kind === 'windows';
  const wide = wideEndpoint(order);
  const dates = { StartDate: REPORT_FROM, StopDate: LAST_DAY };
  const parameters = { Response: format, ...(cut && dates), ...wide?.parameters };
  const endpoint = cut ? DATED : (wide ?? UNDATED);
  return {
    type: `dataconnect-${endpoint.id}`,
    connection: 'connection',
    params: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, { type: 'fixed', value }])),
    ...(cut && { windows: load.days < WINDOW_DAYS ? { kind: 'day', count: load.days } : { kind: 'none' } }),
    output: outputFor(order),
    ...(order.goesOn && { incremental: incrementalFor(order.goesOn) }),
  };
}

/** The first run has the whole range in one window; the next one looks back at all of it, and ends later. */
function incrementalFor(goesOn: GoesOn): object {
  const range = { mode: 'new', from: YEAR_FROM, step: '1 year', lookback: '1 year', most: 1 };
  switch (goesOn) {
    case 'report':
    case 'list':
      return { mode: 'off' };
    case 'changes':
    case 'changes again':
      return { mode: 'changes', key: [LIST_KEY] };
    case 'all':
      return { ...range, rows: 'all' };
    case 'marked again':
      return { ...range, rows: 'marked' };
    default:
      return { ...range, rows: 'new' };
  }
}

function outputFor({ contender, load, toFile }: Order): object {
  if (toFile) return { mode: 'file', file: 'report' };
  if (contender === 'row') return { mode: 'each' };
  return load.kind === 'answers' ? { mode: 'all' } : { mode: 'batches', batchSize: BATCH };
}

/** The http request node asks for no compression, so it gets none. */
function coreSteps(order: Order, { serviceUrl, credentials }: ServerAddress, wants: 'records' | 'text'): Step[] {
  const { format, load } = order;
  const authorization = { keyType: 'other', keyValue: 'Authorization', valueType: 'other' };
  const request = {
    type: 'http request',
    method: 'GET',
    ret: wants === 'records' && isJson(format) ? 'obj' : 'txt',
    url: serviceUrl + pathFor(order),
    headers: [{ ...authorization, valueValue: `Bearer ${credentials.accessToken}` }],
    senderr: true,
  };
  if (wants === 'text') return [request];
  const split = { type: 'split', arraySplt: BATCH, arraySpltType: 'len', splt: '\\n', spltType: 'str', stream: false };
  return [request, ...parsers(format), ...(load.kind === 'reports' ? [split] : [])];
}

function isJson(format: Format): boolean {
  return format === 'Json' || format === 'JsonDataTable';
}

function parsers(format: Format): Step[] {
  if (isJson(format)) return [];
  if (format === 'Csv') {
    return [{ type: 'csv', spec: 'rfc', sep: ',', hdrin: true, multi: 'mult', ret: '\\r\\n', skip: 0, strings: true }];
  }
  const records = { t: 'set', p: 'payload', pt: 'msg', to: 'payload.Table.Record', tot: 'msg' };
  return [
    { type: 'xml', property: 'payload', attr: '', chr: '' },
    { type: 'change', rules: [records] },
  ];
}

function chain(nodes: Step[]): FlowNode[] {
  return nodes.map((node, index) => ({
    ...node,
    id: index === 0 ? FIRST : `step-${index}`,
    wires: [[index + 1 < nodes.length ? `step-${index + 1}` : 'count']],
    ...onTab,
  }));
}
