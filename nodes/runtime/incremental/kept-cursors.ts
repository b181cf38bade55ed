/** The cursors of a Node-RED: in files, in a store that its settings hand in, or in that of a cluster. */
import { cursorName } from '../../incremental/cursor/cursor-name';
import { damagedIn } from '../../incremental/cursor/cursor-session';
import { readState } from '../../incremental/cursor/cursor-state';
import type { CursorStore, CursorStoreExtras, SeenCursor } from '../../incremental/cursor/cursor-store';
import type { FileCursorStore } from '../../incremental/cursor/file-cursor-store';
import type { StateFiles } from '../../incremental/cursor/state-files';

const METHODS = ['lease', 'read', 'write'] as const;

/** What nodes and people see of them, wherever they are. */
export class KeptCursors {
  readonly store: CursorStore & Partial<CursorStoreExtras>;
  readonly #used = new Set<string>();

  /**
   * @param files has the large ones, whatever keeps the cursors
   * @param handedIn undefined where files do
   */
  constructor(
    readonly files: FileCursorStore,
    handedIn?: CursorStore & Partial<CursorStoreExtras>,
  ) {
    this.store = handedIn ?? files;
  }

  /** Of all cursors; where the store cannot tell, of those that were worked with since the start. */
  async names(): Promise<string[]> {
    return this.store.names?.() ?? [...this.#used].sort();
  }

  /** Without a warning. Undefined where nothing was confirmed. */
  async look(name: string): Promise<SeenCursor | undefined> {
    if (this.store.look) return this.store.look(name);
    const stored = await this.store.read(name);
    if (!stored) return undefined;
    const read = readState(stored.value);
    return 'state' in read ? read : { damage: damagedIn(name) };
  }

  filesOf(name: string): StateFiles {
    this.#used.add(name);
    return this.files.filesOf(name);
  }

  /**
   * Tries whether what a node confirms could be kept.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`
   */
  async tryToWrite(owner: { connection: string; node: string }): Promise<void> {
    await this.store.tryToWrite?.(cursorName(owner));
  }

  /** What is kept of some cursors is removed. */
  async forget(isMeant: (name: string) => boolean): Promise<void> {
    const names = (await this.store.names?.()) ?? [];
    for (const name of names) if (isMeant(name)) await this.store.remove?.(name);
  }
}

/**
 * @param handedIn `dataconnectCursorStore` of `settings.js`; undefined without
 * @throws TypeError where that is no store: in files, another instance would not go on from what is confirmed
 */
export function readCursorStore(handedIn: unknown): CursorStore | undefined {
  if (handedIn === undefined) return undefined;
  const store = handedIn as Partial<CursorStore> | null;
  const missing = METHODS.filter((method) => typeof store?.[method] !== 'function');
  if (missing.length > 0) throw new TypeError(`dataconnectCursorStore of settings.js lacks ${missing.join(', ')}`);
  return store as CursorStore;
}
