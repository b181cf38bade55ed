/** What the flows write into, and how each can be broken at a batch and mended again. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Row, Tables, TextRow } from '../../counterparts/look-into';
import type { DatabaseServer } from '../../counterparts/start-server';
import type { Random } from '../../fuzz/random';
import type { SinkDatabase } from './sink-flows';
import { KEY } from './sink-flows';

/** Something that goes wrong with a sink at one batch. */
export interface Fault {
  name: string;
  /** True when the batch cannot go through; else it may, as it comes. */
  isSure: boolean;
  /** Before the run. @param bad a record of the batch */
  arrange?(table: string, bad: Row): Promise<void>;
  /** Before the batch goes to its sink. @returns what the flow gets to read */
  strike?(table: string): Promise<string | undefined>;
  /** Behind the run. */
  mend?(table: string): Promise<void>;
}

/** A database that the flows write into. */
export class SqlSink {
  #held: Tables | undefined;

  /** @param open a connection of one's own, as another program has it */
  constructor(
    readonly database: SinkDatabase,
    readonly open: () => Tables,
    readonly server?: DatabaseServer,
  ) {}

  /** Nobody waits for a lock longer than a test can. Must be called when the server has started. */
  async limitWaits(): Promise<void> {
    if (this.database === 'postgresql') await this.run("ALTER DATABASE dataconnect SET lock_timeout = '200ms'");
    if (this.database === 'mysql') await this.run('SET GLOBAL lock_wait_timeout = 1');
  }

  rows(table: string): Promise<TextRow[]> {
    return this.#once((tables) => tables.table(table));
  }

  run(sql: string): Promise<void> {
    return this.#once((tables) => tables.run(sql));
  }

  faults(random: Random): Fault[] {
    const { server } = this;
    const common = [this.#missingTable(), this.#refusedValue(), this.#lock()];
    if (!server) return [...common, this.#diskFull()];
    return [...common, this.#crash(server), this.#crashMeanwhile(server, random.below(30))];
  }

  async #once<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> {
    const tables = this.open();
    return work(tables).finally(() => tables.close());
  }

  #quoted(name: string): string {
    return this.database === 'mysql' ? `\`${name}\`` : `"${name}"`;
  }

  #rename(from: string, to: string): Promise<void> {
    return this.run(`ALTER TABLE ${this.#quoted(from)} RENAME TO ${this.#quoted(to)}`);
  }

  #missingTable(): Fault {
    return {
      name: 'missing table',
      isSure: true,
      strike: (table) => this.#rename(table, `${table}_away`).then(() => undefined),
      mend: (table) => this.#rename(`${table}_away`, table),
    };
  }

  #refusedValue(): Fault {
    const refusal = (table: string, bad: unknown) => {
      const begin = `CREATE TRIGGER refuse_it BEFORE INSERT ON ${this.#quoted(table)}`;
      const isBad = `NEW.${this.#quoted(KEY)} = ${Number(bad)}`;
      return {
        sqlite: `${begin} WHEN ${isBad} BEGIN SELECT RAISE(ABORT, 'refused'); END`,
        postgresql: `CREATE OR REPLACE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF ${isBad} THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$;
          ${begin} FOR EACH ROW EXECUTE FUNCTION refuse_it()`,
        mysql: `${begin} FOR EACH ROW IF ${isBad} THEN SIGNAL SQLSTATE '45000'; END IF`,
      }[this.database];
    };
    return {
      name: 'refused value',
      isSure: true,
      arrange: (table, bad) => this.run(refusal(table, bad[KEY])),
      mend: (table) => {
        const where = this.database === 'postgresql' ? ` ON ${this.#quoted(table)}` : '';
        return this.run(`DROP TRIGGER refuse_it${where}`);
      },
    };
  }

  /** Longer than a session waits for a lock. */
  #lock(): Fault {
    const lock = (table: string) =>
      ({
        sqlite: 'BEGIN EXCLUSIVE',
        postgresql: `BEGIN; LOCK TABLE ${this.#quoted(table)}`,
        mysql: `LOCK TABLES ${this.#quoted(table)} WRITE`,
      })[this.database];
    return {
      name: 'lock',
      isSure: true,
      strike: async (table) => {
        this.#held = this.open();
        await this.#held.run(lock(table));
        return undefined;
      },
      mend: async () => {
        await this.#held?.run(this.database === 'mysql' ? 'UNLOCK TABLES' : 'ROLLBACK');
        await this.#held?.close();
        this.#held = undefined;
      },
    };
  }

  #crash(server: DatabaseServer): Fault {
    return {
      name: 'server killed',
      isSure: true,
      strike: () => server.crash().then(() => undefined),
      mend: () => this.#startAgain(server),
    };
  }

  /** Killed while the batch is under way: before, behind or in the middle of its statement. */
  #crashMeanwhile(server: DatabaseServer, milliseconds: number): Fault {
    let killed: Promise<void> | undefined;
    return {
      name: `server killed ${milliseconds} ms later`,
      isSure: false,
      strike: () => {
        killed = new Promise((resolve) => setTimeout(() => void server.crash().then(resolve), milliseconds));
        return Promise.resolve(undefined);
      },
      mend: async () => {
        await killed;
        await this.#startAgain(server);
      },
    };
  }

  async #startAgain(server: DatabaseServer): Promise<void> {
    await server.startAgain();
    await this.limitWaits();
  }

  /** The file may not grow, and has no room left in it. */
  #diskFull(): Fault {
    return {
      name: 'disk full',
      isSure: true,
      arrange: (table) => this.run(`DELETE FROM ${this.#quoted(table)}; VACUUM`),
      strike: () => Promise.resolve('PRAGMA max_page_count = 1'),
    };
  }
}

/** Files that a core file node appends to, one for each run. */
export class FileSink {
  readonly folder: string;
  #runs = 0;

  constructor(place: string) {
    this.folder = mkdtempSync(path.join(place, 'failing-sinks-'));
  }

  /** A new run writes into a new file. */
  next(): string {
    return path.join(this.folder, `${++this.#runs}.jsonl`);
  }

  rows(file: string): Row[] {
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines.flatMap((line) => JSON.parse(line) as Row[]);
  }

  faults(): Fault[] {
    const into = (name: string, file: string): Fault => ({ name, isSure: true, strike: () => Promise.resolve(file) });
    const folder = path.join(this.folder, 'folder');
    mkdirSync(folder, { recursive: true });
    return [
      into('disk full', '/dev/full'),
      into('missing folder', path.join(this.folder, 'none', 'a.jsonl')),
      into('a folder', folder),
    ];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
