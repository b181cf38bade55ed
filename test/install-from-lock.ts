/** Tools of the tests with a lock file of their own, so that they are no part of the package's dependencies. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm';

/**
 * Installs what the lock file of a directory says, unless that was done before.
 * @param what is told on the console when there is something to install
 * @param needed a file without which the directory is installed afresh
 * @throws Error when npm fails
 */
export async function installFromLock(directory: string, what: string, needed: string): Promise<void> {
  const mark = path.join(directory, 'node_modules', '.installed-from');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(directory, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (installed === wanted && existsSync(needed)) return;
  console.log(`Installing ${what} ...`);
  await npm(directory, 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  writeFileSync(mark, wanted);
}
