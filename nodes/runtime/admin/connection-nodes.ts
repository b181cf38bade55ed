import type { NodeAPI } from 'node-red';
import { connectionFieldNames, type StoredConnection } from '../../stored/stored-connection';
import { CONNECTION_TYPE, type ConnectionNode, findConnectionNode } from '../connection/connection';
import { storedConfig } from '../variable-values';

/** The connections that are deployed and not disabled, in the order of the flow. */
export function connectionNodes(RED: NodeAPI): ConnectionNode[] {
  const found: ConnectionNode[] = [];
  RED.nodes.eachNode(({ id, type }) => {
    const node = type === CONNECTION_TYPE ? findConnectionNode(RED, id) : undefined;
    if (node) found.push(node);
  });
  return found;
}

/** What a connection stores, `${NAME}` as it is written there, and nothing that Node-RED keeps among its secrets. */
export function storedSettings(RED: NodeAPI, node: ConnectionNode): StoredConnection {
  const stored = { ...(storedConfig(RED, node) as object | undefined) } as StoredConnection;
  const names = ['version', ...connectionFieldNames] as const;
  return Object.fromEntries(names.flatMap((name) => (stored[name] === undefined ? [] : [[name, stored[name]]])));
}

/** How a connection is known among the runs. */
export function connectionOfRuns({ id, dataconnect }: ConnectionNode): { connection: string; practice: boolean } {
  return { connection: id, practice: dataconnect?.isPractice === true };
}
