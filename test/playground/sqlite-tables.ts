/** Looks into the SQLite files of a folder, read-only, through the driver that the SQLite node uses. */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Column {
  name: string;
  /** As the table was made with it; empty where it was made with none. */
  type: string;
}

export interface Table {
  name: string;
  kind: 'table' | 'view';
  columns: readonly Column[];
  rows: number;
}

/** A piece of a table. Whole numbers are texts, which keep all their digits; what is no text is told as one. */
export interface Rows {
  columns: readonly Column[];
  rows: readonly (readonly (string | number | null)[])[];
}

interface Database {
  all(sql: string, values: unknown[], done: (error: Error | null, rows: Record<string, never>[]) => void): void;
  close(done: () => void): void;
  configure(option: 'busyTimeout', milliseconds: number): void;
}

interface Driver {
  Database: new (file: string, mode: number, opened: (error: Error | null) => void) => Database;
  OPEN_READONLY: number;
}

/** A flow that writes has the file to itself for a moment. */
const BUSY_TIMEOUT = 5000;
const LONGEST_TEXT = 300;
const FILE_BEGINS = 'SQLite format 3\0';

/** Names of the SQLite files that lie in a folder. */
export function sqliteFiles(directory: string): string[] {
  const files = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name }) => name).filter((name) => beginOf(path.join(directory, name)) === FILE_BEGINS);
}

function beginOf(file: string): string {
  const begin = Buffer.alloc(FILE_BEGINS.length);
  const open = openSync(file, 'r');
  try {
    readSync(open, begin, 0, begin.length, 0);
  } finally {
    closeSync(open);
  }
  return begin.toString('latin1');
}

export class SqliteTables {
  readonly #driver: Driver;

  /**
   * @param home folder in whose `node_modules` the driver is
   * @throws Error when it is not installed
   */
  constructor(home: string) {
    this.#driver = createRequire(path.join(home, 'package.json'))('sqlite3') as Driver;
  }

  /** Tables and views, by name. @throws Error of SQLite */
  async tables(file: string): Promise<Table[]> {
    return this.#opened(file, async (query) => {
      const named = await query(
        "SELECT name, type AS kind FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      );
      const tables: Table[] = [];
      for (const { name, kind } of named as unknown as Pick<Table, 'name' | 'kind'>[]) {
        const [counted] = await query(`SELECT count(*) AS rows FROM ${quoted(name)}`);
        tables.push({ name, kind, columns: await columnsOf(query, name), rows: Number(counted!.rows) });
      }
      return tables;
    });
  }

  /** @returns so many rows from a place on, or undefined where there is no such table. @throws Error of SQLite */
  async rows(file: string, table: string, from: number, most: number): Promise<Rows | undefined> {
    return this.#opened(file, async (query) => {
      const columns = await columnsOf(query, table);
      if (columns.length === 0) return undefined;
      const values = columns.map(({ name }, index) => `${shown(quoted(name))} AS c${index}`);
      const read = await query(`SELECT ${values.join(', ')} FROM ${quoted(table)} LIMIT ? OFFSET ?`, [most, from]);
      return { columns, rows: read.map((row) => columns.map((_, index) => row[`c${index}`] ?? null)) };
    });
  }

  async #opened<T>(file: string, read: (query: Query) => Promise<T>): Promise<T> {
    const database = await new Promise<Database>((resolve, reject) => {
      const opened: Database = new this.#driver.Database(file, this.#driver.OPEN_READONLY, (error) =>
        error ? reject(error) : resolve(opened),
      );
    });
    database.configure('busyTimeout', BUSY_TIMEOUT);
    const query: Query = (sql, values = []) =>
      new Promise((resolve, reject) => {
        database.all(sql, values, (error, rows) => (error ? reject(error) : resolve(rows)));
      });
    try {
      return await read(query);
    } finally {
      await new Promise<void>((resolve) => database.close(resolve));
    }
  }
}

type Query = (sql: string, values?: unknown[]) => Promise<Record<string, never>[]>;

async function columnsOf(query: Query, table: string): Promise<Column[]> {
  return (await query('SELECT name, type FROM pragma_table_info(?)', [table])) as unknown as Column[];
}

/** A name as SQL writes it, whatever is in it. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The driver would round whole numbers beyond 2^53, and pictures and long texts have no place in a table. */
function shown(column: string): string {
  return `CASE typeof(${column}) WHEN 'integer' THEN CAST(${column} AS TEXT) WHEN 'blob' THEN length(${column}) || ' bytes' WHEN 'text' THEN CASE WHEN length(${column}) > ${LONGEST_TEXT} THEN substr(${column}, 1, ${LONGEST_TEXT}) || ' …' ELSE ${column} END ELSE ${column} END`;
}
