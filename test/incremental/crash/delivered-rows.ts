/** What the flows of extractions have, read from where their rows went. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Changes } from '../../../nodes/incremental/changes/change-feed';
import type { DataRecord } from '../../../nodes/record';
import type { Tables } from '../../counterparts/look-into';
import { temporaryFolder } from '../cursor/cursor-samples';
import { looseTable, type Place } from './places-of-rows';
import type { Way } from './service';

/** Texts, as a database with columns of text has them. */
export type DeliveredRow = Record<string, string | null>;

export interface DeliveredRows {
  /** By their `Id`. */
  named: Map<string, DeliveredRow>;
  /** Those without one. */
  loose: DeliveredRow[];
}

export interface RowsPlace {
  place: Place;
  /** Before anything is delivered into it. */
  create(table: string, way: Way): Promise<void>;
  read(table: string): Promise<DeliveredRows>;
}

const COLUMNS: Record<Way, string[]> = {
  changes: ['Name', 'Price'],
  windows: ['Sold', 'Product', 'Amount'],
  'keyed windows': ['Sold', 'Product', 'Amount'],
};

/** A file of lines for each table. */
export function filePlace(): RowsPlace {
  const folder = temporaryFolder();
  return {
    place: { kind: 'file', folder },
    create: async () => undefined,
    read: async (table) => replayed(path.join(folder, table)),
  };
}

/** @param tables of the same database */
export function databasePlace(place: Place, tables: Tables): RowsPlace {
  return {
    place,
    async create(table, way) {
      const columns = COLUMNS[way].map((column) => `, "${column}" text`).join('');
      await tables.run(`CREATE TABLE "${table}" ("Id" text PRIMARY KEY${columns})`);
      await tables.run(`CREATE TABLE "${looseTable(table)}" ("Id" text${columns})`);
    },
    async read(table) {
      const named = (await tables.rows(`SELECT * FROM "${table}"`)) as DeliveredRow[];
      const loose = (await tables.rows(`SELECT * FROM "${looseTable(table)}"`)) as DeliveredRow[];
      return { named: new Map(named.map((row) => [row.Id!, row])), loose };
    },
  };
}

export function rowOf(record: DataRecord): DeliveredRow {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : String(value)]));
}

function replayed(file: string): DeliveredRows {
  const rows: DeliveredRows = { named: new Map(), loose: [] };
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines) {
    const { change, records } = JSON.parse(line) as Changes;
    for (const row of records.map(rowOf)) {
      if (row.Id === null) rows.loose.push(row);
      else if (change === 'removed') rows.named.delete(row.Id!);
      else rows.named.set(row.Id!, row);
    }
  }
  return rows;
}
