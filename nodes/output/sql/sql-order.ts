/** What the SQL of a batch is made from, and what becomes of it. */
import type { Period as SqlPeriod } from '../../parameters/date-axis';
import type { ColumnInfo } from '../../record';

export type { SqlPeriod };

export type SqlDatabase = 'sqlite' | 'postgresql' | 'mysql' | 'sqlserver';

/** What a person chose; all of it is stored in the node. */
export interface SqlOrder {
  database: SqlDatabase;
  /** `daily`, or with the schema before it: `sales.daily`. */
  table: string;
  /**
   * `update`: a record with the key of one that is there takes its place. `replace`: the first batch of a run empties
   * the run's period, or the whole table where there is no date column. `append`: records are added and nothing else.
   */
  write: 'update' | 'replace' | 'append';
  /** Names of the columns that tell records apart; used by `update`. */
  key: readonly string[];
  /** Name of the column that says to which period a record belongs; used by `replace`. Empty: the whole table. */
  dateColumn: string;
  createTable: boolean;
  addColumns: boolean;
  /**
   * What becomes of values that the database's type cannot hold as they came: an error, or columns of decimals, dates
   * and ids are text from the beginning.
   */
  misfits: 'error' | 'text';
}

/** The records of one message. */
export interface SqlBatch {
  records: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** `msg.columns`, where the message has them; else names and types are those of the records. */
  columns?: readonly ColumnInfo[] | undefined;
  /** True for the first message of its run, and for a message that stands alone. */
  first: boolean;
  /** Of the whole run; undefined where the message tells none. */
  period?: SqlPeriod | undefined;
}

/** What the message for the database node holds. */
export interface SqlMessage {
  /** The SQL, as a preview shows it. */
  text: string;
  /** Properties of the message by name; one of them is the text. */
  set: Readonly<Record<string, unknown>>;
  /** Properties that would change what the database node does with the text. */
  unset: readonly string[];
}
