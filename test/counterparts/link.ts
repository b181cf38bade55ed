/** Puts counterparts into a Node-RED user directory, as `npm install` there would. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { linkInto } from '../browser/installed-package';
import { counterpartsFolder, sqliteFolder } from './install';

/** Other people's nodes behind ours, by what they are for. */
export const COUNTERPARTS = ['sqlite', 'postgresql', 'mysql', 'sqlserver', 'mail', 'dashboard'] as const;
export type Counterpart = (typeof COUNTERPARTS)[number];

/**
 * Where this is set, it is the folder of the real `node-red-contrib-postgresql`, with its dependencies; else the tests
 * use `postgresql-node`.
 */
const REAL_POSTGRESQL_NODE = process.env.DATACONNECT_POSTGRESQL_NODE || undefined;

const inCounterparts = (name: string) => path.join(counterpartsFolder, 'node_modules', name);

/** The package of each, and its folder. */
export const counterpartPackages: Record<Counterpart, { name: string; folder: string }> = {
  sqlite: { name: 'node-red-node-sqlite', folder: path.join(sqliteFolder, 'node_modules', 'node-red-node-sqlite') },
  postgresql: {
    name: 'node-red-contrib-postgresql',
    folder: REAL_POSTGRESQL_NODE ?? path.join(counterpartsFolder, 'postgresql-node'),
  },
  mysql: { name: 'node-red-node-mysql', folder: inCounterparts('node-red-node-mysql') },
  sqlserver: { name: 'node-red-contrib-mssql-plus', folder: inCounterparts('node-red-contrib-mssql-plus') },
  mail: { name: 'node-red-node-email', folder: inCounterparts('node-red-node-email') },
  dashboard: { name: '@flowfuse/node-red-dashboard', folder: inCounterparts('@flowfuse/node-red-dashboard') },
};

/** Those that are installed (`installCounterparts`, `installSqlite`); Node-RED finds them at its next start. */
export function linkCounterparts(userDirectory: string, wanted: readonly Counterpart[] = COUNTERPARTS): void {
  for (const counterpart of wanted) {
    const { name, folder } = counterpartPackages[counterpart];
    if (existsSync(folder)) linkInto(userDirectory, name, folder);
  }
}
