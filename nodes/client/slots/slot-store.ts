/**
 * What the client needs of whoever counts the requests that are under way. `Slots` counts those of one process; a store
 * that several processes or machines share fits in its place, and no caller can tell. Whoever implements it promises:
 *
 * - Of one key, no slot is given while as many as `limit` are held, by whomever; a light request may have one more than
 *   a report while the service has not refused anything, up to what it admits at most (`Slots`). Instances may say other
 *   limits: the one of the request counts.
 * - Nobody waits for ever behind others. Within an instance light requests come first and reports in their order, but
 *   a report is passed by light ones only so many times; among instances and runs each has its turn.
 * - What the service said to one counts for all: after `refused` nobody starts before the wait is over, and fewer are let
 *   through, of which one more is tried after each 30 s without a refusal.
 * - A slot whose holder is gone comes back, though not before the service must have noticed: a lease after it was last
 *   renewed. After the engine lost its data, nothing is given for a lease, for what was held is not known.
 * - While the engine is out of reach nothing new starts. Slots that are held go on until their lease runs out.
 */
import type { StoreError } from '../../errors';
import type { StopSignal } from '../waiting/cancellation';

export interface SlotRequest {
  /** Service host and company. */
  key: string;
  /** How many requests may be active for this one to start. */
  limit: number;
  weight: 'light' | 'report';
  /** For errors. */
  path: string;
  /** Id of the run it is for, so that people see whose turn it is. */
  run?: string | undefined;
  signal: StopSignal;
  /** Called with the place in the queue, 1 being the next, whenever it changes. */
  onPlace?: (place: number) => void;
  /**
   * Called with `LEASE_LOST`, once at most, when a slot that was given was not renewed for 0.8 of its lease, or is
   * somebody else's. The request is aborted then, so a store calls before it gives the slot away, not after; nor after
   * `release`.
   */
  onLost: (error: StoreError) => void;
}

/** Its methods return at once and never throw: a store that is far away is told in its own time. */
export interface Slot {
  /** Milliseconds waited for it. */
  readonly queuedFor: number;
  /** Gives it back; more than once, or when it is lost, does no harm, and gives nobody else's back. */
  release(): void;
  /**
   * The service answered 429: fewer requests are let through from now on, and none for `retryAfter` milliseconds, to all
   * who share the store. Call before `release`.
   */
  refused(retryAfter: number | undefined): void;
}

export interface SlotStore {
  /**
   * Waits for a slot, and for the store where that is out of reach: to go on without would break the limit.
   * @throws `CANCELLED` when the signal is aborted while waiting or was before; `CLUSTER_UNAVAILABLE` when the engine was
   *   out of reach for as long as the cluster's node says; a DataConnectError of ours, a StoreError of another package
   */
  acquire(request: SlotRequest): Promise<Slot>;
}
