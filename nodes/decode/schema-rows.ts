/** One row of the Schema that JsonDataTable and XmlDataTable send along: `{Column_Name, Type, SafeType, Length}`. */
import type { ColumnType, Value } from '../record';
import { typeOfWord } from './schema-types';

/** A column as the Schema states it. `length`: of texts, as it stands there. */
export interface SchemaColumn {
  name: string;
  type: ColumnType;
  sqlType?: string;
  length?: number;
}

/** Nothing for a row that names no column. */
export function schemaColumn(row: Value): SchemaColumn | undefined {
  if (row === null || typeof row !== 'object' || Array.isArray(row) || row instanceof Date) return undefined;
  const name = row.Column_Name;
  if (typeof name !== 'string') return undefined;
  const words = [row.Type, row.SafeType].filter((word) => typeof word === 'string' && word !== '') as string[];
  const type = words.map(typeOfWord).find((known) => known !== 'unknown') ?? 'unknown';
  const length = Number(row.Length ?? Number.NaN);
  return {
    name,
    type,
    ...(words[0] === undefined ? {} : { sqlType: words[0] }),
    ...(Number.isInteger(length) && row.Length !== '' ? { length } : {}),
  };
}
