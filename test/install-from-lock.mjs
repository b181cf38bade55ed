/**
 * Installs what a lock file says and nothing else: `npm ci` changes no file in git, whatever npm's version and settings
 * are. JavaScript, because it runs before anything is installed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.mjs';

/**
 * Installs what the lock file of a directory says, unless that was done before by this Node on this machine.
 * @param {string} directory
 * @param {string} what is told on the console when there is something to install
 * @param {string} needed a file without which the directory is installed afresh
 * @throws Error when npm fails
 */
export async function installFromLock(directory, what, needed) {
  const mark = path.join(directory, 'node_modules', '.installed-from');
  const wanted = fingerprint(directory);
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (installed === wanted && existsSync(needed)) return;
  console.log(`Installing ${what} ...`);
  await npm(directory, 'ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  writeFileSync(mark, wanted);
}

/** @param {string} directory */
function fingerprint(directory) {
  const lock = readFileSync(path.join(directory, 'package-lock.json'));
  const [major] = process.versions.node.split('.');
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch} ${major}`).digest('hex');
}
