/** How an answer becomes text: something before the rows, the rows with something between them, something after. */
import type { Column } from '../../../nodes/catalogue';
import type { Row, Value } from '../answers/answer';

export interface TextFormat {
  contentType: string;
  extension: string;
  head: string;
  row(row: Row): string;
  between: string;
  tail: string;
}

/** MONEY has two decimals on the wire (`0.10`); everything else has its own digits. */
export function numberText(value: number | bigint, column: Column | undefined): string {
  return typeof value === 'number' && column?.sqlType === 'MONEY' ? value.toFixed(2) : String(value);
}

/** One row of an answer's Schema. The real words of `Type` and `SafeType` are not documented. */
export function schemaOf(column: Column): { Column_Name: string; Type: string; SafeType: string; Length: Value } {
  const sqlType = column.sqlType ?? DEFAULT_SQL[column.format ?? column.type] ?? 'NVARCHAR(MAX)';
  const [, word = 'NVARCHAR', length] = /^(\w+)(?:\((\w+))?/.exec(sqlType) ?? [];
  return {
    Column_Name: column.name,
    Type: word.toLowerCase(),
    SafeType: SAFE_TYPES[column.type],
    Length: length === undefined ? null : length.toUpperCase() === 'MAX' ? -1 : Number(length),
  };
}

const DEFAULT_SQL: Readonly<Record<string, string>> = {
  integer: 'INT',
  number: 'DECIMAL',
  boolean: 'BIT',
  date: 'DATE',
  'date-time': 'DATETIME',
  guid: 'UNIQUEIDENTIFIER',
};

const SAFE_TYPES: Readonly<Record<Column['type'], string>> = {
  string: 'String',
  integer: 'Int32',
  number: 'Decimal',
  boolean: 'Boolean',
  unknown: 'Object',
};
