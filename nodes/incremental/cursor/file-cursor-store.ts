/**
 * Cursors in files below a folder, each changed by one rename: complete and on the disk under another name first, the
 * state before kept beside it. Who writes holds the lease.
 */
import { randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, open, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../client/waiting/clock';
import { DataConnectError, type Phrase } from '../../errors';
import { codeOf } from '../../files/file-failure';
import { flushFolder, hasNoLinks, replaceName, takeName } from '../../files/file-names';
import { noPoint, type PointHook } from './crash-point';
import { asNotWritable, cursorMoved, cursorNotWritable } from './cursor-failures';
import { checkCursorName, isCursorName } from './cursor-name';
import { type CursorState, pointIn, readState, shownPoint } from './cursor-state';
import {
  type CursorStore,
  type CursorStoreExtras,
  LEASE_TIME,
  type SeenCursor,
  type StoredCursor,
} from './cursor-store';
import { FileLease, noteLock, type SeenLocks } from './file-lease';
import { FILE_MODE, isGone, lockHolder, readLock } from './lock-file';
import { StateFiles } from './state-files';

/** A file of ours has a few thousand; of more it is not ours. */
const LONGEST_STATE = 4_000_000;

export interface FileStoreOptions {
  /** `<userDir>/dataconnect`; made when it is needed, private to the person Node-RED runs as. */
  folder: string;
  clock: Clock;
  /** Told what a person should know: that a damaged file was passed over. */
  warn(warning: Phrase): void;
  point?: PointHook;
}

/** Has the name of the folder itself. */
const FOLDER_NAME = 'folder-name';

/** What the names of states end with. */
const STATE = /(\.previous)?\.json$/;

interface Found {
  text: string;
  state: CursorState;
  isPrevious: boolean;
}

export class FileCursorStore implements CursorStore, Omit<CursorStoreExtras, 'claimFiles'> {
  readonly #leases = new Map<string, FileLease>();
  readonly #seen: SeenLocks = new Map();
  readonly #point: PointHook;

  constructor(readonly options: FileStoreOptions) {
    this.#point = options.point ?? noPoint;
  }

  /** The large files of a cursor. */
  filesOf(name: string): StateFiles {
    checkCursorName(name);
    const [folder, base] = name.split('/') as [string, string];
    return new StateFiles(path.join(this.options.folder, folder), base);
  }

  /**
   * Tries whether the state could be written: when a node starts, so that nobody learns it at the end of a window. Looks
   * at the lock, too, so that the first run need not wait as long for one that stands still.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`
   */
  async tryToWrite(name: string): Promise<void> {
    const files = this.filesOf(name);
    const part = this.#part(name);
    try {
      await files.makeFolder();
      const handle = await open(part, 'wx', FILE_MODE);
      try {
        await handle.writeFile(' '.repeat(4096));
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw cursorNotWritable(files.folder, error);
    } finally {
      await unlink(part).catch(() => undefined);
    }
    const lock = this.#file(name, 'lock');
    const text = await readLock(lock).catch(() => undefined);
    if (text !== undefined) noteLock(lock, text, this.options.clock, this.#seen);
  }

  /**
   * Up to the time of the lease it waits for a holder of whom it is not known whether it lives.
   * @throws DataConnectError `CURSOR_NOT_WRITABLE`
   */
  async lease(name: string, ttl: number): Promise<FileLease | undefined> {
    const lease = await this.#takeLease(name, ttl);
    if (!lease) return undefined;
    this.#leases.set(name, lease);
    await this.#point('lease-taken');
    return lease;
  }

  async holder(name: string): Promise<{ pid: number; host: string } | undefined> {
    const text = await readLock(this.#file(name, 'lock')).catch(() => undefined);
    return text === undefined ? undefined : lockHolder(text);
  }

  /**
   * The last state; where it is damaged, the one before.
   * @returns undefined where there is neither: nothing was confirmed yet
   * @throws DataConnectError `CURSOR_DAMAGED`; never a new start by itself
   */
  async read(name: string): Promise<StoredCursor | undefined> {
    const found = await this.#found(name);
    if (!found) return undefined;
    const { text, state, isPrevious } = found;
    const facts = { file: this.#file(name, 'json'), point: shownPoint(state.confirmedTo, state.zone) };
    if (isPrevious) this.options.warn({ phrase: 'cursor-previous-used', facts });
    return { value: text, version: state.generation };
  }

  async look(name: string): Promise<SeenCursor | undefined> {
    try {
      const found = await this.#found(name);
      return found && { state: found.state };
    } catch (error) {
      if (error instanceof DataConnectError) return { damage: error };
      throw error;
    }
  }

  async names(): Promise<string[]> {
    const { folder } = this.options;
    const entries = await readdir(folder, { recursive: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    });
    const states = entries.filter((entry) => STATE.test(entry));
    const names = states.map((state) => state.split(path.sep).join('/').replace(STATE, ''));
    return [...new Set(names)].filter(isCursorName).sort();
  }

  async remove(name: string): Promise<void> {
    const text = await readLock(this.#file(name, 'lock'));
    // Somebody on another machine would be waited for.
    if (text !== undefined && !isGone(lockHolder(text))) return;
    const lease = await this.lease(name, LEASE_TIME);
    if (!lease) return;
    try {
      await this.filesOf(name).clear();
      for (const ending of ['previous.json', 'json']) await unlink(this.#file(name, ending)).catch(unlessMissing);
    } finally {
      await lease.release();
    }
  }

  async previous(name: string): Promise<string | undefined> {
    return this.#text(name, 'previous.json');
  }

  /**
   * Under the lease.
   * @param value as `stateText` makes it, of a later generation than `version`
   * @throws the error of the system; what was stored is as it was then, unless it happened behind the rename
   */
  async write(name: string, value: string, version: number | undefined): Promise<boolean> {
    const lease = this.#leases.get(name);
    const stored = await this.#found(name);
    if (!lease || stored?.state.generation !== version || !(await lease.isHeld())) return false;
    await this.#point('checked');
    const part = this.#part(name);
    try {
      await this.#writePart(part, value);
      await this.#keepPrevious(name);
      if (!(await lease.isHeld())) return false;
      await replaceName(part, this.#file(name, 'json'));
      await this.#point('renamed');
      await flushFolder(path.dirname(part));
      await this.#point('dir-synced');
      return true;
    } finally {
      await unlink(part).catch(() => undefined);
    }
  }

  /**
   * What another store has is kept here as well, by whoever has its lease there.
   * @throws the error of the system
   */
  async keepCopy(name: string, value: string): Promise<void> {
    if ((await this.#text(name, 'json').catch(() => undefined)) === value) return;
    const part = this.#part(name);
    try {
      await this.filesOf(name).makeFolder();
      await this.#writePart(part, value);
      await this.#keepPrevious(name);
      await replaceName(part, this.#file(name, 'json'));
    } finally {
      await unlink(part).catch(() => undefined);
    }
  }

  /**
   * A name that no other folder has, the same for all who share it.
   * @throws the error of the system
   */
  async folderName(): Promise<string> {
    const file = path.join(this.options.folder, FOLDER_NAME);
    const known = await readFile(file, 'utf8').catch(unlessMissing);
    if (known) return known;
    const part = `${file}.${randomBytes(8).toString('hex')}.tmp`;
    await mkdir(this.options.folder, { recursive: true, mode: 0o700 });
    await writeFile(part, randomBytes(16).toString('hex'), { mode: FILE_MODE });
    const isTaken = !(await takeName(part, file));
    if (isTaken) await unlink(part);
    return readFile(file, 'utf8');
  }

  async putAway(name: string): Promise<void> {
    const lease = this.#leases.get(name);
    if (!lease || !(await lease.isHeld())) throw cursorMoved();
    for (const ending of ['json', 'previous.json']) {
      const file = this.#file(name, ending);
      await rename(file, `${file}.damaged`).catch(unlessMissing);
    }
    await this.filesOf(name).clear();
  }

  async #takeLease(name: string, ttl: number): Promise<FileLease | undefined> {
    const files = this.filesOf(name);
    try {
      await files.makeFolder();
      return await FileLease.take(this.#file(name, 'lock'), ttl, this.options.clock, this.#seen);
    } catch (error) {
      throw asNotWritable(files.folder, error);
    }
  }

  async #writePart(part: string, value: string): Promise<void> {
    const handle = await open(part, 'wx', FILE_MODE);
    try {
      const half = value.length >> 1;
      await handle.writeFile(value.slice(0, half));
      await this.#point('half-written');
      await handle.writeFile(value.slice(half));
      await this.#point('written');
      await handle.sync();
      await this.#point('cursor-synced');
    } finally {
      await handle.close();
    }
  }

  /** A state that is damaged takes no other's place. */
  async #keepPrevious(name: string): Promise<void> {
    const last = await this.#text(name, 'json');
    if (last === undefined || 'damage' in readState(last)) return;
    const part = this.#part(name);
    try {
      await giveSecondName(this.#file(name, 'json'), part);
      await this.#point('linked');
      await replaceName(part, this.#file(name, 'previous.json'));
      await this.#point('previous-kept');
    } finally {
      await unlink(part).catch(() => undefined);
    }
  }

  async #found(name: string): Promise<Found | undefined> {
    const last = await this.#text(name, 'json');
    const read = last === undefined ? undefined : readState(last);
    if (last !== undefined && read && 'state' in read) return { text: last, state: read.state, isPrevious: false };
    if (read && 'version' in read) {
      throw this.#damaged(name, { phrase: 'cursor-newer', facts: { version: read.version } }, [last]);
    }
    const before = await this.#text(name, 'previous.json');
    if (before !== undefined) {
      const kept = readState(before);
      if ('state' in kept) return { text: before, state: kept.state, isPrevious: true };
    } else if (last === undefined) return undefined;
    throw this.#damaged(name, { phrase: 'cursor-both-damaged' }, [last, before]);
  }

  #damaged(name: string, reason: Phrase, texts: ReadonlyArray<string | undefined>): DataConnectError {
    const point = texts.map((text) => text && pointIn(text)).find((each) => each);
    return new DataConnectError('CURSOR_DAMAGED', {
      file: this.#file(name, 'json'),
      reason,
      point: shownPoint(point, undefined),
    });
  }

  async #text(name: string, ending: string): Promise<string | undefined> {
    const file = this.#file(name, ending);
    try {
      const text = await readFile(file, 'utf8');
      return text.length > LONGEST_STATE ? '' : text;
    } catch (error) {
      const code = codeOf(error) ?? 'unknown';
      if (code === 'ENOENT') return undefined;
      throw this.#damaged(name, { phrase: 'cursor-unreadable', facts: { code } }, []);
    }
  }

  #file(name: string, ending: string): string {
    checkCursorName(name);
    return path.join(this.options.folder, `${name}.${ending}`);
  }

  #part(name: string): string {
    return this.#file(name, `json.${randomBytes(8).toString('hex')}.tmp`);
  }
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

/** A copy, where a system knows one name a file only. */
async function giveSecondName(file: string, name: string): Promise<void> {
  try {
    await link(file, name);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    await copyFile(file, name);
    const handle = await open(name, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
