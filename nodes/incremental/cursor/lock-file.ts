/**
 * A lock file: who holds a cursor, and a beat that counts up while the holder lives. It is whole when it has its name,
 * and always of one length, so that nobody reads half of it through a shared folder.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, readFile, rename, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { codeOf } from '../../files/file-failure';
import { hasNoLinks, takeName } from '../../files/file-names';
import { isProcessGone } from '../../files/processes';

export interface LockHolder {
  /** Of one lease of one process. */
  token: string;
  pid: number;
  host: string;
  beat: number;
}

/** Digits of a beat. */
const BEAT_DIGITS = 12;

/** Every copy of this package in a process knows which locks are of this process's life. */
const memory = Symbol.for('@dataconnect-nodes/cursor-locks');
const here = globalThis as { [memory]?: Set<string> };
here[memory] ??= new Set();
const living = here[memory];

/** Private to the person that Node-RED runs as. */
export const FILE_MODE = 0o600;

/** A token that lives until `endToken`. */
export function newToken(): string {
  const token = randomBytes(16).toString('hex');
  living.add(token);
  return token;
}

/** Of a lease that was released. */
export function endToken(token: string): void {
  living.delete(token);
}

/** True for a holder in this very process. */
export function isOwnToken(token: string): boolean {
  return living.has(token);
}

/** The text of a lock of this process. */
export function lockText(token: string, beat: number): string {
  const text = JSON.stringify({ token, pid: process.pid, host: hostname(), beat });
  return `${text.slice(0, -1)}${' '.repeat(BEAT_DIGITS - String(beat).length)}}\n`;
}

/** @returns undefined for what is no whole lock */
export function lockHolder(text: string): LockHolder | undefined {
  try {
    const { token, pid, host, beat } = JSON.parse(text) as Partial<LockHolder>;
    const isWhole =
      typeof token === 'string' && typeof host === 'string' && Number.isInteger(pid) && Number.isInteger(beat);
    return isWhole ? { token, pid: pid!, host, beat: beat! } : undefined;
  } catch {
    return undefined;
  }
}

/** Known without waiting: of this machine, and its process ended, or is this one in an earlier life. */
export function isGone(holder: LockHolder | undefined): boolean {
  if (holder?.host !== hostname()) return false;
  return holder.pid === process.pid ? !living.has(holder.token) : isProcessGone(holder.pid);
}

/** @returns undefined where there is none */
export async function readLock(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns false where somebody has it */
export async function makeLock(file: string, token: string): Promise<boolean> {
  const part = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  let isTaken = false;
  try {
    const handle = await open(part, 'wx', FILE_MODE);
    try {
      await handle.writeFile(lockText(token, 0));
    } finally {
      await handle.close();
    }
    isTaken = await takeName(part, file).catch((error: unknown) => {
      // The holder sweeps what nobody seems to need.
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    });
    return isTaken;
  } finally {
    if (!isTaken) await unlink(part).catch(() => undefined);
  }
}

/**
 * Counts a lock up in its place, whatever its name is by now.
 * @returns false where it is another's, or none
 */
export async function beatLock(file: string, token: string, beat: number): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r+');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
  try {
    if (lockHolder(await handle.readFile('utf8'))?.token !== token) return false;
    await handle.write(lockText(token, beat), 0);
    return true;
  } finally {
    await handle.close();
  }
}

/** Takes a lock away that was judged dead by its text; one that is not that one is put back. */
export async function removeDeadLock(file: string, judged: string): Promise<void> {
  const aside = `${file}.${randomBytes(8).toString('hex')}.aside`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readLock(aside)) !== judged) await putBack(aside, file);
  await unlink(aside).catch(() => undefined);
}

async function putBack(aside: string, file: string): Promise<void> {
  try {
    await link(aside, file);
  } catch (error) {
    // Its holder finds another one in its place, and stops.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return;
    if (!hasNoLinks(error)) throw error;
    await takeName(aside, file);
  }
}
