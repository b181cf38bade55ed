import type { NodeAPI } from 'node-red';
import { type ClusterConfig, type ClusterNode, startCluster } from './cluster-node';
import { registerClusterTest } from './cluster-route';
import type { ClusterCredentials } from './stored-cluster';

/** What Node-RED calls with its own when it loads the set. */
export default function registerCluster(RED: NodeAPI): void {
  function Cluster(this: ClusterNode, config: ClusterConfig): void {
    RED.nodes.createNode(this, config);
    startCluster(RED, this, config);
  }
  RED.nodes.registerType<ClusterNode, ClusterConfig, object, ClusterCredentials>('dataconnect-cluster', Cluster, {
    credentials: { username: { type: 'text' }, password: { type: 'password' } },
  });
  registerClusterTest(RED);
}
