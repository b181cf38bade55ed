/**
 * A folder that files are written into, below the one that a person allowed. Each is opened once, and what is in it is
 * reached through that: whoever puts a link in its place afterwards leads nobody elsewhere. Where a system has no way to
 * do so (all but Linux), it is reached by its path.
 */
import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { asFileFailure, codeOf, fileFailed } from './file-failure';

/** Where the entries of an open folder can be reached by its number. */
const BY_NUMBER = '/proc/self/fd';
const hasNumbers = process.platform === 'linux' && existsSync(BY_NUMBER);

/** Windows has none of these. */
const { O_RDONLY, O_DIRECTORY = 0, O_NOFOLLOW = 0 } = constants;

/** What a system says that cannot flush a folder. */
const NOT_FLUSHABLE: ReadonlySet<string> = new Set(['EINVAL', 'EPERM', 'EISDIR', 'EACCES', 'ENOTSUP', 'EBADF']);

/** Must be closed by whoever opened it. */
export class OpenFolder {
  /** @param path as a person knows it */
  private constructor(
    readonly path: string,
    readonly handle: FileHandle,
    readonly real: string,
  ) {}

  /**
   * The allowed folder itself, which may be a link, and must be there.
   * @throws DataConnectError `FILE_FAILED`
   */
  static async allowed(folder: string): Promise<OpenFolder> {
    try {
      const real = await realpath(folder);
      return new OpenFolder(path.resolve(folder), await open(real, O_RDONLY | O_DIRECTORY), real);
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
    try {
      await this.#make(name);
      if ((await lstat(this.at(name))).isSymbolicLink()) throw fileFailed(shown, { phrase: 'file-is-link' });
      const handle = await open(this.at(name), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      return new OpenFolder(shown, handle, path.join(this.real, name));
    } catch (error) {
      throw asFileFailure(error, shown);
    }
  }

  /** Makes sure that the names in it are on the disk. */
  async flush(): Promise<void> {
    try {
      await this.handle.sync();
    } catch (error) {
      if (!NOT_FLUSHABLE.has(codeOf(error) ?? '')) throw error;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  async #make(name: string): Promise<void> {
    try {
      await mkdir(this.at(name));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return;
    }
    await this.flush();
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
    } finally {
      await above.close();
    }
  }
  return folder;
}
