/** What becomes of the values of one column. */
import type { PhraseKey } from '../../errors';
import type { SqlColumn } from './sql-column';
import type { SqlBatch, SqlDatabase, SqlOrder } from './sql-order';

/** A value as a database gets it. Numbers whose digits a double cannot hold are text. */
export type SqlValue = string | number | boolean | null;

/** A column with its values, and what a type must hold for them. */
export interface FittedColumn {
  column: SqlColumn;
  /** One for each record. */
  cells: SqlValue[];
  /** Digits behind the point: of numbers, and of the seconds of times. */
  scale: number;
  /** True where a double would lose digits. */
  exact: boolean;
}

/** What the values of one column are made to cells with. */
export interface Fitting {
  column: SqlColumn;
  records: SqlBatch['records'];
  database: SqlDatabase;
  misfits: SqlOrder['misfits'];
  /** @throws DataConnectError `RECORDS_INVALID` */
  refuse(row: number, phrase: PhraseKey, more?: { size: number }): never;
}
