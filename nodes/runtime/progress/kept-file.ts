/** A file in which something outlives Node-RED: written beside and renamed, seldom, for many of them lie on a memory card. */
import { readFile, unlink, writeFile } from 'node:fs/promises';
import type { Clock } from '../../client/waiting/clock';
import { replaceName } from '../../files/file-names';

/** Milliseconds between two writes; what closes does not wait for it. */
const SELDOM = 10_000;

/** Characters of a file that we wrote, and more. */
const LONGEST = 4_000_000;

export class KeptFile {
  #isChanged = false;
  #forgetTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  #hasComplained = false;

  /**
   * @param describe gives what the file is to hold
   * @param complain told once that it cannot be written, with why
   */
  constructor(
    readonly file: string,
    readonly describe: () => unknown,
    readonly complain: (error: unknown) => void,
    readonly clock: Clock,
  ) {}

  /** @returns undefined where there is none that can be read */
  async read(): Promise<unknown> {
    try {
      const text = await readFile(this.file, 'utf8');
      return text.length > LONGEST ? undefined : JSON.parse(text);
    } catch {
      return undefined;
    }
  }

  changed(): void {
    this.#isChanged = true;
    this.#forgetTimer ??= this.clock.after(SELDOM, () => {
      this.#forgetTimer = undefined;
      void this.save();
    });
  }

  /** Writes what has changed, now. Never rejects: a run is worth more than what is kept of it. */
  async save(): Promise<void> {
    while (this.#isChanged || this.#writing) {
      if (!this.#writing) this.#begin();
      await this.#writing;
    }
  }

  #begin(): void {
    this.#isChanged = false;
    this.#forgetTimer?.();
    this.#forgetTimer = undefined;
    this.#writing = this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async #write(): Promise<void> {
    const part = `${this.file}.part`;
    try {
      await writeFile(part, JSON.stringify(this.describe()));
      await replaceName(part, this.file);
    } catch (error) {
      await unlink(part).catch(() => undefined);
      if (this.#hasComplained) return;
      this.#hasComplained = true;
      this.complain(error);
    }
  }
}
