/**
 * Installs what a lock file says and nothing else: `npm ci` changes no file in git, whatever npm's version and settings
 * are. JavaScript, because it runs before anything is installed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { npm } from './npm.mjs';

/**
 * @typedef {{
 *   directory: string,
 *   what: string,
 *   needed: string,
 *   everyNode?: boolean,
 *   signal?: AbortSignal,
 * }} Installation
 * `what` is told on the console when there is something to install; without the file `needed` the directory is
 * installed afresh; `everyNode` says that another version of Node needs no other files; `signal` stops npm and all
 * that it has started.
 */

/**
 * Installs what the lock file of a directory says, unless that was done before by this Node on this machine.
 * @param {Installation} installation
 * @throws Error when npm fails or was stopped
 */
export async function installFromLock(installation) {
  if (isInstalled(installation)) return;
  await alone(installation, async () => {
    // Whoever was waited for may have done it.
    if (isInstalled(installation)) return;
    const { directory, what, signal } = installation;
    console.log(`Installing ${what} ...`);
    await npm(directory, PARAMETERS, signal);
    writeFileSync(markOf(directory), fingerprint(installation));
  });
}

/** With little patience: where nothing can be reached, that is said after seconds. */
const PARAMETERS = [
  ...['ci', '--include=dev', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
  ...['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'],
];

/** @param {Installation} installation */
export function isInstalled(installation) {
  const mark = markOf(installation.directory);
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  return installed === fingerprint(installation) && existsSync(installation.needed);
}

/** @param {string} directory */
function markOf(directory) {
  return path.join(directory, 'node_modules', '.installed-from');
}

/** @param {Installation} installation */
function fingerprint({ directory, everyNode }) {
  const lock = readFileSync(path.join(directory, 'package-lock.json'));
  const [major] = process.versions.node.split('.');
  const machine = `${process.platform} ${process.arch}${everyNode ? '' : ` ${major}`}`;
  return createHash('sha256').update(lock).update(machine).digest('hex');
}

/**
 * Of several processes that install into a directory, one does and the others wait for it: they would remove each
 * other's files.
 * @param {Installation} installation
 * @param {() => Promise<void>} install
 */
async function alone({ directory, signal }, install) {
  const lock = path.join(directory, '.installing');
  while (!isMine(lock)) await setTimeout(250, undefined, { signal });
  try {
    await install();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock holds the id of the process that installs */
function isMine(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (existsSync(lock) && !isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {number} id of a process; one that has just made its lock has not yet written it */
function isAlive(id) {
  try {
    return id === 0 || process.kill(id, 0);
  } catch {
    return false;
  }
}
