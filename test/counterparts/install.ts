/**
 * Nodes of others that stand behind ours in examples, tests and benchmarks. They are no dependencies of the package and
 * lie in folders of their own, so that `npm start` and a test without them wait for none of it.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Installation, installFromLock, isInstalled } from '../install-from-lock.mjs';

/** Holds the counterparts that are plain JavaScript, and the drivers with which tests look into databases. */
export const counterpartsFolder = __dirname;
/** Holds the SQLite node, whose driver is a native module. */
export const sqliteFolder = path.join(__dirname, 'sqlite');

const withoutCompiler: Installation = {
  directory: counterpartsFolder,
  what: 'database, mail and dashboard nodes for the examples',
  needed: path.join(counterpartsFolder, 'node_modules', 'pg', 'package.json'),
  everyNode: true,
};

const sqliteNode: Installation = {
  directory: sqliteFolder,
  what: 'the SQLite node (minutes, where its driver must be compiled)',
  needed: path.join(sqliteFolder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node'),
  // Its driver is made for Node-API, which every Node has.
  everyNode: true,
};

/**
 * Installs the counterparts that need no compiler, unless they are there: about 15 seconds.
 * @param signal stops it
 * @throws Error when npm fails
 */
export async function installCounterparts(signal?: AbortSignal): Promise<void> {
  counterparts ??= installFromLock({ ...withoutCompiler, ...(signal && { signal }) });
  await counterparts;
}

/**
 * Installs the SQLite node, unless it is there: seconds where its driver can be downloaded, else two to four minutes
 * in which it is compiled. The binary is one for every version of Node.
 * @param signal stops it
 * @throws Error when npm fails, with the compiler's words where there is none
 */
export async function installSqlite(signal?: AbortSignal): Promise<void> {
  useOwnHeaders();
  compileQuickly();
  sqlite ??= installFromLock({ ...sqliteNode, ...(signal && { signal }) });
  await sqlite;
}

/** True when nothing is left to install for the SQLite node. */
export const isSqliteInstalled = (): boolean => isInstalled(sqliteNode);

/** Suites that go on side by side wait for the same installation. */
let counterparts: Promise<void> | undefined;
let sqlite: Promise<void> | undefined;

/** Node's headers lie beside Node on most machines; without being told, the compiler's script downloads them. */
function useOwnHeaders(): void {
  const installed = path.dirname(path.dirname(process.execPath));
  if (existsSync(path.join(installed, 'include', 'node', 'node.h'))) process.env.npm_config_nodedir ??= installed;
}

/** Half of the minutes, where a machine installs it to test once: there nothing measures how fast SQLite is. */
function compileQuickly(): void {
  if (process.env.CI !== 'true') return;
  process.env.CFLAGS ??= '-O1';
  process.env.CXXFLAGS ??= '-O1';
}
