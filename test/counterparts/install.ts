/**
 * Nodes of others that stand behind ours in examples, tests and benchmarks. They are no dependencies of the package and
 * lie in folders of their own, so that `npm start` and a test without them wait for none of it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { installFromLock } from '../install-from-lock.mjs';

/** Holds the counterparts that are plain JavaScript, and the drivers with which tests look into databases. */
export const counterpartsFolder = __dirname;
/** Holds the SQLite node, whose driver is a native module. */
export const sqliteFolder = path.join(__dirname, 'sqlite');

/**
 * Installs the counterparts that need no compiler, unless they are there: about 15 seconds.
 * @throws Error when npm fails
 */
export async function installCounterparts(): Promise<void> {
  const needed = path.join(counterpartsFolder, 'node_modules', 'pg', 'package.json');
  counterparts ??= installFromLock(counterpartsFolder, 'database, mail and dashboard nodes for the examples', needed);
  await counterparts;
}

/**
 * Installs the SQLite node, unless it is there: seconds where its driver can be downloaded, else two to four minutes
 * in which it is compiled. The binary is one for every version of Node.
 * @throws Error when npm fails, with the compiler's words where there is none
 */
export async function installSqlite(): Promise<void> {
  sqlite ??= installSqliteOnce();
  await sqlite;
}

/** Suites that go on side by side wait for the same installation. */
let counterparts: Promise<void> | undefined;
let sqlite: Promise<void> | undefined;

async function installSqliteOnce(): Promise<void> {
  useOwnHeaders();
  const what = 'the SQLite node (minutes, where its driver must be compiled)';
  const driver = path.join(sqliteFolder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
  await installFromLock(sqliteFolder, what, driver);
}

/** Node's headers lie beside Node on most machines; without being told, the compiler's script downloads them. */
function useOwnHeaders(): void {
  const installed = path.dirname(path.dirname(process.execPath));
  if (existsSync(path.join(installed, 'include', 'node', 'node.h'))) process.env.npm_config_nodedir ??= installed;
}
