/**
 * The example flow of a domain, made from the catalogue: every node type of the set, each with a button of its own, in
 * groups that share one debug node. Ids depend on nothing but names, so that two builds make the same file.
 */
import type { Endpoint } from '../catalogue/schema';
import { connectionFields, connectionVersion } from '../stored/stored-connection';
import { nodeProperties, type ParameterValue } from '../stored/stored-node';
import { EXAMPLE_PERIOD, exampleParams } from './example-values';
import type { NodeSet } from './node-set';

/** A node as Node-RED exports it. */
export interface ExampleNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

/**
 * One id in all examples: "Import copy" of Node-RED's import keeps a configuration node that is there already, so that
 * the credentials are typed once.
 */
const EXAMPLE_CONNECTION = 'dataconnect-example-connection';

/** A row of a group: a button and a node of ours. */
interface Row {
  type: string;
  path: string;
  params: Record<string, ParameterValue>;
}

interface Group {
  id: string;
  title: string;
  rows: Row[];
}

const ROW_HEIGHT = 40;
const GROUP = { left: 34, width: 812, head: 30, foot: 10, gap: 40 };
const COLUMN = { inject: 120, endpoint: 400, debug: 740 };

/** @param set of `package.json`'s list, other than the connection's */
export function domainFlow(set: NodeSet): ExampleNode[] {
  const tab = `example-${set.name}`;
  let top = 100;
  const nodes = groupsOf(set).flatMap((group) => {
    const placed = groupNodes(tab, group, top);
    top += heightOf(group) + GROUP.gap;
    return placed;
  });
  return [
    { id: tab, type: 'tab', label: set.title, disabled: false, info: introduction(set) },
    ...nodes,
    {
      id: `${tab}-about`,
      type: 'comment',
      z: tab,
      name: `Every node of ${set.category}: double-click to read`,
      info: introduction(set),
      x: 250,
      y: 60,
      wires: [],
    },
    exampleConnection,
  ];
}

function introduction({ category }: NodeSet): string {
  return [
    `Every node of the palette group ${category}, ready to run.`,
    '',
    '1. Open one of the nodes, press the pencil beside **Connection**, fill in the credentials (without any, choose *Practice* as **Environment**), press **Test connection**.',
    '2. Press **Deploy**.',
    '3. Press the button at the left of a row. The records appear in the debug sidebar.',
    '',
    `Only the required parameters are set. Dates are ${EXAMPLE_PERIOD.start} to ${EXAMPLE_PERIOD.stop}, which suit the emulator`,
    'of `npm start`; choose for example *yesterday* or *last 7 days* instead.',
  ].join('\n');
}

/** In the order a newcomer tries them: what needs nothing first, what changes something last. */
const TITLES = {
  plain: 'Nothing to fill in',
  period: 'A period: its start and its stop',
  more: 'More required parameters',
  changes: 'Changes something at the service: read the help of the node first',
} as const;

function groupsOf({ name, endpoints }: NodeSet): Group[] {
  const groups = Object.entries(TITLES).map(([id, title]) => {
    const rows = endpoints.filter((endpoint) => kindOf(endpoint) === id).map(rowOf);
    return { id, title, rows: id === 'plain' && name === 'service' ? [requestRow, ...rows] : rows };
  });
  return groups.filter(({ rows }) => rows.length > 0);
}

function kindOf({ changes, parameters, range }: Endpoint): keyof typeof TITLES {
  if (changes) return 'changes';
  const required = parameters.filter((parameter) => parameter.required);
  if (required.length === 0) return 'plain';
  return required.every(({ name }) => Object.values(range ?? {}).includes(name)) ? 'period' : 'more';
}

/** The request node has no path of its own. */
const requestRow: Row = { type: 'dataconnect-request', path: '/lists/stores', params: {} };

function rowOf(endpoint: Endpoint): Row {
  return { type: `dataconnect-${endpoint.id}`, path: '', params: exampleParams(endpoint) };
}

function groupNodes(tab: string, { id, title, rows }: Group, top: number): ExampleNode[] {
  const group = `${tab}-${id}`;
  const debug = `${group}-records`;
  const y = (row: number) => top + GROUP.head + ROW_HEIGHT / 2 + row * ROW_HEIGHT;
  const nodes = rows.flatMap((row, index) => rowNodes(row, { z: tab, g: group, y: y(index) }, debug));
  const middle = y(Math.floor((rows.length - 1) / 2));
  const all = [...nodes, debugNode(debug, { z: tab, g: group, x: COLUMN.debug, y: middle })];
  return [
    {
      id: group,
      type: 'group',
      z: tab,
      name: title,
      style: { label: true },
      nodes: all.map((node) => node.id),
      x: GROUP.left,
      y: top,
      w: GROUP.width,
      h: heightOf({ rows }),
    },
    ...all,
  ];
}

function heightOf({ rows }: Pick<Group, 'rows'>): number {
  return GROUP.head + rows.length * ROW_HEIGHT + GROUP.foot;
}

function rowNodes(
  { type, path, params }: Row,
  place: { z: string; g: string; y: number },
  debug: string,
): ExampleNode[] {
  const id = `${place.z}-${type.replace('dataconnect-', '')}`;
  return [
    {
      id: `${id}-inject`,
      type: 'inject',
      name: '',
      props: [],
      repeat: '',
      crontab: '',
      once: false,
      onceDelay: 0.1,
      topic: '',
      ...place,
      x: COLUMN.inject,
      wires: [[id]],
    },
    {
      id,
      type,
      name: '',
      ...nodeProperties,
      connection: EXAMPLE_CONNECTION,
      params,
      path,
      ...place,
      x: COLUMN.endpoint,
      wires: [[debug]],
    },
  ];
}

function debugNode(id: string, place: { z: string; g: string; x: number; y: number }): ExampleNode {
  return {
    id,
    type: 'debug',
    name: 'records',
    active: true,
    tosidebar: true,
    console: false,
    tostatus: false,
    complete: 'payload',
    targetType: 'msg',
    statusVal: '',
    statusType: 'auto',
    ...place,
    wires: [],
  };
}

/** As the editor makes a new one. Without credentials: Node-RED keeps them out of every flow file. */
const exampleConnection: ExampleNode = {
  id: EXAMPLE_CONNECTION,
  type: 'dataconnect-connection',
  name: 'DataConnect',
  ...Object.fromEntries(Object.entries(connectionFields).map(([name, { byDefault }]) => [name, byDefault])),
  version: connectionVersion,
};
