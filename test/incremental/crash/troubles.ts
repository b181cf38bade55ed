/** What stands in the way of a file: a disk without room, a folder in which nothing may be made. */
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../../nodes/files/file-failure';

export type Trouble = { kind: 'full'; disk: string } | { kind: 'read-only' };

const said = new Set<string>();
const FILLER = 'filler';
const isRoot = process.getuid?.() === 0;

/** @param folder that becomes read-only; a full one is its disk */
export function makeTrouble(what: Trouble, folder: string): void {
  if (what.kind === 'full') fill(what.disk);
  else setReadOnly(folder, true);
}

export function liftTrouble(what: Trouble, folder: string): void {
  if (what.kind === 'full') rmSync(path.join(what.disk, FILLER), { force: true });
  else if (existsSync(folder)) setReadOnly(folder, false);
}

/** A disk with so little room that it is soon full. Undefined, and said, where this machine lets nobody mount one. */
export function mountSmallDisk(folder: string): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  } catch {
    sayOnce('A small disk needs the right to mount one, so no extraction ends on a full disk here.');
    return undefined;
  }
}

/** Says where it cannot be: root may write wherever the file system does not forbid it. */
export function canBeReadOnly(folder: string): boolean {
  try {
    setReadOnly(folder, true);
    setReadOnly(folder, false);
    return true;
  } catch {
    sayOnce('No folder can be made read-only for root here, so no extraction ends in one.');
    return false;
  }
}

function setReadOnly(folder: string, isReadOnly: boolean): void {
  if (isRoot) execFileSync('chattr', [isReadOnly ? '+i' : '-i', folder], { stdio: 'ignore' });
  else chmodSync(folder, isReadOnly ? 0o500 : 0o700);
}

/** To the last byte. */
function fill(disk: string): void {
  if (readdirSync(disk).includes(FILLER)) return;
  const file = openSync(path.join(disk, FILLER), 'a');
  try {
    for (let size = 1 << 20; size > 0; ) {
      try {
        writeSync(file, Buffer.alloc(size));
      } catch (error) {
        if (codeOf(error) !== 'ENOSPC') throw error;
        size >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

function sayOnce(what: string): void {
  if (!said.has(what)) console.log(what);
  said.add(what);
}
