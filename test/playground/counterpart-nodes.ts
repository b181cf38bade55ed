/** Nodes of others in the playground's Node-RED: those that are there in seconds, and the SQLite node, which may not be. */
import type { NodeRedProcess } from '../browser/node-red-process';
import { installCounterparts, installSqlite, isSqliteInstalled, sqliteFolder } from '../counterparts/install';
import { COUNTERPARTS, linkCounterparts } from '../counterparts/link';
import { SqliteTables } from './sqlite-tables';

/**
 * Installs and links what needs no compiler, and the SQLite node where it was installed before. Says in one line when
 * nothing can be installed.
 * @returns true when the counterparts are there
 */
export async function linkQuickCounterparts(userDirectory: string, signal: AbortSignal): Promise<boolean> {
  if (isSqliteInstalled()) linkCounterparts(userDirectory, ['sqlite']);
  try {
    await installCounterparts(signal);
  } catch (error) {
    if (!signal.aborted)
      console.log(`The examples with mails, dashboards and databases are left out: ${reasonOf(error)}`);
    return false;
  }
  linkCounterparts(
    userDirectory,
    COUNTERPARTS.filter((counterpart) => counterpart !== 'sqlite'),
  );
  return true;
}

/**
 * Installs the SQLite node while Node-RED runs, and loads it there. Says in one line when that fails.
 * @returns true when it is there now and was not before
 */
export async function addSqlite(nodeRed: NodeRedProcess, userDirectory: string, signal: AbortSignal): Promise<boolean> {
  if (isSqliteInstalled()) return false;
  console.log('The SQLite examples follow: in seconds, or in a few minutes where the driver must be compiled.');
  try {
    await installSqlite(signal);
    linkCounterparts(userDirectory, ['sqlite']);
    await nodeRed.addPackage('node-red-node-sqlite');
    return true;
  } catch (error) {
    if (!signal.aborted) console.log(`The SQLite examples are left out: ${reasonOf(error)}`);
    return false;
  }
}

let tables: SqliteTables | undefined;

/** What looks into SQLite files, once its driver is installed. */
export function sqliteTables(): SqliteTables | undefined {
  if (isSqliteInstalled()) tables ??= new SqliteTables(sqliteFolder);
  return tables;
}

/** Why npm failed, in a line. */
function reasonOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const [, unreachable] =
    /code (ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)/.exec(words) ?? [];
  if (unreachable) return `npm cannot reach the registry of packages (${unreachable}). The next start tries again.`;
  const [, compiler] = /gyp ERR! stack (.*)/.exec(words) ?? [];
  if (compiler) return `its driver could not be compiled (${compiler}).`;
  const [, code] = /npm error (.*)/.exec(words) ?? [];
  return code ?? words.split('\n')[0]!;
}
