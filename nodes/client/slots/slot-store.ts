/**
 * What the client needs of whoever counts the requests that are under way. `Slots` counts those of one process; a store
 * that several processes or machines share fits in its place, and no caller can tell. Whoever implements it promises:
 * of one key, no slot is given while as many as `limit` are held, by whomever; nobody waits for ever behind others.
 */
import type { DataConnectError } from '../../errors';
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
   * Called when a slot that was given is somebody else's: a shared store takes back what was not renewed in time. The
   * request is aborted with the error, so a store calls before it gives the slot away, not after.
   */
  onLost: (error: DataConnectError) => void;
}

/** Its methods return at once and never throw: a store that is far away is told in its own time. */
export interface Slot {
  /** Milliseconds waited for it. */
  readonly queuedFor: number;
  /** Gives it back; more than once, or when it is lost, does no harm. */
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
   * @throws DataConnectError `CANCELLED` when the signal is aborted while waiting; nothing else
   */
  acquire(request: SlotRequest): Promise<Slot>;
}
