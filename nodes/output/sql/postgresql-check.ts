/**
 * What PostgreSQL does before it writes: it stops where a column of a table that somebody else made would change a value
 * without a word, and adds columns that are missing. Where that is not needed, nothing is locked.
 */
import { dollarQuoted } from './postgresql-quotes';
import { lossyConditions, type SentValues } from './sent-values';
import type { SqlTable } from './sql-table';

/** One statement. */
export function postgresqlCheck(table: SqlTable, typeOf: (index: number) => string): string {
  const { order, name, columns } = table;
  const isColumn = `a.attrelid = to_regclass(${dollarQuoted(name)}) AND a.attnum > 0 AND NOT a.attisdropped`;
  const lossy = lossyConditions(columns, lossyTypes);
  const body = `DECLARE problem text;
BEGIN
  SELECT format('The column %I of this table is %s, which would change a value without a word.', a.attname, format_type(a.atttypid, a.atttypmod))
  INTO problem FROM pg_attribute a CROSS JOIN LATERAL format_type(a.atttypid, NULL) AS type
  WHERE ${isColumn} AND (\n    ${lossy.join('\n    OR ')}\n  ) LIMIT 1;
  IF problem IS NOT NULL THEN RAISE EXCEPTION USING MESSAGE = problem; END IF;${order.addColumns ? addition(table, isColumn, typeOf) : ''}
END`;
  return `DO ${dollarQuoted(body)};`;
}

function addition({ name, names, columns }: SqlTable, isColumn: string, typeOf: (index: number) => string): string {
  const added = names.map((each, index) => `ADD COLUMN IF NOT EXISTS ${each} ${typeOf(index)}`);
  const known = `SELECT count(*) FROM pg_attribute a WHERE ${isColumn} AND a.attname IN (${columns.map(({ column }) => dollarQuoted(column.name)).join(', ')})`;
  return `
  IF (${known}) < ${names.length} THEN
    ALTER TABLE ${name}\n      ${added.join(',\n      ')};
  END IF;`;
}

/** `atttypmod` has the bounds of a type in its bits, and is -1 where there are none. */
function lossyTypes({ sort, scale, exact, names }: SentValues): string {
  const among = `a.attname IN (${names.map(dollarQuoted).join(', ')})`;
  const coarse = scale > 0 ? ` OR type LIKE 'time%' AND a.atttypmod BETWEEN 0 AND ${scale - 1}` : '';
  switch (sort) {
    case 'number': {
      const types = ['real', 'money', ...(exact ? ['double precision'] : [])];
      if (scale > 0) types.push('smallint', 'integer', 'bigint');
      const decimals = '((a.atttypmod - 4) & 2047 # 1024) - 1024';
      return `${among} AND (${isAmong(types)} OR type = 'numeric' AND a.atttypmod > 0 AND ${decimals} < ${scale})`;
    }
    case 'timestamp':
      return `${among} AND (${isAmong(['date', ...TIMES, 'timestamp with time zone'])}${coarse})`;
    case 'instant':
      return `${among} AND (${isAmong(['date', ...TIMES, 'timestamp without time zone'])}${coarse})`;
    case 'date':
      return `${among} AND ${isAmong(['timestamp with time zone'])}`;
    case 'truth':
    case 'text':
      return `${among} AND ${isAmong(['name', '"char"'])}`;
  }
}

const TIMES = ['time without time zone', 'time with time zone'];

function isAmong(types: readonly string[]): string {
  return `type IN (${types.map((type) => `'${type}'`).join(', ')})`;
}
