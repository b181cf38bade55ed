/**
 * Flows that write a report batch by batch into what may fail. Each batch asks the saboteur first, by a core http
 * request node, so that a sink can be broken exactly before the batch that is to find it broken; the run's end is told
 * to the saboteur, too.
 */
import type { FlowNode } from '../../flows/node-red';

/** Records of one batch, and of the whole report. */
export const SIZE = { batch: 20, report: 100 };

export const KEY = 'SaleInvoiceID';

export const databases = ['sqlite', 'postgresql', 'mysql'] as const;
export type SinkDatabase = (typeof databases)[number];

/** `update` has a Catch node that stops the run, `replace` has none. */
export const writes = ['update', 'replace'] as const;
export type SinkWrite = (typeof writes)[number];

export const SQLITE_FILE = 'failing-sinks.sqlite';

/** Where nothing has been replied for a batch, by sink. */
export const HARMLESS: Readonly<Record<string, string>> = { sqlite: 'PRAGMA max_page_count = 1073741823' };

export const tableOf = (write: SinkWrite) => `sink_${write}`;
export const chainOf = (sink: SinkDatabase | 'file', write?: SinkWrite) => (write ? `${sink}-${write}` : sink);

/** All nodes of one flow file. @param saboteur its address, without a slash at the end */
export function sinkFlows(saboteur: string, createTable: boolean, sinks: readonly SinkDatabase[]): FlowNode[] {
  const chains = sinks.flatMap((database) => writes.map((write) => sqlChain(saboteur, database, write, createTable)));
  return [...fileChain(saboteur), ...chains.flat(), ...configNodes];
}

const configNodes: FlowNode[] = [
  { id: 'sink-connection', type: 'dataconnect-connection' },
  { id: 'sink-sqlite', type: 'sqlitedb', db: SQLITE_FILE, mode: 'RWC' },
  {
    id: 'sink-postgresql',
    type: 'postgreSQLConfig',
    ...{ hostFieldType: 'str', portFieldType: 'num', databaseFieldType: 'str', ssl: 'false', sslFieldType: 'bool' },
    ...{ max: 10, maxFieldType: 'num', idle: 1000, idleFieldType: 'num', connectionTimeout: 10_000 },
    ...{ connectionTimeoutFieldType: 'num', userFieldType: 'cred', passwordFieldType: 'cred' },
  },
  { id: 'sink-mysql', type: 'MySQLdatabase', charset: 'UTF8MB4_GENERAL_CI', tz: '' },
];

const databaseNodes: Record<SinkDatabase, Record<string, unknown>> = {
  sqlite: { type: 'sqlite', mydb: 'sink-sqlite', sqlquery: 'batch', sql: '' },
  postgresql: { type: 'postgresql', postgreSQLConfig: 'sink-postgresql', query: '', split: false, rowsPerMsg: 1 },
  mysql: { type: 'mysql', mydb: 'sink-mysql' },
};

function sqlChain(saboteur: string, database: SinkDatabase, write: SinkWrite, createTable: boolean): FlowNode[] {
  const chain = chainOf(database, write);
  const id = (name: string) => `${chain}-${name}`;
  const toSql = {
    id: id('sql'),
    type: 'dataconnect-records-to-sql',
    version: 1,
    ...{ database, table: tableOf(write), write, key: [KEY], dateColumn: 'DateCreated', createTable },
    wires: [[id('sink')]],
  };
  // What the saboteur says goes through the SQLite node's own connection: another one would not be limited.
  const order = database === 'sqlite' ? ['order', 'obey'] : [];
  const obey = [
    change(id('order'), [set('topic', 'payload', 'msg')], id('obey')),
    { id: id('obey'), ...databaseNodes.sqlite, type: 'sqlite', wires: [[id('rows')]] },
  ];
  const stop = [
    { id: id('batch-failed'), type: 'catch', scope: [id('sql'), id('sink')], wires: [[id('stop')]] },
    change(id('stop'), [set('cancel', 'true', 'bool')], id('report')),
  ];
  return onTab(chain, [
    ...start(saboteur, chain, id(order[0] ?? 'rows')),
    ...(order.length > 0 ? obey : []),
    change(id('rows'), [set('payload', 'rows', 'msg'), drop('rows'), drop('topic')], id('sql')),
    toSql,
    { id: id('sink'), type: '', ...databaseNodes[database], wires: [] },
    ...(write === 'update' ? stop : []),
  ]);
}

/** The core's file node; the saboteur says into which file. */
function fileChain(saboteur: string): FlowNode[] {
  const id = (name: string) => `file-${name}`;
  const rows = [set('filename', 'payload', 'msg'), set('payload', 'rows', 'msg'), drop('rows')];
  return onTab('file', [
    ...start(saboteur, 'file', id('rows')),
    change(id('rows'), rows, id('json')),
    { id: id('json'), type: 'json', property: 'payload', action: 'str', pretty: false, wires: [[id('sink')]] },
    {
      id: id('sink'),
      type: 'file',
      ...{ filename: 'filename', filenameType: 'msg', appendNewline: true, createDir: false, overwriteFile: 'false' },
      wires: [[]],
    },
  ]);
}

/** The button, the report, the question to the saboteur, and how the run's end is told. */
function start(saboteur: string, chain: string, next: string): FlowNode[] {
  const id = (name: string) => `${chain}-${name}`;
  const asked = { type: 'http request', paytoqs: 'ignore', persist: false, senderr: false };
  const dates = { StartDate: '2026-03-01', StopDate: '2026-03-31', HideRebates: '-1' };
  return [
    { id: id('go'), type: 'inject', props: [], wires: [[id('report')]] },
    {
      id: id('report'),
      type: 'dataconnect-sales-by-invoice',
      version: 2,
      connection: 'sink-connection',
      params: Object.fromEntries(Object.entries(dates).map(([name, value]) => [name, { type: 'fixed', value }])),
      output: { mode: 'batches', batchSize: SIZE.batch, property: 'rows' },
      wires: [[id('ask')]],
    },
    {
      id: id('ask'),
      ...asked,
      ...{ method: 'GET', ret: 'txt', url: `${saboteur}/batch/${chain}/{{{parts.index}}}` },
      wires: [[next]],
    },
    { id: id('completed'), type: 'complete', scope: [id('report')], wires: [[id('end')]] },
    { id: id('failed'), type: 'catch', scope: [id('report')], wires: [[id('end')]] },
    change(
      id('end'),
      [set('payload', '{"dataconnect": dataconnect, "error": error.{"code": code, "message": message}}', 'jsonata')],
      id('tell'),
    ),
    { id: id('tell'), ...asked, method: 'POST', ret: 'txt', url: `${saboteur}/end/${chain}`, wires: [[]] },
  ];
}

export const set = (p: string, to: string, tot: string) => ({ t: 'set', p, pt: 'msg', to, tot });
export const drop = (p: string) => ({ t: 'delete', p, pt: 'msg' });

export function change(id: string, rules: object[], next: string): FlowNode {
  return { id, type: 'change', rules, wires: [[next]] };
}

export function onTab(tab: string, nodes: FlowNode[]): FlowNode[] {
  return [{ id: tab, type: 'tab', label: tab }, ...nodes.map((node) => ({ z: tab, x: 100, y: 100, ...node }))];
}
