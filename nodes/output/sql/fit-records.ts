/** Values of records as the cells of a table: as they came, or an error that says which cannot be. */
import type { PhraseKey } from '../../errors';
import { fitDays, fitInstants, fitTimestamps } from './fit-dates';
import { fitNumbers } from './fit-numbers';
import { fitGuids, fitTexts, fitTruths } from './fit-texts';
import type { FittedColumn, Fitting } from './fitted-column';
import { recordsInvalid, shapeOf } from './records-invalid';
import type { SqlColumn } from './sql-column';
import type { SqlBatch, SqlOrder } from './sql-order';

/**
 * The columns with the cells of all records.
 * @throws DataConnectError `RECORDS_INVALID`
 */
export function fitRecords(
  { table, database, misfits }: SqlOrder,
  columns: readonly SqlColumn[],
  records: SqlBatch['records'],
): FittedColumn[] {
  return columns.map((column) => {
    const refuse = (row: number, phrase: PhraseKey, more?: { size: number }): never => {
      const value = shapeOf(records[row]![column.name]);
      throw recordsInvalid(table, { phrase, facts: { column: column.name, row: row + 1, value, ...more } });
    };
    const fitted = fitColumn({ column, records, database, misfits, refuse });
    if (column.isKey) {
      const row = fitted.cells.indexOf(null);
      if (row >= 0) refuse(row, 'sql-no-key-value');
    }
    return fitted;
  });
}

function fitColumn(fitting: Fitting): FittedColumn {
  const { database, column } = fitting;
  switch (column.kind) {
    case 'integer':
    case 'decimal':
    case 'float':
    case 'number':
      return fitNumbers(fitting, column.kind);
    case 'boolean':
      return fitTruths(fitting);
    case 'text':
      return fitTexts(fitting);
  }
  // SQLite has no types for these: they are texts there.
  if (database === 'sqlite') return fitTexts(fitting);
  switch (column.kind) {
    case 'timestamp':
      return fitTimestamps(fitting);
    case 'instant':
      return fitInstants(fitting);
    case 'date':
      return fitDays(fitting);
    case 'guid':
      return fitGuids(fitting);
  }
}
