/** Where cursors are kept. A store of files comes with the package; another one can be handed in. Times in milliseconds. */
import type { DataConnectError } from '../../errors';
import type { CursorState } from './cursor-state';

export interface CursorLease {
  /** Aborts when the lease was not renewed for 0.8 of its time, or somebody else has it. */
  readonly lost: AbortSignal;
  /** More than once, or when it is lost, does no harm, and gives nobody else's back. Never rejects. */
  release(): Promise<void>;
}

/**
 * A name is what `cursorName` makes, a value a text of up to some megabytes. Errors: `Error` with a `code`; of a store
 * of another package `CLUSTER_UNAVAILABLE`, when its engine did not answer for as long as the cluster's node says.
 */
export interface CursorStore {
  /**
   * One holder over all instances, an instance counted once for each lease; undefined when another has it. It is renewed
   * by the store until it is released or lost; of a holder that is gone it is free `ttl` after it was last renewed.
   */
  lease(name: string, ttl: number): Promise<CursorLease | undefined>;
  /** Undefined where nothing was ever written, or the engine lost it. */
  read(name: string): Promise<StoredCursor | undefined>;
  /**
   * Under the lease of this instance. True when it is stored, as safely as the engine can; false when `version`, that of
   * `read` or undefined, is no longer the stored one: the late writer loses. An error leaves open whether it was stored.
   */
  write(name: string, value: string, version: number | undefined): Promise<boolean>;
}

export interface StoredCursor {
  /** As it was written. */
  value: string;
  /** Undefined for a copy of what the engine does not know any more. */
  version: number | undefined;
}

/** `damage`: why it cannot be read. */
export type SeenCursor = { state: CursorState } | { damage: DataConnectError };

/** What a store may do beyond that; one that cannot has no such method. */
export interface CursorStoreExtras {
  /** Who has the lease, as far as it is known. */
  holder(name: string): Promise<{ pid: number; host: string } | undefined>;
  /** The state before the last one, which is gone on from where the last one is damaged. */
  previous(name: string): Promise<string | undefined>;
  /** Of all cursors that are kept. */
  names(): Promise<string[]>;
  /** As `read`, for who only looks: nobody is told of damage by it. */
  look(name: string): Promise<SeenCursor | undefined>;
  /** All that is kept of a cursor is gone, but for one that somebody works with. */
  remove(name: string): Promise<void>;
  /**
   * Tries whether it could be written.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`
   */
  tryToWrite(name: string): Promise<void>;
  /** Under the lease: what cannot be read is put away, so that a person can set a point. */
  putAway(name: string): Promise<void>;
  /**
   * Under the lease: notes that large files will be written here, which other instances may not see.
   * @param state that is gone on from
   * @returns whether all files that count until the next confirmation are here
   */
  claimFiles(name: string, state: CursorState | undefined): Promise<boolean>;
}

/** A holder that nobody heard of for so long is gone. Longer than a shared folder keeps what it has read. */
export const LEASE_TIME = 90_000;
