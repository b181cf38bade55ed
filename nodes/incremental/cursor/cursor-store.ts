/** Where cursors are kept. A store of files comes with the package; another one can be handed in. Times in milliseconds. */
import type { DataConnectError } from '../../errors';
import type { CursorState } from './cursor-state';

export interface CursorLease {
  /** Aborts when the lease was not renewed for 0.8 of its time, or somebody else has it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Errors: `Error` with a `code`. */
export interface CursorStore {
  /** One holder over all instances; undefined when another has it. */
  lease(name: string, ttl: number): Promise<CursorLease | undefined>;
  read(name: string): Promise<StoredCursor | undefined>;
  /** False when `version` is no longer the stored one: the late writer loses. */
  write(name: string, value: string, version: number | undefined): Promise<boolean>;
}

export interface StoredCursor {
  /** As it was written. */
  value: string;
  version: number;
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
}

/** A holder that nobody heard of for so long is gone. Longer than a shared folder keeps what it has read. */
export const LEASE_TIME = 90_000;
