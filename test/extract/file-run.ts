/** Runs into a real file below a folder of the test's own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataConnectClient } from '../../nodes/client/client';
import { makePlan } from '../../nodes/extract/make-plan';
import { run } from '../../nodes/extract/run';
import type { RunOptions } from '../../nodes/extract/run-options';
import type { RunOrder } from '../../nodes/extract/run-order';
import { RunFacts } from '../../nodes/extract/run-progress';
import { openFolder } from '../../nodes/files/open-folder';
import { PartFile } from '../../nodes/files/part-file';
import { shared } from './run-against';

/** A folder that is gone behind the tests. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-files-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface FileRun {
  /** Bytes of the file; undefined where there is none. */
  bytes: Buffer | undefined;
  rows: number | undefined;
  facts: RunFacts;
  error: unknown;
  /** What else is in the folder. */
  left: string[];
}

/** @param folder in which the answer becomes the file `answer` */
export async function runIntoFile(
  client: DataConnectClient,
  order: RunOrder,
  folder: string,
  more: Partial<RunOptions> = {},
): Promise<FileRun> {
  const { plan } = makePlan({ ...order, choice: { ...order.choice, output: { kind: 'file' } } });
  const file = new PartFile(await openFolder(folder, []), 'answer', 'replace');
  const done: FileRun = { bytes: undefined, rows: undefined, facts: new RunFacts(), error: undefined, left: [] };
  try {
    await file.open();
    const result = await run(plan, client, {
      shared,
      signal: new AbortController().signal,
      facts: done.facts,
      take: () => {},
      timing: { firstDelay: 1, random: () => 0.5 },
      file,
      ...more,
    });
    if (result.kind === 'file') done.rows = result.rows;
    done.bytes = readFileSync(await file.finish());
  } catch (error) {
    await file.discard();
    done.error = error;
  }
  done.left = readdirSync(folder).filter((name) => name !== 'answer');
  rmSync(path.join(folder, 'answer'), { force: true });
  return done;
}
