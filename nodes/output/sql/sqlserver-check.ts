/**
 * What SQL Server does before it writes: it adds columns that are missing, and stops where a column of a table that
 * somebody else made would change a value without a word.
 */
import { lossyConditions, type SentValues } from './sent-values';
import type { SqlTable } from './sql-table';
import { unicode } from './sqlserver-quotes';

/** Statements, each of which does nothing where all is well. */
export function sqlserverCheck(table: SqlTable, typeOf: (index: number) => string): string[] {
  const { order, name, columns, names } = table;
  const added = columns.map(({ column }, index) => {
    const known = `SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(${unicode(name)}) AND name = ${unicode(column.name)}`;
    return `IF NOT EXISTS (${known}) ALTER TABLE ${name} ADD ${names[index]} ${typeOf(index)};`;
  });
  return [...(order.addColumns ? added : []), lossyTypes(table)];
}

function lossyTypes({ name, columns }: SqlTable): string {
  const lossy = lossyConditions(columns, lossyType);
  return `DECLARE @dc nvarchar(2000) = (SELECT TOP 1 CONCAT(N'The column ', c.name, N' of this table is ', c.type, N', which would change a value without a word.')
FROM (SELECT name, scale, TYPE_NAME(system_type_id) AS type FROM sys.columns WHERE object_id = OBJECT_ID(${unicode(name)})) AS c WHERE
  ${lossy.join('\n  OR ')});
IF @dc IS NOT NULL THROW 50000, @dc, 1;`;
}

function lossyType({ sort, scale, exact, names }: SentValues): string {
  const among = `c.name IN (${names.map(unicode).join(', ')})`;
  switch (sort) {
    case 'number': {
      const types = ['real', 'bit', ...(exact ? ['float'] : [])];
      const scaled = isAmong(['tinyint', 'smallint', 'int', 'bigint', 'decimal', 'numeric', 'money', 'smallmoney']);
      return `${among} AND (${isAmong(types)} OR ${scaled} AND c.scale < ${scale})`;
    }
    case 'timestamp':
      return `${among} AND (NOT ${isAmong(['datetime2', ...TEXTS])} OR c.type = 'datetime2' AND c.scale < ${scale})`;
    case 'instant':
      return `${among} AND (NOT ${isAmong(['datetimeoffset', ...TEXTS])} OR c.type = 'datetimeoffset' AND c.scale < ${scale})`;
    case 'date':
      return `${among} AND NOT ${isAmong(['date', 'datetime', 'datetime2', 'smalldatetime', ...TEXTS])}`;
    case 'truth':
      return `${among} AND NOT ${isAmong(['bit', 'tinyint', 'smallint', 'int', 'bigint', ...TEXTS])}`;
    case 'text':
      return `${among} AND NOT ${isAmong(['uniqueidentifier', ...TEXTS])}`;
  }
}

/** Those that take every character. */
const TEXTS = ['nvarchar', 'nchar', 'ntext', 'xml'];

function isAmong(types: readonly string[]): string {
  return `c.type IN (${types.map((type) => `'${type}'`).join(', ')})`;
}
