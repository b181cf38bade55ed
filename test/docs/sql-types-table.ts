/** What *Records to SQL* makes of each kind of column, taken from the tables that it would create. */
import { writeSql } from '../../nodes/output/sql/write-sql';
import type { ColumnInfo } from '../../nodes/record';
import { tableOf } from './markdown';

const DATABASES = ['sqlite', 'postgresql', 'mysql', 'sqlserver'] as const;

/** Of each kind one column that is of it, and what people call it. */
const KINDS: ReadonlyArray<[label: string, column: Pick<ColumnInfo, 'type' | 'sqlType'>]> = [
  ['INT, BIGINT, SMALLINT, TINYINT', { type: 'integer', sqlType: 'INT' }],
  ['MONEY, DECIMAL, NUMERIC', { type: 'number', sqlType: 'MONEY' }],
  ['FLOAT, REAL', { type: 'number', sqlType: 'FLOAT' }],
  ['a number of another source', { type: 'number' }],
  ['BIT, `true` and `false`', { type: 'boolean', sqlType: 'BIT' }],
  ['DATETIME, SMALLDATETIME, DATETIME2', { type: 'string', sqlType: 'DATETIME' }],
  ['DATETIMEOFFSET, a Date object', { type: 'string', sqlType: 'DATETIMEOFFSET' }],
  ['DATE', { type: 'string', sqlType: 'DATE' }],
  ['UNIQUEIDENTIFIER', { type: 'string', sqlType: 'UNIQUEIDENTIFIER' }],
  ['every other: text', { type: 'string', sqlType: 'VARCHAR' }],
];

export function sqlTypesTable(): string {
  const rows = KINDS.map(([label, column]) => [label, ...DATABASES.map((database) => typeIn(database, column, false))]);
  const key = ['text, as part of the key', ...DATABASES.map((database) => typeIn(database, { type: 'string' }, true))];
  return tableOf(['Column', 'SQLite', 'PostgreSQL', 'MySQL, MariaDB', 'SQL Server'], [...rows, key]);
}

function typeIn(
  database: (typeof DATABASES)[number],
  column: Pick<ColumnInfo, 'type' | 'sqlType'>,
  isKey: boolean,
): string {
  const order = {
    database,
    table: 'T',
    dateColumn: '',
    createTable: true,
    addColumns: false,
    misfits: 'error',
  } as const;
  const write = isKey ? ({ write: 'update', key: ['Value'] } as const) : ({ write: 'append', key: [] } as const);
  const columns: ColumnInfo[] = [{ ...column, name: 'Value', source: 'schema' }];
  const { text } = writeSql({ ...order, ...write }, { records: [], columns, first: true });
  const [, type] = /^ +\W?Value\W? ([^\n]+?)( NOT NULL)?,?$/m.exec(text) ?? [];
  if (type === undefined) throw new Error(`No column Value in ${text}`);
  return type;
}
