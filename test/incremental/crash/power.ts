/** A disk whose power can be cut: what reached it is kept, what the system was yet to write is gone. */
import { execFileSync } from 'node:child_process';
import { closeSync, copyFileSync, fsyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../cursor/cursor-samples';

/** Nothing is written behind anybody's back; a file that replaces another is not flushed by the system's own kindness. */
const OPTIONS = 'loop,noauto_da_alloc,commit=3600';

export class CuttableDisk {
  #image: string;
  #cuts = 0;

  private constructor(
    readonly images: string,
    /** Where it is mounted. */
    readonly folder: string,
  ) {
    this.#image = path.join(images, 'image-0');
  }

  /** @returns undefined, and says so, where this machine lets nobody mount one */
  static mount(): CuttableDisk | undefined {
    const disk = new CuttableDisk(temporaryFolder(), temporaryFolder());
    try {
      execFileSync('truncate', ['-s', '8M', disk.#image], QUIET);
      execFileSync('mkfs.ext4', ['-q', '-F', disk.#image], {
        ...QUIET,
        env: { PATH: `${process.env.PATH}:/usr/sbin` },
      });
      disk.#mount();
      return disk;
    } catch {
      console.log('A disk in a file needs the right to mount it, and mkfs.ext4, so no power is cut here.');
      return undefined;
    }
  }

  /**
   * Nobody may be at work on it.
   * @param isBusy another program flushed a file of its own just before: all names and lengths are on the disk then, but not what is in the files
   */
  cut(isBusy: boolean): void {
    if (isBusy) this.#flushAnother();
    const next = path.join(this.images, `image-${++this.#cuts}`);
    copyFileSync(this.#image, next);
    this.unmount();
    this.#image = next;
    this.#mount();
  }

  unmount(): void {
    execFileSync('umount', [this.folder], QUIET);
  }

  #mount(): void {
    execFileSync('mount', ['-o', OPTIONS, this.#image, this.folder], QUIET);
  }

  #flushAnother(): void {
    const file = openSync(path.join(this.folder, `another-${this.#cuts}`), 'w');
    writeSync(file, 'x');
    fsyncSync(file);
    closeSync(file);
  }
}

const QUIET = { stdio: 'ignore' } as const;
