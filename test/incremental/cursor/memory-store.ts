/** A store that another package could hand in, as small as it can be. */
import type { CursorLease, CursorStore, StoredCursor } from '../../../nodes/incremental/cursor/cursor-store';

export class MemoryStore implements CursorStore {
  /** @param kept is what instances share */
  constructor(readonly kept = { cursors: new Map<string, StoredCursor>(), holders: new Map<string, object>() }) {}

  async lease(name: string): Promise<CursorLease | undefined> {
    if (this.kept.holders.has(name)) return undefined;
    const own = {};
    this.kept.holders.set(name, own);
    return {
      lost: new AbortController().signal,
      release: async () => {
        if (this.kept.holders.get(name) === own) this.kept.holders.delete(name);
      },
    };
  }

  async read(name: string): Promise<StoredCursor | undefined> {
    return this.kept.cursors.get(name);
  }

  async write(name: string, value: string, version: number | undefined): Promise<boolean> {
    const stored = this.kept.cursors.get(name);
    if (stored?.version !== version) return false;
    this.kept.cursors.set(name, { value, version: (version ?? 0) + 1 });
    return true;
  }
}
