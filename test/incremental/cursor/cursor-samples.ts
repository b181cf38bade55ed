/** Cursors for tests: what a run would say, and a clock that is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../nodes/client/waiting/clock';
import type { Phrase } from '../../../nodes/errors';
import { type Confirmation, stateAfter, stateText } from '../../../nodes/incremental/cursor/cursor-state';
import { FileCursorStore } from '../../../nodes/incremental/cursor/file-cursor-store';

export const NAME = 'd4e5f6/a1b2c3';

export function confirmation(change: Partial<Confirmation> = {}): Confirmation {
  return {
    node: 'a1b2c3',
    name: 'Sales by invoice',
    connection: 'd4e5f6',
    host: 'dataconnect.iqmetrix.net',
    endpoint: 'sales-by-invoice',
    partition: { LocationTypeIDs: '12,13' },
    zone: 'America/Toronto',
    grain: 'instant',
    confirmedTo: '2026-03-04T15:15:00.000Z',
    confirmedAt: '2026-03-04T15:20:07.113Z',
    confirmedBy: 'flow',
    rows: 1234,
    run: 'r1',
    known: [],
    ...change,
  };
}

/** The text of a state of some generation. */
export function textOfGeneration(generation: number, change: Partial<Confirmation> = {}): string {
  return stateText({ ...stateAfter(undefined, confirmation(change)), generation });
}

const folders: string[] = [];

/** Removed when the process ends. */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once('exit', removeFolders);
  const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-cursor-'));
  folders.push(folder);
  return folder;
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

/** A clock that goes only when it is told. */
export class ToldClock implements Clock {
  #now = 0;
  #timers: Array<{ at: number; action: () => void }> = [];

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, action: () => void): () => void {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get waiting(): number {
    return this.#timers.length;
  }

  /** Goes on without anything happening: a machine that sleeps. */
  skip(milliseconds: number): void {
    this.#now += milliseconds;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { action } of due) action();
  }
}

export function storeIn(folder: string, clock: Clock = new ToldClock(), warnings: Phrase[] = []): FileCursorStore {
  return new FileCursorStore({ folder, clock, warn: (warning) => warnings.push(warning) });
}
