/** What this machine remembers of the orders of a node: it is there when the store of all has lost it. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { backgroundClock } from '../../client/waiting/clock';
import { KeptFile } from '../progress/kept-file';
import { readWorkState, type WorkState } from './work-state';

export class OrderFile {
  readonly #kept: KeptFile;
  readonly #folder: Promise<unknown>;
  #state: WorkState | undefined;

  /** @param complain told once that it cannot be written */
  constructor(file: string, complain: (error: unknown) => void) {
    this.#folder = mkdir(path.dirname(file), { recursive: true }).catch(() => undefined);
    this.#kept = new KeptFile(file, () => this.#state, complain, backgroundClock);
  }

  async read(): Promise<WorkState | undefined> {
    return readWorkState(JSON.stringify((await this.#kept.read()) ?? null));
  }

  /** @param isUrgent it is written at once */
  keep(state: WorkState, isUrgent: boolean): void {
    this.#state = state;
    this.#kept.changed();
    if (isUrgent) void this.save();
  }

  /** Never rejects. */
  async save(): Promise<void> {
    await this.#folder;
    await this.#kept.save();
  }
}
