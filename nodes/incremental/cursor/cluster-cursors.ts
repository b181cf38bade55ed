/**
 * Cursors that several instances share. What was heard of one last is kept in a file beside its large files: an engine
 * may lose its data, and then no record is left out. Under a lease of the engine only.
 */
import { hostname } from 'node:os';
import { isStoreError, ofStore } from '../../errors';
import { type CursorState, oldestJournal, readState } from './cursor-state';
import type { CursorLease, CursorStore, CursorStoreExtras, SeenCursor, StoredCursor } from './cursor-store';
import type { FileCursorStore } from './file-cursor-store';

export interface ClusterCursorOptions {
  store: CursorStore & Partial<Pick<CursorStoreExtras, 'remove'>>;
  /** Milliseconds. */
  lease: number;
  /** Whether the engine would answer at once. */
  isReady: () => boolean;
  files: FileCursorStore;
}

/** What people who look, and runs that end, wait for an engine. */
const PATIENCE = 2000;

export class ClusterCursors implements CursorStore, Partial<CursorStoreExtras> {
  readonly #held = new Set<string>();

  constructor(readonly options: ClusterCursorOptions) {}

  /** Its time is that of the cluster: no folder keeps what it has read. */
  async lease(name: string): Promise<CursorLease | undefined> {
    const { store, lease } = this.options;
    const held = await ours(store.lease(name, lease), name);
    if (!held) return undefined;
    this.#held.add(name);
    const release = () => {
      this.#held.delete(name);
      return within(held.release(), undefined);
    };
    return { lost: held.lost, release };
  }

  /** Of another instance nothing is known. */
  async holder(name: string): Promise<{ pid: number; host: string } | undefined> {
    return this.#held.has(name) ? { pid: process.pid, host: hostname() } : undefined;
  }

  async read(name: string): Promise<StoredCursor | undefined> {
    const { store, files } = this.options;
    const stored = await ours(store.read(name), name);
    if (stored) {
      // A folder that cannot be written was told of when the node began.
      await files.keepCopy(name, stored.value).catch(() => undefined);
      return stored;
    }
    const copy = await files.read(name);
    return copy && { value: copy.value, version: undefined };
  }

  /** An answer that got lost is asked for again: what was stored is read. */
  async write(name: string, value: string, version: number | undefined): Promise<boolean> {
    const { store } = this.options;
    try {
      return await store.write(name, value, version);
    } catch (error) {
      if (!isStoreError(error) || error.code !== 'CLUSTER_UNAVAILABLE') return ours(Promise.reject(error), name);
    }
    const isOwn = async () => (await ours(store.read(name), name))?.value === value;
    if (await isOwn()) return true;
    return (await ours(store.write(name, value, version), name)) || isOwn();
  }

  tryToWrite(name: string): Promise<void> {
    return this.options.files.tryToWrite(name);
  }

  previous(name: string): Promise<string | undefined> {
    return this.options.files.previous(name);
  }

  /** Of those that this instance has heard of. */
  names(): Promise<string[]> {
    return this.options.files.names();
  }

  /** Of an engine that is away, what was heard last. */
  async look(name: string): Promise<SeenCursor | undefined> {
    const { store, files, isReady } = this.options;
    const stored = isReady() ? await within(store.read(name), undefined) : undefined;
    if (!stored) return files.look(name);
    const read = readState(stored.value);
    return 'state' in read ? read : files.look(name);
  }

  async remove(name: string): Promise<void> {
    const { store, files } = this.options;
    if (store.remove) await ours(store.remove(name), name);
    await files.remove(name);
  }

  /** By the names of the folders where files are; that of a shared folder is one for all. */
  async claimFiles(name: string, state: CursorState | undefined): Promise<boolean> {
    const { store, files } = this.options;
    const here = await files.folderName();
    const since = oldestJournal(state);
    const claims = `${name}/files`;
    const stored = await ours(store.read(claims), name);
    const known = stored && (JSON.parse(stored.value) as { since: number; folders: string[] });
    const others = known?.since === since ? known.folders.filter((folder) => folder !== here) : [];
    const value = JSON.stringify({ since, folders: [...others, here] });
    if (value !== stored?.value) await ours(store.write(claims, value, stored?.version), name);
    return others.length === 0 && (!state || (await files.filesOf(name).hasAll(state)));
  }
}

/** What a store of another package says, as an error of ours. */
async function ours<T>(asked: Promise<T>, name: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw ofStore(error, name, { phrase: 'cancelled-by-close' });
  }
}

/** What comes in so short a time; what fails or comes later is done without. */
async function within<T, Other>(asked: Promise<T>, without: Other): Promise<T | Other> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Other>((resolve) => {
    timer = setTimeout(() => resolve(without), PATIENCE);
  });
  return Promise.race([asked.catch(() => without), over]).finally(() => clearTimeout(timer));
}
