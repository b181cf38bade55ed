/** A Node-RED for one test file: the package freshly installed, an empty user directory, every log line recorded. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recordOutput } from '../secrets/transcript';
import { installPackage } from './installed-package';
import { type NodeRedOptions, type NodeRedProcess, startNodeRed } from './node-red-process';

export interface ScratchNodeRed extends NodeRedProcess {
  userDirectory: string;
  /** Stops it and leaves its user directory, for another to be started there. */
  end(): Promise<void>;
}

/**
 * Stopping it removes its user directory too.
 * @param prepare adds to the user directory
 * @param environment variables to add
 */
export async function startScratchNodeRed(
  prepare: (userDirectory: string) => void | Promise<void> = () => {},
  environment: NodeRedOptions['environment'] = {},
): Promise<ScratchNodeRed> {
  const userDirectory = mkdtempSync(path.join(tmpdir(), 'dataconnect-node-red-'));
  const remove = () => rmSync(userDirectory, { recursive: true, force: true, maxRetries: 5 });
  try {
    await installPackage(userDirectory);
    await prepare(userDirectory);
    const onLine = (line: string) => recordOutput('log', line);
    const nodeRed = await startNodeRed({ userDirectory, port: 0, environment, logLevel: 'trace', onLine });
    return { ...nodeRed, userDirectory, end: nodeRed.stop, stop: () => nodeRed.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
