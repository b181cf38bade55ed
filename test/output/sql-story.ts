/** Stories of Records to SQL: orders and batches in few words, and the databases they are told to. */
import type { SqlBatch, SqlDatabase, SqlMessage, SqlOrder } from '../../nodes/output/sql/sql-order';
import { writeSql } from '../../nodes/output/sql/write-sql';
import type { ColumnInfo } from '../../nodes/record';
import { type SqlPlace, sqlPlaces } from './sql-places';

export const realDatabases = ['sqlite', 'postgresql', 'mysql'] as const;
export type RealDatabase = (typeof realDatabases)[number];
export const allDatabases: readonly SqlDatabase[] = [...realDatabases, 'sqlserver'];

/** Records are updated by `Id`, unless it says otherwise. */
export function orderFor(database: SqlDatabase, more: Partial<SqlOrder> = {}): SqlOrder {
  const choices = { table: 'sales', write: 'update', key: ['Id'], dateColumn: '', misfits: 'error' } as const;
  return { database, createTable: true, addColumns: true, ...choices, ...more };
}

/** `INT`, `VARCHAR(50)` and so on by the name of the column, as the catalogue says them. */
export function columnsOfTypes(types: Record<string, string>): ColumnInfo[] {
  return Object.entries(types).map(([name, sqlType]) => ({ name, type: 'unknown', sqlType, source: 'catalogue' }));
}

export function messageFor(order: SqlOrder, records: SqlBatch['records'], more: Partial<SqlBatch> = {}): SqlMessage {
  return writeSql(order, { records, first: true, ...more });
}

/** Tells a story to each database that is here, in a new table. */
export function inEach(
  title: string,
  story: (place: SqlPlace & { database: RealDatabase }) => Promise<void>,
  databases: readonly RealDatabase[] = realDatabases,
): void {
  for (const database of databases) {
    it(`${title} (${database})`, async function () {
      this.timeout(60_000);
      const place = (await sqlPlaces()).find((each) => each.database === database);
      if (!place) return this.skip();
      await place.run('DROP TABLE IF EXISTS sales');
      await story({ ...place, database });
    });
  }
}
