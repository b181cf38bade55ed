/**
 * What MySQL and MariaDB do before they write: they stop where a column of a table that somebody else made would change
 * a value without a word, or where the key has no unique index, and add columns that are missing.
 */
import { lossyConditions, type SentValues } from './sent-values';
import type { SqlTable } from './sql-table';
import { Utf8Text } from './utf8-text';

/** Statements, each of which does nothing where all is well. */
export function mysqlCheck(table: SqlTable, typeOf: (index: number) => string): string[] {
  const { order, key } = table;
  const statements = ['SET @dc_schema = DATABASE();'];
  if (order.addColumns) statements.push(missingColumns(table, typeOf));
  if (key.length > 0) statements.push(stopWhere(keyWithoutIndex(table)));
  statements.push(stopWhere(lossyTypes(table)));
  return statements;
}

/** Statements that stop where the charset of the connection has not got the characters of the names. */
export function mysqlNamesCheck({ order, columns }: SqlTable): string[] {
  const names = [order.table, ...columns.map(({ column }) => column.name)].filter((name) => !ASCII.test(name)).join('');
  if (names === '') return [];
  const [come, are] = [`CONVERT(${literal(names)} USING utf8mb4)`, new Utf8Text(names).toSqlString()];
  const differ = `${come} COLLATE utf8mb4_bin <> ${are} COLLATE utf8mb4_bin`;
  return [stopWhere(`SELECT 'The connection needs the charset UTF8MB4_GENERAL_CI' FROM DUAL WHERE ${differ}`)];
}

const ASCII = /^[ -~]*$/;

function missingColumns({ order, name, columns, names }: SqlTable, typeOf: (index: number) => string): string {
  const added = columns.map(
    ({ column }, index) =>
      `SELECT ${literal(column.name)} AS name, ${literal(`ADD COLUMN ${names[index]} ${typeOf(index)}`)} AS added`,
  );
  return `SET @dc_long = @@group_concat_max_len, group_concat_max_len = 1000000;
SET @dc = (SELECT CONCAT(${literal(`ALTER TABLE ${name} `)}, GROUP_CONCAT(s.added SEPARATOR ', ')) FROM (
  ${added.join(' UNION ALL\n  ')}
) AS s WHERE s.name NOT IN (SELECT c.column_name FROM information_schema.columns AS c WHERE ${isTable('c', order.table)}));
SET group_concat_max_len = @dc_long, @dc = IFNULL(@dc, 'DO 0');
PREPARE dc FROM @dc; EXECUTE dc; DEALLOCATE PREPARE dc;`;
}

/**
 * An index of the key alone, and no other whose conflict would be taken for one of the key; a table that is not there is
 * the INSERT's to report, in plainer words. Both tables of `information_schema` are asked for the table by name: else the
 * server opens all it has.
 */
function keyWithoutIndex({ order, columns }: SqlTable): string {
  const key = columns.filter(({ column }) => column.isKey).map(({ column }) => literal(column.name));
  return `SELECT 'Its key needs a unique index of its own, the only one' FROM (
  SELECT s.index_name, COUNT(*) = ${key.length} AND SUM(s.column_name IN (${key.join(', ')}) AND s.sub_part IS NULL) = ${key.length} AS is_key,
    SUM(c.extra LIKE '%auto_increment%') > 0 AS counts
  FROM information_schema.statistics AS s
  JOIN information_schema.columns AS c ON ${isTable('c', order.table)} AND c.column_name = s.column_name
  WHERE ${isTable('s', order.table)} AND s.non_unique = 0 GROUP BY s.index_name
) AS i HAVING (COALESCE(SUM(i.is_key), 0) = 0 OR SUM(NOT i.is_key AND NOT i.counts) > 0)
  AND EXISTS (SELECT 1 FROM information_schema.columns AS t WHERE ${isTable('t', order.table)})`;
}

function lossyTypes({ order, columns }: SqlTable): string {
  const lossy = lossyConditions(columns, lossyType);
  return `SELECT CONCAT(c.column_name, ' is ', c.column_type, ' and would change a value')
FROM information_schema.columns AS c WHERE ${isTable('c', order.table)} AND (
  ${lossy.join('\n  OR ')}
) LIMIT 1`;
}

function lossyType({ sort, scale, exact, names }: SentValues): string | undefined {
  const among = `c.column_name IN (${names.map(literal).join(', ')})`;
  switch (sort) {
    case 'number': {
      const types = ['float', 'bit', 'year', ...(exact ? ['double'] : [])];
      if (scale > 0) types.push('tinyint', 'smallint', 'mediumint', 'int', 'bigint');
      const decimals = `c.data_type = 'decimal' AND c.numeric_scale < ${scale}`;
      return `${among} AND (${isAmong(types)} OR ${decimals})`;
    }
    case 'timestamp':
    case 'instant':
      return `${among} AND (${isAmong(['date', 'time', 'year'])} OR c.datetime_precision < ${scale})`;
    case 'text':
      return `${among} AND NOT ${isAmong(TEXTS)}`;
    case 'date':
    case 'truth':
      return undefined;
  }
}

const TEXTS = ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'json', 'enum', 'set', 'uuid'];

function isAmong(types: readonly string[]): string {
  return `c.data_type IN (${types.map((type) => `'${type}'`).join(', ')})`;
}

/**
 * Fails with the words that the query gives, if it gives any. Neither database lets a statement that is put together
 * raise an error of its own, so it is the error of a column that does not exist.
 */
function stopWhere(query: string): string {
  return `SET @dc = (${query});
SET @dc = IF(@dc IS NULL, 'DO 0', CONCAT('SELECT \`', LEFT(REPLACE(@dc, '\`', ''), 64), '\`'));
PREPARE dc FROM @dc; EXECUTE dc; DEALLOCATE PREPARE dc;`;
}

/**
 * Whether a row of `information_schema` is about the table. With DATABASE() in place of the variable, MariaDB would open
 * every table of the server for it: 26 ms for each batch instead of 4 where there are 800.
 */
function isTable(alias: string, table: string): string {
  const [name = '', schema] = table.split('.').reverse();
  const database = schema === undefined ? '@dc_schema' : literal(schema);
  return `${alias}.table_schema = ${database} AND ${alias}.table_name = ${literal(name)}`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
