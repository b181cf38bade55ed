/** How a cluster is reached, and what its instances have agreed on. */
import type { ConnectionOptions } from 'node:tls';

export interface ClusterStoreOptions {
  host: string;
  port: number;
  /** Undefined where the way is not encrypted. */
  tls: ConnectionOptions | undefined;
  /** Undefined for Redis' own `default`. */
  username: string | undefined;
  password: string | undefined;
  /** Number of the database within Redis. */
  database: number;
  /** What the names of all keys begin with: clusters with the same one share. */
  prefix: string;
  /** Milliseconds after which what an instance holds is free when nothing was heard of it; the same for all instances. */
  lease: number;
  /** That all instances see; undefined where they share none. */
  stateFolder?: string | undefined;
  /** Milliseconds that something waits for Redis to be there before it is `CLUSTER_UNAVAILABLE`. */
  wait: number;
}
