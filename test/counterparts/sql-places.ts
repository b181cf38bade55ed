/** Real databases that get the messages of Records to SQL as their nodes give them to them. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { SqlMessage } from '../../nodes/output/sql/sql-order';
import { type RealDatabase, realDatabases } from '../output/sql-orders';
import { databaseAccount } from './account';
import { counterpartsFolder, sqliteFolder } from './install';
import { openMariadb, openPostgresql, type Row, type Tables } from './look-into';
import { startMariadb, startPostgresql } from './servers';
import type { DatabaseServer } from './start-server';

export interface SqlPlace {
  database: RealDatabase;
  /** As the database's node does. @throws Error with the database's words */
  send(message: SqlMessage): Promise<void>;
  /** By another connection. */
  rows(sql: string): Promise<Row[]>;
  run(sql: string): Promise<void>;
  /** A name in the quotes of the database. */
  quote(name: string): string;
  /** As `send`, by a connection that is new. @param charset of MySQL's, as its node is told it */
  sendAnew(message: SqlMessage, charset?: string): Promise<void>;
}

interface MysqlPool {
  query(sql: string, values: unknown): Promise<unknown>;
  end(): Promise<void>;
}
interface SqliteDatabase {
  exec(sql: string, done: (error: Error | null) => void): void;
  all(sql: string, done: (error: Error | null, rows: Row[]) => void): void;
}

const started: DatabaseServer[] = [];
const opened: (() => Promise<void>)[] = [];
let places: Promise<SqlPlace[]> | undefined;

/** Those that this machine has; each is started once for all tests of a process. */
export function sqlPlaces(): Promise<SqlPlace[]> {
  places ??= Promise.all([sqlite(), postgresql(), mariadb()]).then((all) => all.filter((each) => each !== undefined));
  return places;
}

after(async function () {
  this.timeout(30_000);
  await Promise.all(opened.map((close) => close()));
  await Promise.all(started.map((server) => server.stop()));
});

async function sqlite(): Promise<SqlPlace | undefined> {
  let Database: new (file: string) => SqliteDatabase;
  try {
    ({ Database } = createRequire(path.join(sqliteFolder, 'package.json'))('sqlite3'));
  } catch {
    console.log('The SQLite node is not installed here, so its tests are skipped.');
    return undefined;
  }
  const open = new Database(':memory:');
  const run = (sql: string) =>
    new Promise<void>((resolve, reject) => open.exec(sql, (error) => (error ? reject(error) : resolve())));
  const rows = (sql: string) =>
    new Promise<Row[]>((resolve, reject) => open.all(sql, (error, found) => (error ? reject(error) : resolve(found))));
  const send = ({ set }: SqlMessage) => run(String(set.topic));
  return { database: 'sqlite', send, sendAnew: send, rows, run, quote: doubleQuotes };
}

async function postgresql(): Promise<SqlPlace | undefined> {
  const server = await startPostgresql();
  if (!server) return undefined;
  started.push(server);
  const sendBy =
    ({ run }: Tables) =>
    ({ set }: SqlMessage) =>
      run(String(set.query));
  const open = () => keep(openPostgresql(server.port));
  const { rows, run } = open();
  const sendAnew = (message: SqlMessage) => sendBy(open())(message);
  return { database: 'postgresql', send: sendBy(open()), sendAnew, rows, run, quote: doubleQuotes };
}

async function mariadb(): Promise<SqlPlace | undefined> {
  const server = await startMariadb();
  if (!server) return undefined;
  started.push(server);
  const { rows, run } = keep(openMariadb(server.port));
  const sendBy =
    (pool: MysqlPool) =>
    async ({ set }: SqlMessage) =>
      void (await pool.query(String(set.topic), set.payload));
  const open = (charset = 'UTF8_GENERAL_CI') => mysqlPool(server.port, charset);
  const sendAnew = (message: SqlMessage, charset?: string) => sendBy(open(charset))(message);
  const quote = (name: string) => `\`${name.replaceAll('`', '``')}\``;
  return { database: 'mysql', send: sendBy(open()), sendAnew, rows, run, quote };
}

/** As the MySQL node opens it. Its charset is the node's, unless a person chose another. */
export function mysqlPool(port: number, charset: string): MysqlPool {
  const { createPool } = createRequire(path.join(counterpartsFolder, 'package.json'))('mysql2/promise') as {
    createPool(options: object): MysqlPool;
  };
  const options = { ...databaseAccount, host: '127.0.0.1', port, charset, timezone: 'local' };
  const pool = createPool({ ...options, insecureAuth: true, multipleStatements: true, connectionLimit: 1 });
  opened.push(() => pool.end());
  return pool;
}

function keep(tables: Tables): Tables {
  opened.push(() => tables.close());
  return tables;
}

function doubleQuotes(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Tells a story to each database that is here, in a new table. */
export function inEach(
  title: string,
  story: (place: SqlPlace) => Promise<void>,
  databases: readonly RealDatabase[] = realDatabases,
): void {
  for (const database of databases) {
    it(`${title} (${database})`, async function () {
      this.timeout(60_000);
      const place = (await sqlPlaces()).find((each) => each.database === database);
      if (!place) return this.skip();
      await place.run('DROP TABLE IF EXISTS sales');
      await story(place);
    });
  }
}
