/**
 * Names of files that are not whole yet. Each says whose it is, so that what a crash left behind is known from what
 * somebody is writing: of another run, another process, or another machine at the same folder.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, readdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { OpenFolder } from './open-folder';
import { isProcessGone } from './processes';

const NAME = /^\.dataconnect-([0-9a-f]{8})-(\d{1,10})-(\d{1,12})-[0-9a-f]{16}\.part$/;
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Seconds since 1970: a number of a process is given again, and in a container always the same. */
const STARTED = Math.round(Date.now() / 1000 - process.uptime());
/** Seconds by which two that look at the clock of one process may differ. */
const ROUNDED = 2;

/** No run leaves a file untouched for so long, in milliseconds: the longest timeout of a request is a week. */
const LONGEST_PAUSE = 8 * 86_400_000;
/** Folders that are looked through behind a start, so that a large tree keeps nobody waiting. */
const MOST_FOLDERS = 2000;

/** Every copy of this package in a process knows what the others write. */
const memory = Symbol.for('@dataconnect-nodes/part-files');
const here = globalThis as { [memory]?: { live: Set<string>; searched: Set<string> } };
here[memory] ??= { live: new Set(), searched: new Set() };
const { live, searched } = here[memory];

/** A name that nobody has, and that stays alive until `forgetPart`. */
export function newPartName(): string {
  const name = `.dataconnect-${HOST}-${process.pid}-${STARTED}-${randomBytes(8).toString('hex')}.part`;
  live.add(name);
  return name;
}

/** Of a file that is whole, or gone. */
export function forgetPart(name: string): void {
  live.delete(name);
}

/** Removes what dead processes left: below the allowed folder once in the life of this process, else in the folder. */
export async function removeLeftovers(allowed: string, folder: OpenFolder): Promise<void> {
  if (!searched.has(allowed)) {
    searched.add(allowed);
    await removeBelow(allowed);
  }
  await removeIn(folder.at(''), await readdir(folder.at(''), { withFileTypes: true }));
}

async function removeBelow(allowed: string): Promise<void> {
  const waiting = [allowed];
  for (let count = 0; waiting.length > 0 && count < MOST_FOLDERS; count++) {
    const folder = waiting.shift()!;
    // One that cannot be read is none of ours.
    const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
    await removeIn(folder, entries);
    for (const entry of entries) if (entry.isDirectory()) waiting.push(path.join(folder, entry.name));
  }
}

async function removeIn(folder: string, entries: readonly Dirent[]): Promise<void> {
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isFile() && (await isLeftover(file, entry.name))) await unlink(file).catch(() => undefined);
  }
}

async function isLeftover(file: string, name: string): Promise<boolean> {
  const [, host, pid, started] = NAME.exec(name) ?? [];
  if (host === undefined || live.has(name)) return false;
  if (host === HOST && isDead(Number(pid), Number(started))) return true;
  const stats = await lstat(file).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > LONGEST_PAUSE;
}

function isDead(pid: number, started: number): boolean {
  if (pid === process.pid) return Math.abs(started - STARTED) > ROUNDED;
  return isProcessGone(pid);
}
