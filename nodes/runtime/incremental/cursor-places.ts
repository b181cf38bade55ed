/** All cursors of a Node-RED, whichever store has them: the one that their connection names as it is now. */
import type { NodeAPI } from 'node-red';
import type { ClusterStore } from '../../cluster/cluster-store';
import { connectionIdOf } from '../../incremental/cursor/cursor-name';
import { CONNECTION_TYPE, findConnection } from '../connection/connection';
import type { SharedParts } from '../shared-parts';
import type { KeptCursors } from './kept-cursors';

/** @param name as `cursorName` makes it */
export function placeOfCursor(RED: NodeAPI, shared: SharedParts, name: string): KeptCursors {
  return shared.cursorsOf(RED, findConnection(RED, connectionIdOf(name))?.cluster);
}

/** Names of those that this Node-RED knows. */
export async function knownCursors(RED: NodeAPI, shared: SharedParts): Promise<Set<string>> {
  const places = [undefined, ...clustersOf(RED)].map((cluster) => shared.cursorsOf(RED, cluster));
  const names = await Promise.all(places.map((place) => place.names()));
  return new Set(names.flat());
}

/** Those that connections name. */
export function clustersOf(RED: NodeAPI): Set<ClusterStore> {
  const found = new Set<ClusterStore>();
  RED.nodes.eachNode(({ id, type }) => {
    const cluster = type === CONNECTION_TYPE ? findConnection(RED, id)?.cluster : undefined;
    if (cluster) found.add(cluster);
  });
  return found;
}
