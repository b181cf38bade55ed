/**
 * A run at its cursor, from the lease to its release: what was confirmed, and the one way to confirm more. Whoever has
 * no session asks nothing; whoever lost the lease confirms nothing.
 */
import { DataConnectError } from '../../errors';
import { noPoint, type PointHook } from './crash-point';
import { asNotWritable, cursorInUse, cursorMoved, cursorNotSaved, cursorNotWritable } from './cursor-failures';
import { type Confirmation, type CursorState, oldestJournal, readState, stateAfter, stateText } from './cursor-state';
import { type CursorLease, type CursorStore, type CursorStoreExtras, LEASE_TIME } from './cursor-store';
import type { StateFiles } from './state-files';

export interface SessionOptions {
  store: CursorStore & Partial<CursorStoreExtras>;
  /** As `cursorName` makes it. */
  name: string;
  files: StateFiles;
  point?: PointHook;
}

/** Must be released by whoever opened it. */
export class CursorSession {
  #state: CursorState | undefined;
  #version: number | undefined;
  #isCopy = false;
  readonly #point: PointHook;

  private constructor(
    readonly options: SessionOptions,
    readonly lease: CursorLease,
  ) {
    this.#point = options.point ?? noPoint;
  }

  /**
   * Lease, state, and what nobody needs any more is gone.
   * @throws DataConnectError `CURSOR_IN_USE`, `CURSOR_DAMAGED`, `CURSOR_NOT_WRITABLE`; errors of the store
   */
  static async open(options: SessionOptions): Promise<CursorSession> {
    const session = await CursorSession.openUnlessElsewhere(options);
    if (!session) throw cursorInUse(undefined);
    return session;
  }

  /**
   * The same, but undefined where nobody knows who works with it: of instances that share a cursor, another one does.
   * @throws as `open`, `CURSOR_IN_USE` where the holder is known
   */
  static async openUnlessElsewhere(options: SessionOptions): Promise<CursorSession | undefined> {
    const session = await CursorSession.#leased(options);
    if (!session) return undefined;
    try {
      await session.#read();
      await session.#sweep();
      await session.#point('swept');
      return session;
    } catch (error) {
      await session.lease.release();
      throw asNotWritable(options.files.folder, error);
    }
  }

  /**
   * What a person wants: another point, to begin anew, a pause. Works with a state that cannot be read, too: it is put
   * away then, as `.damaged`.
   * @param change of the state, where one can be read
   * @throws DataConnectError `CURSOR_IN_USE`, `CURSOR_MOVED`, `CURSOR_NOT_WRITABLE`
   */
  static async changeByHand(
    options: SessionOptions,
    change: (state: CursorState | undefined) => Confirmation,
  ): Promise<CursorState> {
    const session = await CursorSession.#leased(options);
    if (!session) throw cursorInUse(undefined);
    try {
      await session.#readOrPutAway();
      return await session.confirm({ ...change(session.state), confirmedBy: 'person' });
    } finally {
      await session.release();
    }
  }

  /** That was confirmed last; undefined before the first. */
  get state(): CursorState | undefined {
    return this.#state;
  }

  /** Gone on from; 0 before the first. */
  get generation(): number {
    return this.#state?.generation ?? 0;
  }

  /** The store knows nothing of the cursor, and it is gone on from what this instance heard last. */
  get isCopy(): boolean {
    return this.#isCopy;
  }

  /**
   * Whether what was sent before is known here, in the large files: of instances that share none, another one may have
   * them.
   */
  async filesAreHere(): Promise<boolean> {
    const { store, name } = this.options;
    return (await store.claimFiles?.(name, this.#state)) ?? true;
  }

  /** Aborts when nothing can be confirmed any more. */
  get lost(): AbortSignal {
    return this.lease.lost;
  }

  /**
   * What left since the last confirmation, in runs that were not confirmed.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`
   */
  async journals(): Promise<string[]> {
    const { files } = this.options;
    try {
      return await files.journals(oldestJournal(this.#state));
    } catch (error) {
      throw asNotWritable(files.folder, error);
    }
  }

  /**
   * The flow has confirmed a window. Its point never goes back, but for a person.
   * @param save writes the large files, and gives what the state is to name of them
   * @throws DataConnectError `CURSOR_MOVED`, `CURSOR_NOT_SAVED`
   */
  async confirm(change: Confirmation, save?: () => Promise<Partial<Confirmation>>): Promise<CursorState> {
    const saved = await save?.().catch((error: unknown) => {
      throw error instanceof DataConnectError ? error : this.#notSaved(change, error);
    });
    const state = stateAfter(this.#state, { ...change, ...saved });
    const isSaved = await this.#write(state);
    if (!isSaved) throw cursorMoved();
    this.#state = state;
    this.#version = (await this.options.store.read(this.options.name).catch(() => undefined))?.version;
    // What is left over is removed by the next run.
    await this.#sweep().catch(() => undefined);
    await this.#point('old-removed');
    return state;
  }

  async release(): Promise<void> {
    await this.lease.release();
    await this.#point('released');
  }

  static async #leased(options: SessionOptions): Promise<CursorSession | undefined> {
    const { store, name } = options;
    const lease = await store.lease(name, LEASE_TIME);
    if (lease) return new CursorSession(options, lease);
    const holder = await store.holder?.(name);
    if (holder) throw cursorInUse(holder);
    return undefined;
  }

  async #write(state: CursorState): Promise<boolean> {
    try {
      if (this.lost.aborted) return false;
      return await this.options.store.write(this.options.name, stateText(state), this.#version);
    } catch (error) {
      throw this.#notSaved(state, error);
    }
  }

  #notSaved({ confirmedBy, confirmedTo, zone, rows }: Confirmation, error: unknown): DataConnectError {
    if (confirmedBy !== 'person') return cursorNotSaved(confirmedTo, zone, rows, error);
    const { store, name, files } = this.options;
    return cursorNotWritable(store.tryToWrite ? files.folder : name, error, 'by-hand');
  }

  async #read(): Promise<void> {
    const stored = await this.options.store.read(this.options.name);
    if (!stored) return;
    this.#version = stored.version;
    const read = readState(stored.value);
    if ('damage' in read) throw damagedIn(this.options.name);
    this.#state = read.state;
    this.#isCopy = stored.version === undefined;
  }

  async #readOrPutAway(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      const isDamaged = error instanceof DataConnectError && error.code === 'CURSOR_DAMAGED';
      if (!isDamaged) throw error;
      await this.#putAway();
    }
  }

  /** A store that cannot do so has the new state written over what it has. */
  async #putAway(): Promise<void> {
    const { store, name, files } = this.options;
    await store.putAway?.(name).catch((error: unknown) => {
      throw asNotWritable(files.folder, error, 'by-hand');
    });
  }

  async #sweep(): Promise<void> {
    const { store, name, files } = this.options;
    const before = await store.previous?.(name);
    const read = before === undefined ? undefined : readState(before);
    const previous = read && 'state' in read ? [read.state] : [];
    await files.sweep(this.#state ? [this.#state, ...previous] : []);
  }
}

/** A store that is no file has no one before. */
export function damagedIn(file: string): DataConnectError {
  return new DataConnectError('CURSOR_DAMAGED', { file, reason: { phrase: 'cursor-both-damaged' }, point: '–' });
}
