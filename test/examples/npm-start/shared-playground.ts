/** One `npm start` for all tests that use it as it is: started by the first of them, ended after the last. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlaygroundProcess } from './playground-process';

export interface SharedPlayground {
  process: PlaygroundProcess;
  /** Where its files are. */
  directory: string;
}

let started: Promise<SharedPlayground> | undefined;

export function startedPlayground(): Promise<SharedPlayground> {
  started ??= start();
  return started;
}

/** A directory for one, which users of other names may pass, as those that the database servers run as. */
export function playgroundDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-playground-'));
  chmodSync(directory, 0o755);
  return directory;
}

async function start(): Promise<SharedPlayground> {
  const directory = playgroundDirectory();
  return { process: await PlaygroundProcess.startAt(directory), directory };
}

after(async () => {
  if (!started) return;
  const { process, directory } = await started;
  await process.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});
