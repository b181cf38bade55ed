/** The flows that are compared. Each ends in a function node that counts the records. */
import type { Format, Order } from './order';
import { BATCH, WINDOW_DAYS } from './order';
import { DATED, LAST_DAY, pathFor, REPORT_FROM, type ServerAddress, UNDATED } from './server-protocol';

export interface FlowNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

/** Id of the node that is given the messages. */
export const FIRST = 'first';

const COUNT: FlowNode = {
  id: 'count',
  type: 'function',
  func: "global.get('tally')(msg.payload);",
  outputs: 0,
  wires: [],
};

/** @returns the nodes of the flow, and the credentials they need */
export function flowFor(order: Order, server: ServerAddress): { nodes: FlowNode[]; credentials: object } {
  const nodes = order.contender === 'node' ? ourFlow(order, server) : coreFlow(order, server);
  const credentials = order.contender === 'node' ? { connection: server.credentials } : {};
  return { nodes: [{ id: 'tab', type: 'tab', label: 'benchmark' }, ...nodes, { ...COUNT, ...onTab }], credentials };
}

const onTab = { z: 'tab', x: 100, y: 100 };

function ourFlow({ format, load }: Order, { serviceUrl, tokenUrl }: ServerAddress): FlowNode[] {
  const response = { Response: { type: 'fixed', value: format } };
  const dates = { StartDate: { type: 'fixed', value: REPORT_FROM }, StopDate: { type: 'fixed', value: LAST_DAY } };
  const cut = load.kind === 'windows';
  const connection: FlowNode = {
    id: 'connection',
    type: 'dataconnect-connection',
    name: 'benchmark',
    environment: 'custom',
    serviceUrl,
    tokenUrl,
    authentication: 'password',
    requestsAtOnce: load.kind === 'answers' ? load.atOnce : 4,
  };
  const endpoint: FlowNode = {
    id: FIRST,
    type: `dataconnect-${cut ? DATED.id : UNDATED.id}`,
    connection: 'connection',
    params: cut ? { ...response, ...dates } : response,
    ...(cut && { windows: load.days < WINDOW_DAYS ? { kind: 'day', count: load.days } : { kind: 'none' } }),
    output: load.kind === 'answers' ? { mode: 'all' } : { mode: 'batches', batchSize: BATCH },
    wires: [['count']],
    ...onTab,
  };
  return [connection, endpoint];
}

/** The http request node asks for no compression, so it gets none. */
function coreFlow({ format, load }: Order, { serviceUrl, credentials }: ServerAddress): FlowNode[] {
  const authorization = { keyType: 'other', keyValue: 'Authorization', valueType: 'other' };
  const request = {
    type: 'http request',
    method: 'GET',
    ret: isJson(format) ? 'obj' : 'txt',
    url: serviceUrl + pathFor(format),
    headers: [{ ...authorization, valueValue: `Bearer ${credentials.accessToken}` }],
    senderr: true,
  };
  const split = { type: 'split', arraySplt: BATCH, arraySpltType: 'len', splt: '\\n', spltType: 'str', stream: false };
  return chain([request, ...parsers(format), ...(load.kind === 'reports' ? [split] : [])]);
}

function isJson(format: Format): boolean {
  return format === 'Json' || format === 'JsonDataTable';
}

/** A node without its place in the flow. */
interface Step {
  type: string;
  [property: string]: unknown;
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
