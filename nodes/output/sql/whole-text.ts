/** A last look at what goes out: characters that no database takes, or that one does not. */
import { recordsInvalid } from './records-invalid';
import type { SqlDatabase } from './sql-order';
import type { SqlTable } from './sql-table';

/** Databases whose text has the values as JSON writes them: such characters in escapes. */
const AS_JSON: ReadonlySet<SqlDatabase> = new Set(['postgresql', 'sqlserver']);

/** Databases whose texts cannot have a NUL in them. */
const NO_NUL: ReadonlySet<SqlDatabase> = new Set(['postgresql', 'sqlserver']);

/**
 * The drivers would put another character for half of one, without a word.
 * @throws DataConnectError `RECORDS_INVALID` with the first value that has one in it
 */
export function requireWholeCharacters({ order: { table, database }, columns }: SqlTable, written: string): void {
  const noNul = NO_NUL.has(database);
  const isEscaped = AS_JSON.has(database) && written.includes('\\u') && /\\u(?:0000|d[89a-f])/.test(written);
  const isWhole = written.isWellFormed() && !(noNul && written.includes('\0')) && !isEscaped;
  if (isWhole) return;
  for (const { column, cells } of columns) {
    for (const [row, cell] of cells.entries()) {
      if (typeof cell !== 'string') continue;
      const isFit = cell.isWellFormed() && !(noNul && cell.includes('\0'));
      if (isFit) continue;
      const phrase = cell.isWellFormed() ? 'sql-nul' : 'sql-half-character';
      throw recordsInvalid(table, { phrase, facts: { column: column.name, row: row + 1 } });
    }
  }
}
