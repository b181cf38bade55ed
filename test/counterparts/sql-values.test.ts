import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDecimal } from '../../nodes/output/sql/decimal-digits';
import type { SqlDatabase, SqlOrder } from '../../nodes/output/sql/sql-order';
import { writeSql } from '../../nodes/output/sql/write-sql';
import type { ColumnInfo } from '../../nodes/record';
import { type SqlPlace, sqlPlaces } from './sql-places';

const column = (name: string, type: ColumnInfo['type'], sqlType?: string): ColumnInfo => ({
  name,
  type,
  ...(sqlType !== undefined && { sqlType }),
  source: 'catalogue',
});

/** Names that mean something to somebody on the way. */
const columns = [
  column('select', 'integer', 'INT'),
  column(`It's "a" \\ name: $1 :b`, 'string', 'VARCHAR(50)'),
  column('a.b[0]->>c', 'integer', 'BIGINT'),
  column('Größe', 'number', 'MONEY'),
  column('`tick`$dc$', 'number', 'FLOAT'),
  column('{m}', 'number'),
  column('--x', 'boolean', 'BIT'),
  column('/*y*/', 'string', 'DATETIME'),
  column('];', 'string', 'UNIQUEIDENTIFIER'),
];
const [KEY = '', TEXT = '', BIG = '', MONEY = '', FLOAT = '', NUMBER = '', TRUTH = '', TIME = '', GUID = ''] =
  columns.map(({ name }) => name);

const digits = (count: number) => fc.bigInt({ min: -(10n ** BigInt(count)), max: 10n ** BigInt(count) });
const awkward = fc.constantFrom(
  ...["'", "''", '"', '\\', "\\'", '\\\\', '$dc$', '$dc1$', '$tag$', '{{msg.payload}}', '{{{x}}}', '?', '??', ':name'],
  ...[
    '$1',
    '@rows',
    '\u2028',
    '\ufeff',
    '😀',
    '😎é',
    '\n',
    '\r',
    '\t',
    '\b',
    '\x1a',
    '%',
    '_',
    ';',
    '--',
    '/*',
    '0x41',
  ],
  ...[
    'NULL',
    '',
    ' ',
    '007',
    '1e5',
    "'||x||'",
    '#',
    'X',
    '{',
    '}',
    ',',
    '(',
    ')',
    '\u00a0',
    '\uffff',
    '`',
    ']',
    '[',
    '\0',
  ],
);
const text = fc.oneof(
  fc.array(fc.oneof(awkward, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 }).map((all) => all.join('')),
  fc.string({ maxLength: 30 }),
);
const day = fc.date({ min: new Date('1753-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

const value = {
  [BIG]: fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constant('')),
  [FLOAT]: fc.double({ noNaN: true, noDefaultInfinity: true }),
  [NUMBER]: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 })),
  [TRUTH]: fc.constantFrom(true, false, 'true', 0, 1),
  [TIME]: day.map((date) => date.toISOString().slice(0, -1)),
  [GUID]: fc.uuid(),
};

/** What a database holds of money and text differs. */
const limits: Record<
  Exclude<SqlDatabase, 'sqlserver'>,
  { money: fc.Arbitrary<unknown>; text: fc.Arbitrary<string> }
> = {
  sqlite: { money: fc.integer().map((cents) => cents / 100), text },
  postgresql: {
    money: fc.tuple(digits(60), fc.nat(40)).map(([all, scale]) => `${all}e-${scale}`),
    text: text.map((each) => each.replaceAll('\0', '')),
  },
  mysql: {
    money: fc.oneof(
      fc.tuple(digits(27), fc.nat(9_999_999)).map(([all, cents]) => `${all}.${String(cents).padStart(10, '0')}`),
      fc.integer().map((cents) => cents / 10_000),
    ),
    text,
  },
};

describe('a value in a database', function () {
  this.timeout(120_000);
  // The servers start in a time of their own.
  before(sqlPlaces);

  for (const database of ['sqlite', 'postgresql', 'mysql'] as const) {
    it(`of ${database} is the value that came, whatever it is`, async function () {
      const place = (await sqlPlaces()).find((each) => each.database === database);
      if (!place) return this.skip();
      const order: SqlOrder = { ...plain, database, key: [KEY] };
      const record = fc.record({ ...value, [TEXT]: limits[database].text, [MONEY]: limits[database].money });
      const nullable = fc.tuple(record, fc.subarray(columns.slice(1))).map(([all, gone]) => {
        return {
          ...all,
          ...Object.fromEntries(gone.map(({ name }, index) => [name, index % 2 === 0 ? null : undefined])),
        };
      });
      // Made once: on a busy disk the server waits longer for a new table than for all that is written into it.
      await place.run(`DROP TABLE IF EXISTS ${place.quote(order.table)}`);
      await place.send(writeSql(order, { records: [], columns, first: true }));
      await fc.assert(
        fc.asyncProperty(fc.array(nullable, { minLength: 1, maxLength: 30 }), async (all) => {
          const records = all.map((each, index) => ({ [KEY]: index, ...each }));
          await place.run(`DELETE FROM ${place.quote(order.table)}`);
          for (let twice = 0; twice < 2; twice++) {
            await place.send(writeSql(order, { records, columns, first: true }));
          }
          const stored = await rowsOf(place, order.table);
          assert.equal(stored.length, records.length);
          for (const [index, row] of stored.entries()) requireSame(row, records[index]!);
        }),
        { numRuns: 30, endOnFailure: true },
      );
    });
  }
});

const plain = {
  table: `t'a"b\`c]d $dc$ ?`.replace('?', 'x'),
  write: 'update',
  dateColumn: '',
  createTable: true,
  addColumns: true,
  misfits: 'error',
} as const;

/** Exactly: as texts, where a driver would round. */
async function rowsOf(place: SqlPlace, table: string): Promise<Record<string, unknown>[]> {
  const cast = { sqlite: 'TEXT', postgresql: 'text', mysql: 'CHAR' }[place.database as keyof typeof limits];
  const as = (name: string) => {
    const quoted = place.quote(name);
    if (place.database !== 'sqlite') return `CAST(${quoted} AS ${cast})`;
    return `CASE typeof(${quoted}) WHEN 'real' THEN printf('%!.17g', ${quoted}) WHEN 'null' THEN NULL ELSE CAST(${quoted} AS TEXT) END`;
  };
  const list = columns.map(({ name }, index) => `${as(name)} AS c${index}`);
  const rows = await place.rows(`SELECT ${list} FROM ${place.quote(table)} ORDER BY ${place.quote(KEY)}`);
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[`c${index}`]])));
}

function requireSame(stored: Record<string, unknown>, sent: Record<string, unknown>): void {
  for (const { name } of columns) {
    const found = stored[name];
    const value = sent[name];
    const where = `${name}: ${JSON.stringify(String(value))} is ${JSON.stringify(found)}`;
    if (value === null || value === undefined || (value === '' && name === BIG)) assert.equal(found, null, where);
    else if (name === TEXT) assert.equal(found, value, where);
    else if (name === GUID) assert.equal(String(found).toLowerCase(), value, where);
    else if (name === TIME) assert.equal(instant(String(found)), instant(String(value)), where);
    else if (name === TRUTH)
      assert.equal(/^(1|true)$/.test(String(found)), value === true || value === 1 || value === 'true', where);
    else if (typeof value === 'number' && name !== KEY) assert.equal(Number(found), Number(value) + 0, where);
    else assert.deepEqual(readDecimal(String(found)), readDecimal(String(value)), where);
  }
}

function instant(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
