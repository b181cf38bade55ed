/** The config node: has the store that the connections of the main package look for. */
import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { ClusterState, ClusterStore } from '../../nodes/cluster/cluster-store';
import { clusterOptions, isEncrypted, tlsOptions } from './cluster-options';
import { createClusterStore } from './store/create-cluster-store';
import type { ClusterStoreOptions } from './store/store-options';
import { type ClusterCredentials, clusterProblems, type StoredCluster } from './stored-cluster';

export type ClusterConfig = NodeDef & StoredCluster;

export interface ClusterNode extends Node<ClusterCredentials> {
  /** Undefined where what is stored cannot be used; the log says why. */
  clusterStore?: ClusterStore;
  /** Where the stored password may go to. */
  clusterPlace?: Pick<ClusterStoreOptions, 'host' | 'port'> & { isEncrypted: boolean };
}

/** Node-RED gives a node 15 s to close. */
const CLOSED_WITHIN = 10_000;

/** Makes the store, which connects in its own time, and closes it with the node. */
export function startCluster(RED: NodeAPI, node: ClusterNode, config: ClusterConfig): void {
  const problems = clusterProblems(config).map(({ field, key, facts }) =>
    RED._(`cluster.problem-${key}`, { ...facts, field: RED._(`cluster.${field}`) }),
  );
  const tls = tlsOptions(RED, config);
  if (!tls) problems.push(RED._('cluster.problem-tls-missing'));
  if (!tls || problems.length > 0) {
    node.error(RED._('cluster.unusable', { problems: problems.join(' ') }));
    return;
  }
  const options = clusterOptions(config, node.credentials, tls);
  const store = createClusterStore(options);
  node.clusterStore = store;
  node.clusterPlace = { host: options.host, port: options.port, isEncrypted: isEncrypted(config) };
  const forget = tellChanges(RED, node, store);
  node.on('close', (_removed: boolean, done: () => void) => {
    forget();
    store.close(CLOSED_WITHIN).then(done, done);
  });
}

/** A line in the log when it is out of reach, and one when it is there again. */
function tellChanges(RED: NodeAPI, node: Node, store: ClusterStore): () => void {
  let wasDown = false;
  const tell = (state: ClusterState) => {
    if (state === 'down' && !wasDown) node.warn(RED._('cluster.down'));
    if (state === 'ready' && wasDown) node.log(RED._('cluster.back'));
    if (state !== 'connecting') wasDown = state === 'down';
  };
  return store.onState(tell);
}
