/** A disk that becomes full, where this machine lets one be mounted. */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @returns what ends it; undefined, with a line that says so, where this machine does not let a file system be mounted */
export function mounted(folder: string, options: string[]): (() => void) | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', folder], { stdio: 'ignore' });
    return () => execFileSync('umount', [folder]);
  } catch {
    console.log('A full or read-only disk needs the right to mount one, so its test is skipped.');
    return undefined;
  }
}

/** Until nothing more goes in. @returns makes room again */
export function fillUp(folder: string): () => void {
  const filler = path.join(folder, 'filler');
  let size = 1 << 20;
  while (size > 0) {
    try {
      writeFileSync(filler, Buffer.alloc(size), { flag: 'a' });
    } catch {
      size >>= 1;
    }
  }
  return () => rmSync(filler, { force: true });
}
