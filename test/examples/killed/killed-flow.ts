/** A flow that goes on window by window into PostgreSQL, and tells the test before and behind each batch. */

import type { FlowNode } from '../../flows/node-red';
import { change, drop, onTab, set } from '../failing-sinks/sink-flows';

export const TABLE = 'killed_sales';
export const KEY = 'SaleInvoiceID';
/** Days of the report, each a window. No run looks back: what a kill left out would stay out. */
export const DAYS = 24;

/** @param test its address, without a slash at the end */
export function killedFlow(test: string): FlowNode[] {
  const asked = { type: 'http request', paytoqs: 'ignore', persist: false, senderr: false, ret: 'txt' };
  return [
    { id: 'killed-connection', type: 'dataconnect-connection', timeZone: 'UTC', stopDate: 'exclusive' },
    {
      id: 'killed-postgresql',
      type: 'postgreSQLConfig',
      ...{ hostFieldType: 'str', portFieldType: 'num', databaseFieldType: 'str', ssl: 'false', sslFieldType: 'bool' },
      ...{ max: 1, maxFieldType: 'num', idle: 1000, idleFieldType: 'num', connectionTimeout: 10_000 },
      ...{ connectionTimeoutFieldType: 'num', userFieldType: 'cred', passwordFieldType: 'cred' },
    },
    ...onTab('killed', [
      { id: 'killed-go', type: 'inject', props: [], wires: [['killed-report']] },
      {
        id: 'killed-report',
        type: 'dataconnect-sales-by-invoice',
        version: 2,
        connection: 'killed-connection',
        params: { HideRebates: { type: 'fixed', value: '-1' } },
        output: { mode: 'batches', batchSize: 6, property: 'rows' },
        // A window is confirmed by what becomes of it, not by its pace.
        flow: { wait: 'off' },
        incremental: { mode: 'new', from: `now-${DAYS}d`, step: '1 day', lookback: '0 days', rows: 'new' },
        wires: [['killed-ask']],
      },
      { id: 'killed-ask', ...asked, method: 'GET', url: `${test}/batch/before/0`, wires: [['killed-rows']] },
      change('killed-rows', [set('payload', 'rows', 'msg'), drop('rows'), drop('topic')], 'killed-sql'),
      {
        id: 'killed-sql',
        type: 'dataconnect-records-to-sql',
        version: 1,
        ...{ database: 'postgresql', table: TABLE, write: 'update', key: [KEY], createTable: true },
        wires: [['killed-table']],
      },
      {
        id: 'killed-table',
        type: 'postgresql',
        ...{ postgreSQLConfig: 'killed-postgresql', query: '', split: false, rowsPerMsg: 1 },
        wires: [['killed-told']],
      },
      { id: 'killed-told', ...asked, method: 'GET', url: `${test}/batch/behind/1`, wires: [[]] },
      { id: 'killed-completed', type: 'complete', scope: ['killed-report'], wires: [['killed-end']] },
      { id: 'killed-failed', type: 'catch', scope: ['killed-report'], wires: [['killed-end']] },
      change(
        'killed-end',
        [set('payload', '{"dataconnect": dataconnect, "error": error.{"code": code, "message": message}}', 'jsonata')],
        'killed-tell',
      ),
      { id: 'killed-tell', ...asked, method: 'POST', url: `${test}/end/killed`, wires: [[]] },
    ]),
  ];
}
