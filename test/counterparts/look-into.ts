/** Looks into databases with the drivers of the counterparts, as another program beside Node-RED. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { databaseAccount } from './account';
import { counterpartsFolder, sqliteFolder } from './install';

/** One row, its values by the names of the columns. */
export type Row = Record<string, unknown>;
/** Values as the database writes them: drivers read integers beyond 2^53, decimals and early years wrongly. */
export type TextRow = Record<string, string | null>;

export interface Tables {
  /** Rows of a query; those of SQLite as its driver reads them. @throws Error with the database's words */
  rows(sql: string): Promise<Row[]>;
  /** A whole table. @throws Error with the database's words, for example when there is no such table */
  table(name: string): Promise<TextRow[]>;
  /** Statements without an answer. @throws Error with the database's words */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

interface PgClient {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: Row[] }>;
  on(event: 'error', listener: () => void): void;
  end(): Promise<void>;
}
interface MysqlConnection {
  query(sql: string): Promise<[Row[], unknown]>;
  on(event: 'error', listener: () => void): void;
  end(): Promise<void>;
}
interface SqliteDatabase {
  all(sql: string, done: (error: Error | null, rows: Row[]) => void): void;
  exec(sql: string, done: (error: Error | null) => void): void;
  close(done: (error: Error | null) => void): void;
}

const driversIn = (folder: string) => createRequire(path.join(folder, 'package.json'));

/** A PostgreSQL server of `startPostgresql`. */
export function openPostgresql(port: number, database: string = databaseAccount.database): Tables {
  const { Client } = driversIn(counterpartsFolder)('pg') as { Client: new (options: object) => PgClient };
  const types = { getTypeParser: () => (text: string) => text };
  const client = new Client({ ...databaseAccount, database, host: '127.0.0.1', port, types });
  // Whoever asks next is told; without a listener a crash of the server would be one of this process.
  client.on('error', () => {});
  const connected = client.connect();
  const query = async (sql: string) => {
    await connected;
    return client.query(sql);
  };
  return {
    rows: async (sql) => (await query(sql)).rows,
    table: async (name) => (await query(`SELECT * FROM "${name}"`)).rows as TextRow[],
    run: async (sql) => void (await query(sql)),
    close: () => client.end(),
  };
}

/** A MariaDB server of `startMariadb`. */
export function openMariadb(port: number): Tables {
  const { createConnection } = driversIn(counterpartsFolder)('mysql2/promise') as {
    createConnection(options: object): Promise<MysqlConnection>;
  };
  const options = { ...databaseAccount, host: '127.0.0.1', port, charset: 'utf8mb4', multipleStatements: true };
  const typeCast = (field: { string(encoding: string): string | null }) => field.string('utf8');
  const connected = createConnection({ ...options, typeCast });
  const listening = connected.then((connection) => connection.on('error', () => {}));
  const query = async (sql: string) => {
    await listening;
    return (await connected).query(sql);
  };
  return {
    rows: async (sql) => (await query(sql))[0],
    table: async (name) => (await query(`SELECT * FROM \`${name}\``))[0] as TextRow[],
    run: async (sql) => void (await query(sql)),
    close: async () => (await connected).end(),
  };
}

/** A file of SQLite. The SQLite node must be installed (`installSqlite`). */
export function openSqlite(file: string): Tables {
  const { Database } = driversIn(sqliteFolder)('sqlite3') as { Database: new (file: string) => SqliteDatabase };
  const open = new Database(file);
  const ended = (work: (done: (error: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
  const rows = (sql: string) =>
    new Promise<Row[]>((resolve, reject) => open.all(sql, (error, found) => (error ? reject(error) : resolve(found))));
  return {
    rows,
    table: async (name) => {
      const columns = (await rows(`PRAGMA table_info("${name}")`)).map((column) => `"${column.name}"`);
      const casts = columns.map((column) => `CAST(${column} AS TEXT) AS ${column}`);
      return (await rows(`SELECT ${casts} FROM "${name}"`)) as TextRow[];
    },
    run: (sql) => ended((done) => open.exec(sql, done)),
    close: () => ended((done) => open.close(done)),
  };
}
