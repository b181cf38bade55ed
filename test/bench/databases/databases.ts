/** The databases that a report goes into: servers of their own, with one table each. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { installCounterparts, installSqlite } from '../../counterparts/install';
import { openMariadb, openPostgresql, openSqlite, type Tables } from '../../counterparts/look-into';
import { startMariadb, startPostgresql } from '../../counterparts/servers';
import type { DatabaseServer } from '../../counterparts/start-server';
import type { Database, DatabaseAddress } from '../order';
import { createTable, TABLE } from './report-table';
import { processorTimeOf } from './server-processor';

export interface OpenDatabase {
  address: DatabaseAddress;
  /** Makes the table anew, without records. */
  empty(): Promise<void>;
  /** @throws Error when it has not as many records as it should */
  check(records: number): Promise<void>;
  /** Loads a file of `writeLoadFile` as the database itself does it. */
  bulkLoad(file: string): Promise<void>;
  /** Milliseconds that the server has worked so far. 0 for SQLite, which works in the process that uses it. */
  processorTime(): number;
  close(): Promise<void>;
}

/** @returns undefined where the machine lacks something for it, which is said in a line */
export function openDatabase(database: Database): Promise<OpenDatabase | undefined> {
  return OPENED[database]();
}

const OPENED: Readonly<Record<Database, () => Promise<OpenDatabase | undefined>>> = {
  sqlite: openSqliteFile,
  postgresql: async () => {
    await installCounterparts();
    const server = await startPostgresql();
    return server && openServer('postgresql', server, 'data/postmaster.pid', openPostgresql, copyStatement);
  },
  mysql: async () => {
    await installCounterparts();
    const server = await startMariadb();
    return server && openServer('mysql', server, 'pid', openMariadb, loadStatement);
  },
};

function copyStatement(file: string): string {
  return `COPY ${TABLE} FROM '${file}'`;
}

function loadStatement(file: string): string {
  return `LOAD DATA INFILE '${file}' INTO TABLE ${TABLE} CHARACTER SET utf8mb4`;
}

function openServer(
  database: Database,
  server: DatabaseServer,
  pidFile: string,
  open: (port: number) => Tables,
  loading: (file: string) => string,
): OpenDatabase {
  const tables = open(server.port);
  const pid = Number(readFileSync(path.join(server.folder, pidFile), 'utf8').split('\n')[0]);
  return {
    address: { port: server.port },
    ...table(database, () => tables),
    bulkLoad: (file) => tables.run(loading(file)),
    processorTime: () => processorTimeOf(pid),
    close: async () => {
      await tables.close();
      await server.stop();
    },
  };
}

/** One file, opened only while it is looked into: nobody else has it open while it is written. */
async function openSqliteFile(): Promise<OpenDatabase> {
  await installSqlite();
  const folder = mkdtempSync(path.join(tmpdir(), 'dataconnect-sqlite-'));
  const file = path.join(folder, 'bench.sqlite');
  return {
    address: { file },
    ...table('sqlite', () => openSqlite(file)),
    bulkLoad: (loaded) => importIntoSqlite(file, loaded),
    processorTime: () => 0,
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** By the program that comes with SQLite. It knows neither escapes nor nulls, so a null is the text `\N`. */
async function importIntoSqlite(database: string, file: string): Promise<void> {
  const commands = ['.mode ascii', '.separator "\\t" "\\n"', `.import ${file} ${TABLE}`];
  await promisify(execFile)('sqlite3', [database, ...commands]);
}

function table(database: Database, opened: () => Tables): Pick<OpenDatabase, 'empty' | 'check'> {
  const use = async <Result>(work: (tables: Tables) => Promise<Result>) => {
    const tables = opened();
    try {
      return await work(tables);
    } finally {
      if (database === 'sqlite') await tables.close();
    }
  };
  return {
    empty: () => use((tables) => tables.run(`DROP TABLE IF EXISTS ${TABLE}; ${createTable(database)}`)),
    check: async (records) => {
      const [counted] = await use((tables) => tables.rows(`SELECT count(*) AS records FROM ${TABLE}`));
      if (Number(counted!.records) !== records) {
        throw new Error(`${database} has ${counted!.records} records instead of ${records}.`);
      }
    },
  };
}
