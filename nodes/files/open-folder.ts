/**
 * A folder that files are written into, below the one that a person allowed. Each is opened once, and what is in it is
 * reached through that: whoever puts a link in its place afterwards leads nobody elsewhere. Where a system has no way to
 * do so (all but Linux), it is reached by its path.
 */
import { constants, existsSync, rmdirSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { asFileFailure, codeOf, fileFailed } from './file-failure';
import { flushNames } from './file-names';

/** Where the entries of an open folder can be reached by its number. */
const BY_NUMBER = '/proc/self/fd';
const hasNumbers = process.platform === 'linux' && existsSync(BY_NUMBER);

/** Windows has none of these. */
const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants;

/** How many are at work in a folder, by its path: nobody takes it away from another run. Shared by all copies of this package. */
const memory = Symbol.for('@dataconnect-nodes/open-folders');
const here = globalThis as { [memory]?: Map<string, number> };
here[memory] ??= new Map();
const users = here[memory];

function use(folder: string, change: 1 | -1): void {
  const count = (users.get(folder) ?? 0) + change;
  if (count > 0) users.set(folder, count);
  else users.delete(folder);
}

/** Must be closed by whoever opened it. */
export class OpenFolder {
  #isClosed = false;

  /** @param path as a person knows it */
  private constructor(
    readonly path: string,
    readonly handle: FileHandle,
    readonly real: string,
    /** Of it and those above it, the paths of those that were made for it, from the outermost on. */
    readonly made: readonly string[] = [],
  ) {}

  /**
   * The allowed folder itself, which may be a link, and must be there.
   * @throws DataConnectError `FILE_FAILED`
   */
  static async allowed(folder: string): Promise<OpenFolder> {
    try {
      const real = await realpath(folder);
      const handle = await open(real, O_RDONLY | O_DIRECTORY);
      use(real, 1);
      return new OpenFolder(path.resolve(folder), handle, real);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw fileFailed(folder, { phrase: 'file-folder-missing' }, error);
      throw asFileFailure(error, folder);
    }
  }

  /** How the system reaches an entry of it. */
  at(name: string): string {
    return path.join(hasNumbers ? `${BY_NUMBER}/${this.handle.fd}` : this.real, name);
  }

  /** How a person does. */
  pathOf(name: string): string {
    return path.join(this.path, name);
  }

  /**
   * A folder in it, made where there is none.
   * @throws DataConnectError `FILE_FAILED`; for a link as well, wherever it leads
   */
  async below(name: string): Promise<OpenFolder> {
    const shown = this.pathOf(name);
    const real = path.join(this.real, name);
    use(real, 1);
    try {
      const isNew = await this.#make(name);
      if ((await lstat(this.at(name))).isSymbolicLink()) throw fileFailed(shown, { phrase: 'file-is-link' });
      const handle = await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      return new OpenFolder(shown, handle, real, isNew ? [...this.made, real] : this.made);
    } catch (error) {
      use(real, -1);
      throw asFileFailure(error, shown);
    }
  }

  /** Makes sure that the names in it are on the disk. */
  async flush(): Promise<void> {
    await flushNames(this.handle);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    use(this.real, -1);
    await this.handle.close();
  }

  /** Removes the folders that were made for it, as far as nothing is in them and nobody else at work. Never throws. */
  removeMade(): void {
    if (this.#isClosed) return;
    for (const folder of [...this.made].reverse()) {
      if ((users.get(folder) ?? 0) > (folder === this.real ? 1 : 0)) return;
      try {
        // At once, so that nobody begins there meanwhile.
        rmdirSync(folder);
      } catch {
        return;
      }
    }
  }

  /** @returns whether there was none */
  async #make(name: string): Promise<boolean> {
    try {
      await mkdir(this.at(name));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return false;
    }
    await this.flush();
    return true;
  }
}

/**
 * The folder that a file goes into.
 * @param allowed the one that a person allowed
 * @param names of the folders from there on
 * @throws DataConnectError `FILE_FAILED`
 */
export async function openFolder(allowed: string, names: readonly string[]): Promise<OpenFolder> {
  let folder = await OpenFolder.allowed(allowed);
  for (const name of names) {
    const above = folder;
    try {
      folder = await above.below(name);
    } catch (error) {
      above.removeMade();
      throw error;
    } finally {
      await above.close();
    }
  }
  return folder;
}
