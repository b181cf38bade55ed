/** From what is stored to what the store is told. */
import type { ConnectionOptions } from 'node:tls';
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
    lease: fieldNumber('lease', stored) * 1000,
    wait: fieldNumber('wait', stored) * 1000,
  };
}

export function isEncrypted({ encrypted }: StoredCluster): boolean {
  return encrypted === true || encrypted === 'true';
}
