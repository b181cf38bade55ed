/** The store of a cluster as another package hands it over, or nothing where it is none of ours. */
import type { ClusterStore } from './cluster-store';

/** The edition of the contract that this package speaks. */
const CONTRACT = 1;

/** What is called of each part; a store that lacks one would fail in the middle of a run. */
const METHODS = {
  slots: ['acquire'],
  work: ['add', 'take', 'progress', 'dead', 'retryDead', 'cancel'],
  cursors: ['lease', 'read', 'write'],
} as const;

/** @returns undefined where it keeps another edition of the contract, or none */
export function readClusterStore(handedIn: unknown): ClusterStore | undefined {
  const store = handedIn as Partial<ClusterStore> | null | undefined;
  if (store?.contract !== CONTRACT) return undefined;
  const isWhole =
    typeof store.lease === 'number' &&
    hasMethods(store, ['state', 'onState', 'queues', 'close']) &&
    Object.entries(METHODS).every(([part, names]) => hasMethods(store[part as keyof typeof METHODS], names));
  return isWhole ? (store as ClusterStore) : undefined;
}

function hasMethods(part: unknown, names: readonly string[]): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return names.every((name) => typeof (part as Record<string, unknown>)[name] === 'function');
}
