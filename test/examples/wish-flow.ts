/** One flow with every row of docs/reports.md: a button, the report's node, and what it goes into. */
import { endpoints } from '../../nodes/catalogue';
import type { Target, Wish } from '../docs/wishes';
import type { FlowNode } from '../flows/node-red';
import type { ExampleFile } from './example-files';

const TAB = 'wishes';
/** A node without a place is taken for a configuration node. */
const PLACE = { z: TAB, x: 100, y: 100 };
const GROUP = 'wishes-group';

/** @param folder where files go */
export function flowOfWishes(wishes: readonly Wish[], folder: string): ExampleFile {
  const nodes = [...dashboard(), connection(), ...wishes.flatMap((wish, index) => nodesOf(wish, index, folder))];
  return { name: 'Wishes', generated: false, nodes, counterparts: [] };
}

/**
 * Invoices in batches, summed by the hour.
 * @param perBatch JSONata that sums a batch
 * @param together JSONata that adds such a sum to the others
 */
export function flowOfHours(perBatch: string, together: string): ExampleFile {
  const invoices: Wish = {
    wish: 'invoices',
    type: 'dataconnect-sales-by-invoice',
    settings: { HideRebates: '-1' },
    into: { kind: 'file' },
  };
  const rules = [{ t: 'set', p: 'payload', pt: 'msg', to: perBatch, tot: 'jsonata' }];
  const reduce = { mode: 'reduce', reduceExp: together, reduceInit: '{}', reduceInitType: 'json', reduceRight: false };
  const debug = { active: true, tosidebar: true, complete: 'payload', targetType: 'msg' };
  const nodes = [
    { id: TAB, type: 'tab', label: 'Hours' },
    connection(),
    { id: 'hours-button', type: 'inject', ...PLACE, name: 'hours', props: [], wires: [['hours-report']] },
    { ...reportNode(invoices, 'hours-report'), output: { mode: 'batches', batchSize: 50 }, wires: [['hours-batch']] },
    { id: 'hours-batch', type: 'change', ...PLACE, rules, wires: [['hours-all']] },
    {
      id: 'hours-all',
      type: 'join',
      ...PLACE,
      ...reduce,
      property: 'payload',
      propertyType: 'msg',
      wires: [['hours']],
    },
    { id: 'hours', type: 'debug', ...PLACE, name: 'hours', ...debug, wires: [] },
  ];
  return { name: 'Hours', generated: false, nodes, counterparts: [] };
}

/** The id of what a row goes into. */
export function targetId(index: number): string {
  return `wish-${index}-target`;
}

/** The node of a row's report, as a person sets it up for two months. */
export function reportNode(wish: Wish, id: string): FlowNode {
  const endpoint = endpoints.find(({ id: endpointId }) => `dataconnect-${endpointId}` === wish.type);
  if (!endpoint) throw new Error(`${wish.wish}: there is no node ${wish.type}.`);
  const { start, stop } = endpoint.range ?? {};
  const period = start && stop ? { [start]: '2026-02-01', [stop]: '2026-03-31' } : {};
  const asOf = endpoint.parameters.some(({ name }) => name === 'DateAsOf') ? { DateAsOf: '2026-03-31' } : {};
  const values = Object.entries({ ...period, ...asOf, ...wish.settings });
  const params = Object.fromEntries(values.map(([name, value]) => [name, { type: 'fixed', value }]));
  const output = wish.into.kind === 'file' ? { mode: 'text' } : {};
  const stored = { connection: CONNECTION, version: 1, params, sending: {}, path: '', output };
  return { id, type: wish.type, ...PLACE, name: wish.wish, ...stored };
}

const CONNECTION = 'wishes-connection';

function nodesOf(wish: Wish, index: number, folder: string): FlowNode[] {
  const report = `wish-${index}-report`;
  const button = {
    id: `wish-${index}-button`,
    type: 'inject',
    ...PLACE,
    name: wish.wish,
    props: [],
    wires: [[report]],
  };
  return [button, { ...reportNode(wish, report), wires: [[targetId(index)]] }, ...targetOf(wish.into, index, folder)];
}

function targetOf(into: Target, index: number, folder: string): FlowNode[] {
  const node = { id: targetId(index), ...PLACE, wires: [[]] };
  switch (into.kind) {
    case 'chart':
      return [{ ...node, type: 'ui-chart', group: GROUP, label: node.id, order: index, ...chartOf(into) }];
    case 'table': {
      const columns = into.columns.map((key) => ({ title: key, key, keyType: 'key', type: 'text', align: 'start' }));
      const table = { group: GROUP, label: node.id, order: index, width: '12', height: '6', maxrows: '10' };
      return [{ ...node, type: 'ui-table', ...table, autocols: false, columns, action: 'replace' }];
    }
    case 'file': {
      const written = { id: `${node.id}-written`, type: 'debug', ...PLACE, name: 'written', active: true };
      const file = { filename: `"${folder}/" & filename`, filenameType: 'jsonata', overwriteFile: 'true' };
      return [
        { ...node, type: 'file', ...file, encoding: 'utf8', wires: [[written.id]] },
        { ...written, tosidebar: true, complete: 'filename', targetType: 'msg', wires: [] },
      ];
    }
    case 'mail':
      return [];
  }
}

/** Settings of a chart that shows records as they come; docs/dashboards.md says why each. */
function chartOf({ chart, x, y, series }: Extract<Target, { kind: 'chart' }>): object {
  const category = series ?? (y.length > 1 ? JSON.stringify(y) : y[0]!);
  return {
    chartType: chart,
    category,
    categoryType: series ? 'property' : y.length > 1 ? 'json' : 'str',
    xAxisProperty: x,
    xAxisPropertyType: 'property',
    xAxisType: chart === 'bar' ? 'category' : 'time',
    yAxisProperty: y[0],
    yAxisPropertyType: 'property',
    action: 'replace',
    removeOlder: '0',
    removeOlderUnit: '3600',
    removeOlderPoints: '',
    showLegend: true,
    colors: ['#0095ff', '#ff7f0e'],
    width: '12',
    height: '6',
  };
}

function dashboard(): FlowNode[] {
  const sizes = {
    density: 'default',
    pagePadding: '12px',
    groupGap: '12px',
    groupBorderRadius: '4px',
    widgetGap: '12px',
  };
  const page = {
    name: 'Wishes',
    ui: 'wishes-base',
    path: '/wishes',
    icon: 'home',
    layout: 'grid',
    theme: 'wishes-theme',
  };
  return [
    { id: TAB, type: 'tab', label: 'Wishes' },
    { id: 'wishes-base', type: 'ui-base', name: 'Dashboard', path: '/dashboard', acceptsClientConfig: ['ui-control'] },
    {
      id: 'wishes-theme',
      type: 'ui-theme',
      name: 'Light',
      colors: {
        surface: '#ffffff',
        primary: '#0d74ce',
        bgPage: '#ffffff',
        groupBg: '#ffffff',
        groupOutline: '#d9d9e0',
      },
      sizes,
    },
    { id: 'wishes-page', type: 'ui-page', ...page, order: 1, visible: 'true', disabled: 'false' },
    {
      id: GROUP,
      type: 'ui-group',
      name: 'Wishes',
      page: 'wishes-page',
      width: '12',
      height: 1,
      order: 1,
      visible: 'true',
      disabled: 'false',
    },
  ];
}

/** As the examples have it. */
function connection(): FlowNode {
  return {
    id: CONNECTION,
    type: 'dataconnect-connection',
    name: 'DataConnect',
    environment: 'production',
    authentication: 'password',
    version: 1,
  };
}
