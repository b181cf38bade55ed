/** Flows behind a node that goes on for a week, from its first node to the table; ids and types are those of `week-table.ts`. */
import type { FlowNode } from './node-red';

export const WEEK_FLOWS = [
  'straight',
  'split and joined',
  'links',
  'by hand',
  'one by one',
  'a function that waits',
  'a subflow',
  'behind a Complete node',
  'old',
  'delayed',
] as const;

export type WeekFlow = (typeof WEEK_FLOWS)[number];

export interface BehindReport {
  /** Id of the node that the report is wired to. */
  first: string;
  nodes: FlowNode[];
  configNodes?: FlowNode[];
  /** Core modules. */
  core?: string[];
  /** Ids of nodes at whose end the table gets the message, by way of the node `completions`. */
  completing?: string[];
  /** Whose word counts. */
  confirm?: 'hand' | 'count-unproven';
}

const table: FlowNode = { id: 'table', type: 'table', wires: [] };
const SPLIT = 'sequence/17-split.js';
const split = (to: string): FlowNode => ({
  ...{ id: 'split', type: 'split', splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len' },
  ...{ property: 'payload', wires: [[to]] },
});

const flows: Record<WeekFlow, () => BehindReport> = {
  straight: () => ({ first: 'table', nodes: [table] }),
  'split and joined': () => ({
    first: 'split',
    core: [SPLIT],
    nodes: [
      split('join'),
      { id: 'join', type: 'join', mode: 'auto', property: 'payload', propertyType: 'msg', wires: [['table']] },
      table,
    ],
  }),
  links: () => ({
    first: 'out',
    core: ['common/60-link.js'],
    nodes: [
      { id: 'out', type: 'link out', mode: 'link', links: ['in'], wires: [] },
      { id: 'in', type: 'link in', links: ['out'], wires: [['table']] },
      table,
    ],
  }),
  'by hand': () => ({
    first: 'table',
    confirm: 'hand',
    nodes: [
      { ...table, type: 'hand-table', wires: [['good'], ['bad']] },
      { id: 'good', type: 'dataconnect-confirm', outcome: 'confirmed', wires: [[]] },
      { id: 'bad', type: 'dataconnect-confirm', outcome: 'failed', wires: [[]] },
    ],
  }),
  'one by one': () => ({ first: 'split', core: [SPLIT], nodes: [split('table'), table] }),
  'a function that waits': () => ({
    first: 'waits',
    core: ['function/10-function.js'],
    nodes: [
      {
        ...{ id: 'waits', type: 'function', outputs: 1, timeout: 0, initialize: '', finalize: '', libs: [] },
        ...{ func: 'await new Promise((resolve) => setTimeout(resolve, 1)); return msg;', wires: [['table']] },
      },
      table,
    ],
  }),
  'a subflow': () => ({
    first: 'instance',
    configNodes: [
      {
        ...{ id: 'sub', type: 'subflow', name: 'Into the table' },
        ...{ in: [{ x: 0, y: 0, wires: [{ id: 'inner' }] }], out: [{ x: 0, y: 0, wires: [{ id: 'inner', port: 0 }] }] },
      },
      { id: 'inner', type: 'passing', z: 'sub', x: 100, y: 100, wires: [] },
    ],
    nodes: [{ id: 'instance', type: 'subflow:sub', wires: [['table']] }, table],
  }),
  'behind a Complete node': () => ({
    first: 'ends',
    completing: ['ends'],
    nodes: [
      { id: 'ends', type: 'ends', wires: [] },
      { id: 'completions', type: 'completions', wires: [['table'], ['completed']] },
      table,
    ],
  }),
  old: () => ({ first: 'table', confirm: 'count-unproven', nodes: [{ ...table, type: 'old-table' }] }),
  delayed: () => ({
    first: 'delay',
    core: ['function/89-delay.js'],
    nodes: [
      {
        ...{ id: 'delay', type: 'delay', pauseType: 'delay', timeout: '1', timeoutUnits: 'milliseconds' },
        ...{ rate: '1', nbRateUnits: '1', rateUnits: 'second', wires: [['table']] },
      },
      table,
    ],
  }),
};

export function behindReport(flow: WeekFlow): BehindReport {
  return flows[flow]();
}
