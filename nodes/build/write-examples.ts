/** Writes the generated examples, a folder of their own beside those written by hand. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { domainFlow } from './domain-flow';
import type { NodeSet } from './node-set';

/** Not in git. Its name is what Node-RED's import dialog shows. */
const FOLDER = join('examples', 'Every node');

/** @param sets all sets of the package; the connection is part of every example, and what has no endpoint of none */
export async function writeExamples(sets: readonly NodeSet[]): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const domains = sets.filter(({ endpoints }) => endpoints.length > 0);
  const write = (set: NodeSet) =>
    writeFile(join(FOLDER, `${set.title}.json`), `${JSON.stringify(domainFlow(set), undefined, 2)}\n`);
  await Promise.all(domains.map(write));
}
