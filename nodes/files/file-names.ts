/** How a file gets its name: at once, and on the disk. */
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from './file-failure';

/** What systems say that know one name a file only. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** What a system says that cannot flush a folder. */
const NOT_FLUSHABLE: ReadonlySet<string> = new Set(['EINVAL', 'EPERM', 'EISDIR', 'EACCES', 'ENOTSUP', 'EBADF']);

/** What Windows says while a scanner has the file that is to be replaced. */
const HELD: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Milliseconds before another attempt to replace a file that somebody has open. */
const PAUSES = [20, 40, 80, 160, 300];

/** True for a system that cannot give a file a second name. */
export function hasNoLinks(error: unknown): boolean {
  return NO_LINKS.has(codeOf(error) ?? '');
}

/**
 * Gives a whole file its name, if nobody has it.
 * @returns false where somebody has the name: of two at once, one gets it. The file is left as it was then
 * @throws the error of the system
 */
export async function takeName(part: string, target: string): Promise<boolean> {
  try {
    await link(part, target);
    await unlink(part);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!hasNoLinks(error)) throw error;
  }
  // An empty file keeps the name meanwhile.
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(part, target);
    return true;
  } catch (error) {
    await unlink(target).catch(() => undefined);
    throw error;
  }
}

/**
 * Gives a file a name, whoever had it.
 * @throws the error of the system
 */
export async function replaceName(part: string, target: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await rename(part, target);
    } catch (error) {
      const pause = process.platform === 'win32' && HELD.has(codeOf(error) ?? '') ? PAUSES[attempt] : undefined;
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/**
 * Makes sure that the names in an open folder are on the disk, where a system can.
 * @throws the error of the system
 */
export async function flushNames(folder: FileHandle): Promise<void> {
  try {
    await folder.sync();
  } catch (error) {
    if (!NOT_FLUSHABLE.has(codeOf(error) ?? '')) throw error;
  }
}

/** The same of a folder that is not open. */
export async function flushFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder, 'r');
  } catch (error) {
    if (NOT_FLUSHABLE.has(codeOf(error) ?? '')) return;
    throw error;
  }
  try {
    await flushNames(handle);
  } finally {
    await handle.close();
  }
}
