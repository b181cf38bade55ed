/** A file that is written beside the one it will be, and takes its name when it is whole: nobody ever sees half of it. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, unlink } from 'node:fs/promises';
import { numberedName } from '../parameters/file-pattern';
import { asFileFailure, fileFailed } from './file-failure';
import { replaceName, takeName } from './file-names';
import type { OpenFolder } from './open-folder';
import { forgetPart, newPartName } from './part-files';

/** What happens to a file that is there already. */
export type Existing = 'replace' | 'number' | 'error';

const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
const PIECE = 256 * 1024;
/** Files of one name that are counted before somebody is told. */
const MOST_NUMBERED = 10_000;

export class PartFile {
  readonly #part = newPartName();
  #handle: FileHandle | undefined;
  #position = 0;

  /**
   * @param folder is closed with it
   * @param name that it will have
   */
  constructor(
    readonly folder: OpenFolder,
    readonly name: string,
    readonly existing: Existing,
  ) {}

  /** That it will have, where nobody has it. */
  get path(): string {
    return this.folder.pathOf(this.name);
  }

  /** Bytes of it so far. */
  get position(): number {
    return this.#position;
  }

  /**
   * Makes the hidden file, where the name can be had.
   * @throws DataConnectError `FILE_FAILED`, as every other method
   */
  async open(): Promise<void> {
    await this.#orFail(async () => {
      await this.#refuseTaken();
      this.#handle = await open(this.folder.at(this.#part), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
    });
  }

  async write(bytes: Buffer): Promise<void> {
    await this.#orFail(async () => {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#open().write(bytes, done, bytes.length - done, this.#position);
        done += bytesWritten;
        this.#position += bytesWritten;
      }
    });
  }

  /** Takes back all behind a position. */
  async returnTo(position: number): Promise<void> {
    await this.#orFail(async () => {
      await this.#open().truncate(position);
      this.#position = position;
    });
  }

  /** What was written from a position on. */
  async *from(position: number): AsyncGenerator<Buffer> {
    for (let at = position; at < this.#position; ) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, this.#position - at));
      const { bytesRead } = await this.#open().read(piece, 0, piece.length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  /**
   * Puts it on the disk, and gives it its name.
   * @returns its whole path, which has a number in it where that was chosen
   */
  async finish(): Promise<string> {
    return this.#orFail(async () => {
      const handle = this.#open();
      if (this.existing === 'replace') await this.#keepPermissions(handle);
      await handle.sync();
      this.#handle = undefined;
      await handle.close();
      const name = await this.#giveName();
      await this.folder.flush();
      forgetPart(this.#part);
      await this.folder.close();
      return this.folder.pathOf(name);
    });
  }

  /** Removes it, and the folders that were made for it alone. Never rejects. */
  async discard(): Promise<void> {
    await this.#handle?.close().catch(() => undefined);
    this.#handle = undefined;
    await unlink(this.folder.at(this.#part)).catch(() => undefined);
    forgetPart(this.#part);
    this.folder.removeMade();
    await this.folder.close().catch(() => undefined);
  }

  async #giveName(): Promise<string> {
    const taken = await this.#refuseTaken();
    if (this.existing === 'replace') {
      await replaceName(this.folder.at(this.#part), this.folder.at(this.name));
      return this.name;
    }
    const last = this.existing === 'number' ? MOST_NUMBERED : 1;
    for (let number = 1; number <= last; number++) {
      const name = number === 1 ? this.name : numberedName(this.name, number);
      if (!taken.has(folded(name)) && (await takeName(this.folder.at(this.#part), this.folder.at(name)))) return name;
    }
    throw this.#failed('file-exists');
  }

  /**
   * Names that differ in case or spelling only are one file elsewhere: a second of them is taken for the first.
   * @returns the names that are there, folded
   */
  async #refuseTaken(): Promise<Set<string>> {
    const names = await readdir(this.folder.at(''));
    const taken = new Set(names.map(folded));
    if (!taken.has(folded(this.name)) || this.existing === 'number') return taken;
    if (this.existing === 'error') throw this.#failed('file-exists');
    const there = await lstat(this.folder.at(this.name)).catch(() => undefined);
    if (there === undefined) throw this.#failed('file-twin');
    if (there.isDirectory()) throw this.#failed('file-is-folder');
    return taken;
  }

  /** Who may read and write a file does not change because it is written anew. */
  async #keepPermissions(handle: FileHandle): Promise<void> {
    const before = await lstat(this.folder.at(this.name)).catch(() => undefined);
    if (!before?.isFile()) return;
    // Only root may give it to its owner.
    await handle.chown(before.uid, before.gid).catch(() => undefined);
    await handle.chmod(before.mode & 0o777).catch(() => undefined);
  }

  #open(): FileHandle {
    if (!this.#handle) throw this.#failed('file-other');
    return this.#handle;
  }

  #failed(phrase: 'file-exists' | 'file-twin' | 'file-is-folder' | 'file-other'): Error {
    return fileFailed(this.path, { phrase });
  }

  async #orFail<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asFileFailure(error, this.path);
    }
  }
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
