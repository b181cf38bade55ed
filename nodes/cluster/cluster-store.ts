/**
 * What several Node-RED instances share, as another package brings it: the requests under way, the windows of long
 * jobs, the cursors. Its config node has it as `clusterStore`. The package knows these types and nothing else of ours.
 */
import type { QueueView } from '../client/slots/queue-view';
import type { SlotStore } from '../client/slots/slot-store';
import type { CursorStore, CursorStoreExtras } from '../incremental/cursor/cursor-store';
import type { WorkQueue } from '../work/work-queue';

/**
 * `connecting`: not there yet, since the start or for less than a lease; `down`: longer. What is asked of a store that
 * is not `ready` waits.
 */
export type ClusterState = 'ready' | 'connecting' | 'down';

/** Each instance makes one of its own for each config node. Times in milliseconds. */
export interface ClusterStore {
  /** Which edition of these types it keeps: one that is changed so that an old store breaks its promise has another number. */
  readonly contract: 1;
  readonly slots: SlotStore;
  readonly work: WorkQueue;
  readonly cursors: CursorStore & Partial<Pick<CursorStoreExtras, 'remove'>>;
  /** After so long what an instance held is free again of which nothing was heard. */
  readonly lease: number;
  /** A folder that all instances see, where a person said one: absolute path. */
  readonly stateFolder: string | undefined;
  /** Never throws, never waits. */
  state(): ClusterState;
  /** Tells each change of `state`, until the returned function is called. */
  onState(listener: (state: ClusterState) => void): () => void;
  /** The requests of this instance, and how many there are `elsewhere`. Never throws, never waits. */
  queues(): QueueView[];
  /**
   * Gives back slots, windows and cursors, as far as the engine can be reached, and lets go of it. Settles within that
   * time, whatever the engine does, and never rejects. Who waits for something is told `CANCELLED`.
   */
  close(within: number): Promise<void>;
}
