/** From what is stored to what the store is told. */
import type { ConnectionOptions } from 'node:tls';
import type { NodeAPI } from 'node-red';
import type { ClusterStoreOptions } from './store/store-options';
import { type ClusterCredentials, fieldNumber, fieldText, type StoredCluster } from './stored-cluster';

/**
 * @param stored without a problem, and with the environment's values
 * @param tls what a TLS configuration adds
 */
export function clusterOptions(
  stored: StoredCluster,
  { username, password }: ClusterCredentials,
  tls: ConnectionOptions,
): ClusterStoreOptions {
  return {
    host: fieldText('host', stored),
    port: fieldNumber('port', stored),
    tls: isEncrypted(stored) ? tls : undefined,
    username: username || undefined,
    password: password || undefined,
    database: fieldNumber('database', stored),
    prefix: fieldText('prefix', stored),
    stateFolder: fieldText('folder', stored) || undefined,
    lease: fieldNumber('lease', stored) * 1000,
    wait: fieldNumber('wait', stored) * 1000,
  };
}

export function isEncrypted({ encrypted }: StoredCluster): boolean {
  return encrypted === true || encrypted === 'true';
}

/** A TLS configuration of Node-RED. */
interface TlsConfig {
  addTLSOptions(options: ConnectionOptions): ConnectionOptions;
}

/** @returns undefined where the TLS configuration that is named is not there */
export function tlsOptions(RED: NodeAPI, stored: StoredCluster): ConnectionOptions | undefined {
  const id = typeof stored.tls === 'string' ? stored.tls : '';
  if (!isEncrypted(stored) || id === '') return {};
  const config = RED.nodes.getNode(id) as unknown as Partial<TlsConfig> | null;
  return config?.addTLSOptions?.({});
}
