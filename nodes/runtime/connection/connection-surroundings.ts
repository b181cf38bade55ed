/** What the core's `tls-config` and `http proxy` nodes and a cluster node say, read through their public face only. */
import type { Node, NodeAPI } from 'node-red';
import type { Proxy as ProxySettings } from '../../client/settings';
import type { ClusterStore } from '../../cluster/cluster-store';
import { readClusterStore } from '../../cluster/read-cluster-store';
import type { Problem } from '../../parameters/problem';
import { readStoredConnection, type StoredConnection } from '../../stored/stored-connection';
import type { ConnectionSurroundings } from './connection-settings';

interface TlsNode extends Node {
  valid: boolean;
  addTLSOptions(options: Record<string, unknown>): Record<string, unknown>;
}

type ProxyNode = Node<{ username?: string; password?: string }> & { url?: string; noproxy?: string[] };

type ClusterNode = Node & { clusterStore?: unknown };

/** What is named by no id is named by none here: `readConnection` says that it is wrong. */
export function readSurroundings(
  RED: NodeAPI,
  stored: StoredConnection,
): ConnectionSurroundings & { cluster: ClusterStore | undefined; problems: Problem[] } {
  const problems: Problem[] = [];
  const { tls, proxy, cluster } = readStoredConnection(stored, []);
  return {
    tls: readTls(RED, tls, problems),
    proxy: readProxy(RED, proxy, problems),
    cluster: readCluster(RED, cluster, problems),
    problems,
  };
}

/** Where one is named and is of no use, nothing may run: alone, each instance would send as much as all of them may. */
function readCluster(RED: NodeAPI, id: string, problems: Problem[]): ClusterStore | undefined {
  if (!id) return undefined;
  const node = RED.nodes.getNode(id) as ClusterNode | null;
  const store = readClusterStore(node?.clusterStore);
  if (!store) problems.push({ kind: node?.clusterStore ? 'cluster-of-other-version' : 'cluster-unusable', facts: {} });
  return store;
}

function readTls(RED: NodeAPI, id: string, problems: Problem[]): ConnectionSurroundings['tls'] {
  if (!id) return undefined;
  const node = RED.nodes.getNode(id) as TlsNode | null;
  if (node?.valid) return node.addTLSOptions({});
  problems.push({ kind: 'tls-unusable', facts: {} });
  return undefined;
}

function readProxy(RED: NodeAPI, id: string, problems: Problem[]): ProxySettings {
  if (!id) return { kind: 'environment' };
  const node = RED.nodes.getNode(id) as ProxyNode | null;
  if (node?.url) {
    const { username, password } = node.credentials ?? {};
    return {
      kind: 'url',
      url: node.url,
      noProxy: node.noproxy ?? [],
      ...(username && { username }),
      ...(password && { password }),
    };
  }
  problems.push({ kind: 'proxy-unusable', facts: {} });
  return { kind: 'none' };
}
