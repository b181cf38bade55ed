/** What every reader makes and everything behind it works on. */

/** A field's value: as the service sent it. Numbers a double cannot hold exactly are strings of their digits. */
export type Value = string | number | boolean | null | Date | Value[] | { [name: string]: Value };

export type DataRecord = { [column: string]: Value };

/** What the values of a column are; `unknown` where nothing says, or where they differ. */
export const COLUMN_TYPES = ['string', 'integer', 'number', 'boolean', 'unknown'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** One column of an answer, as known so far. */
export interface ColumnInfo {
  /** The key in the records. */
  name: string;
  type: ColumnType;
  /** SQL Server's type, from the catalogue or the answer's Schema. */
  sqlType?: string;
  /** Maximum length the answer's Schema states. */
  length?: number;
  /** Where the type comes from. */
  source: 'catalogue' | 'schema' | 'data';
  /** The service's own name, where the key differs from it (duplicate or dangerous names). */
  originalName?: string;
  /** True once a value of this column was kept as text because a number would have lost digits. */
  digitsKeptAsText?: true;
  /** What became of its values where they are about a person. */
  personal?: 'mask' | 'hash';
}
