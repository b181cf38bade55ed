/** Where cursors are kept. A store of files comes with the package; another one can be handed in. Times in milliseconds. */

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

/** What a store may do beyond that; one that cannot has no such method. */
export interface CursorStoreExtras {
  /** Who has the lease, as far as it is known. */
  holder(name: string): Promise<{ pid: number; host: string } | undefined>;
  /** The state before the last one, which is gone on from where the last one is damaged. */
  previous(name: string): Promise<string | undefined>;
  /** Under the lease: what cannot be read is put away, so that a person can set a point. */
  putAway(name: string): Promise<void>;
}

/** A holder that nobody heard of for so long is gone. Longer than a shared folder keeps what it has read. */
export const LEASE_TIME = 90_000;
