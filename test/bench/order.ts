/** What is measured: one order is one fresh process that does one thing; the start of Node-RED is apart from that. */

export const FORMATS = ['Json', 'JsonDataTable', 'Csv', 'Xml', 'XmlDataTable'] as const;

export type Format = (typeof FORMATS)[number];

/**
 * - `node`: our node in Node-RED, as it is dragged onto a flow but for its output
 * - `core`: the flow people build today: http request, json, csv or xml, split, in Node-RED
 * - `body.json()`: undici, without Node-RED
 * - `socket`: reads the bytes and does nothing with them
 * - `pipe`: undici's `body.pipe(file)`, without Node-RED: nothing is looked at; where the report goes into a file
 *
 * Where the report goes into a database, `node` is our node, Records to SQL and the database's node, and there are
 * - `records`: our node alone
 * - `text`: our node and Records to SQL, without the database's node
 * - `row`: our node with a message for each record, a function node that makes its INSERT, the database's node
 * - `bulk`: the database's own loading of the same records from a file
 */
export type Contender = 'node' | 'core' | 'body.json()' | 'socket' | 'pipe' | 'records' | 'text' | 'row' | 'bulk';

/** By what they are called in the dialog of Records to SQL. MariaDB is `mysql`. */
export const DATABASES = ['sqlite', 'postgresql', 'mysql'] as const;

export type Database = (typeof DATABASES)[number];

/** Where a database is: its port on 127.0.0.1, or its file. */
export type DatabaseAddress = { port: number } | { file: string };

export type Load =
  /** `count` answers one after the other, each in messages of 1000 records. */
  | { kind: 'reports'; count: number }
  /** Many answers, each in one message, `atOnce` of them at a time. */
  | { kind: 'answers'; count: number; atOnce: number }
  /** A report over 1000 days, in windows of so many days. */
  | { kind: 'windows'; days: number };

export interface Order {
  contender: Contender;
  format: Format;
  /** Records of one answer. */
  rows: number;
  gzip: boolean;
  load: Load;
  /** Where the report goes; nowhere when left out. */
  into?: Database;
  /** Whether it goes into a file. */
  toFile?: boolean;
  /** How the node goes on from what was confirmed; where left out, it does not. */
  goesOn?: GoesOn;
}

/**
 * - `report`, `list`: the node does not go on; what those behind it are compared with
 * - `all`, `new`: the first run over the range of the report, whose records are sent as they are, or remembered
 * - `new again`, `marked again`: the next run, which has all of them once more
 * - `changes`, `changes again`: every record of the list is added, and then none has changed
 */
export const GOING_ON = [
  ...(['report', 'all', 'new', 'new again', 'marked again'] as const),
  ...(['list', 'changes', 'changes again'] as const),
];

export type GoesOn = (typeof GOING_ON)[number];

export function isOfList({ goesOn }: Pick<Order, 'goesOn'>): boolean {
  return goesOn === 'list' || goesOn === 'changes' || goesOn === 'changes again';
}

/** Whether it goes on from what an order before it left. */
export function isAgain({ goesOn }: Order): boolean {
  return goesOn?.endsWith('again') ?? false;
}

/** What one process measured. */
export interface Measured {
  /** Milliseconds until the last record was counted. */
  time: number;
  /** Milliseconds the process worked for it, on all its threads. */
  processor: number;
  /** Milliseconds until the first records were. */
  first: number;
  /** Resident bytes above the process at rest. */
  growth: number;
  /** The longest time the event loop did not turn, in milliseconds. */
  stall: number;
  /** Milliseconds that the database's server worked for it; 0 where there is none. */
  server: number;
  /** Bytes on the disk of what the node goes on from. */
  disk: number;
}

/** Records per message, where a report comes in several. */
export const BATCH = 1000;

/** Days of a report that is cut into windows. */
export const WINDOW_DAYS = 1000;

/** Names an order in the tables and for the targets. */
export function nameOf({ contender, format, rows, gzip, load, into, toFile, goesOn }: Order): string {
  const where = [...(into ? [into] : []), ...(toFile ? ['file'] : []), ...(goesOn ? [goesOn] : [])];
  return [contender, format, rows, ...(gzip ? ['gzip'] : []), ...loadName(load), ...where].join(' ');
}

function loadName(load: Load): string[] {
  if (load.kind === 'answers') return [`${load.atOnce} at a time`];
  if (load.kind === 'reports') return load.count > 1 ? [`${load.count} times`] : [];
  return [`windows of ${load.days} days`];
}

/** Which types a Node-RED has besides its own: as many empty ones as we have, ours, or none. */
export const TYPES = ['empty', 'ours', 'none'] as const;

export type Types = (typeof TYPES)[number];

/** How long a Node-RED takes to start, in milliseconds. */
export interface Start {
  /** Until its flows have started. */
  server: number;
  /** From opening the address until the palette has all types and the loading screen is gone. */
  editor: number;
}
