/** What the playground remembers from one start to the next, beside Node-RED's own files. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Places } from './places';

export interface Kept {
  /** Names of the examples that were laid down: one that a person has deleted does not come again. */
  examples: readonly string[];
  /** Where things were. */
  places: Places;
}

/** @returns undefined at the first start */
export function readKept(userDirectory: string): Kept | undefined {
  const file = fileIn(userDirectory);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
}

export function writeKept(userDirectory: string, kept: Kept): void {
  writeFileSync(fileIn(userDirectory), JSON.stringify(kept, undefined, 2));
}

function fileIn(userDirectory: string): string {
  return path.join(userDirectory, 'playground.json');
}
