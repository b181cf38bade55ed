/** Where the rows of flows go: a file of lines, or a database by upsert. What it has is what was delivered. */
import { appendFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Changes } from '../../../nodes/incremental/changes/change-feed';
import type { DataRecord } from '../../../nodes/record';

/** `driver`: the file of a database's driver. */
export type Place =
  | { kind: 'file'; folder: string }
  | { kind: 'sqlite'; file: string; driver: string }
  | { kind: 'postgresql'; connection: Record<string, unknown>; driver: string };

export interface PlaceWriter {
  /** Whole when it returns: records with an `Id` by it, those without as they come. */
  take(table: string, changes: Changes): Promise<void>;
}

interface PgClient {
  connect(): Promise<void>;
  query(sql: string): Promise<unknown>;
}
interface SqliteFile {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/** The table of records that no key names. */
export const looseTable = (table: string): string => `${table}_loose`;

export function openPlace(place: Place): PlaceWriter {
  if (place.kind === 'file') {
    return { take: (table, changes) => appendFile(path.join(place.folder, table), `${JSON.stringify(changes)}\n`) };
  }
  const run = place.kind === 'sqlite' ? inSqlite(place) : inPostgresql(place);
  return { take: (table, changes) => run(statementsOf(table, changes)) };
}

function inPostgresql({ connection, driver }: Place & { kind: 'postgresql' }): (sql: string) => Promise<void> {
  const { Client } = createRequire(driver)(driver) as { Client: new (options: object) => PgClient };
  const client = new Client(connection);
  const connected = client.connect();
  return async (sql) => {
    await connected;
    await client.query(sql);
  };
}

function inSqlite({ file, driver }: Place & { kind: 'sqlite' }): (sql: string) => Promise<void> {
  const { Database } = createRequire(driver)(driver) as { Database: new (file: string) => SqliteFile };
  const open = new Database(file);
  const run = (sql: string) =>
    new Promise<void>((resolve, reject) => open.exec(sql, (error) => (error ? reject(error) : resolve())));
  // Nothing here cuts the power of the machine.
  const begun = run('PRAGMA synchronous = OFF');
  return async (sql) => {
    await begun;
    await run(`BEGIN;${sql};COMMIT`);
  };
}

/** Understood by PostgreSQL, in which several are one transaction, and by SQLite. */
function statementsOf(table: string, { change, records }: Changes): string {
  if (change === 'removed') {
    return `DELETE FROM "${table}" WHERE "Id" IN (${records.map(({ Id }) => textOf(Id)).join(', ')})`;
  }
  const [named, loose] = [true, false].map((isNamed) => records.filter(({ Id }) => (Id !== null) === isNamed));
  const statements: string[] = [];
  if (named!.length > 0) {
    const columns = Object.keys(named![0]!).filter((column) => column !== 'Id');
    const updates = columns.map((column) => `"${column}" = excluded."${column}"`);
    statements.push(`${insertOf(table, named!)} ON CONFLICT ("Id") DO UPDATE SET ${updates.join(', ')}`);
  }
  if (loose!.length > 0) statements.push(insertOf(looseTable(table), loose!));
  return statements.join(';');
}

function insertOf(table: string, records: readonly DataRecord[]): string {
  const columns = Object.keys(records[0]!);
  const rows = records.map((record) => `(${columns.map((column) => textOf(record[column])).join(', ')})`);
  return `INSERT INTO "${table}" ("${columns.join('", "')}") VALUES ${rows.join(', ')}`;
}

function textOf(value: DataRecord[string] | undefined): string {
  return value === null || value === undefined ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;
}
