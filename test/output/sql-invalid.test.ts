import assert from 'node:assert/strict';
import { DataConnectError } from '../../nodes/errors';
import type { SqlBatch, SqlDatabase, SqlOrder } from '../../nodes/output/sql/sql-order';
import { allDatabases, columnsOfTypes, messageFor, orderFor } from './sql-orders';

/** What is said of the records. */
function refusal(order: SqlOrder, records: SqlBatch['records'], more: Partial<SqlBatch> = {}): string {
  try {
    messageFor(order, records, more);
  } catch (error) {
    assert.ok(error instanceof DataConnectError);
    assert.equal(error.code, 'RECORDS_INVALID');
    return error.message;
  }
  return 'written';
}

interface Case {
  why: string;
  records: Record<string, unknown>[];
  types?: Record<string, string>;
  order?: Partial<SqlOrder>;
  said: RegExp;
  /** Those that refuse it; the others write it. */
  by?: readonly SqlDatabase[];
}

const typed: readonly SqlDatabase[] = ['postgresql', 'mysql', 'sqlserver'];

const cases: Case[] = [
  { why: 'no value in a key', records: [{ Id: 1 }, { Id: null }], said: /record 2 .*"Id"/ },
  { why: 'no key at all', records: [{ Id: 1 }, { V: 2 }], said: /record 2 .*"Id"/ },
  { why: 'an empty text in a key of numbers', records: [{ Id: '' }], types: { Id: 'INT' }, said: /record 1 .*"Id"/ },
  { why: 'a key that is not chosen', records: [{ Id: 1 }], order: { key: [] }, said: /no key column/ },
  { why: 'a key that is no column', records: [{ Id: 1 }], order: { key: ['Nr'] }, said: /"Nr"/ },
  {
    why: 'names equal but for case',
    records: [{ Id: 1, Ab: 1, aB: 2 }],
    said: /"Ab".*"aB"/,
    by: ['sqlite', 'mysql', 'sqlserver'],
  },
  {
    why: 'a key equal but for case',
    records: [{ Id: 1, ID: 2 }],
    said: /"Id".*"ID"/,
    by: ['sqlite', 'mysql', 'sqlserver'],
  },
  {
    why: 'a name of 64 characters',
    records: [{ Id: 1, ['x'.repeat(64)]: 1 }],
    said: /"x{64}".*63/,
    by: ['postgresql'],
  },
  { why: 'a name of 64 bytes', records: [{ Id: 1, ['é'.repeat(32)]: 1 }], said: /"é{32}".*63/, by: ['postgresql'] },
  {
    why: 'a name of 65 characters',
    records: [{ Id: 1, ['x'.repeat(65)]: 1 }],
    said: /"x{65}"/,
    by: ['postgresql', 'mysql'],
  },
  { why: 'a name of 129 characters', records: [{ Id: 1, ['x'.repeat(129)]: 1 }], said: /"x{129}"/, by: typed },
  { why: 'no columns', records: [{}], order: { write: 'append' }, said: /no columns/ },
  { why: 'an empty name', records: [{ Id: 1, '': 1 }], said: /empty name/ },
  { why: 'a name of a space', records: [{ Id: 1, ' ': 1 }], said: /empty name/ },
  { why: 'a name with a NUL', records: [{ Id: 1, 'a\0b': 1 }], said: /"a/ },
  { why: 'a name with half a character', records: [{ Id: 1, 'a\ud800': 1 }], said: /"a/ },
  {
    why: 'a name that the MySQL node would fill',
    records: [{ Id: 1, 'Active?': 1 }],
    said: /"Active\?"/,
    by: ['mysql'],
  },
  {
    why: 'a name that the MSSQL node would fill',
    records: [{ Id: 1, '{{x}}': 1 }],
    said: /"{{x}}"/,
    by: ['sqlserver'],
  },
  { why: 'a list', records: [{ Id: 1 }, { Id: 2, V: [1] }], said: /"V" in record 2 is a list/ },
  { why: 'an object', records: [{ Id: 1, V: { a: 1 } }], said: /"V" in record 1/ },
  { why: 'bytes', records: [{ Id: 1, V: Buffer.from('a') }], said: /"V" in record 1/ },
  { why: 'a function', records: [{ Id: 1, V: () => 1 }], said: /"V" in record 1/ },
  { why: 'a date that is none', records: [{ Id: 1, V: new Date(Number.NaN) }], said: /"V" in record 1/ },
  { why: 'NaN', records: [{ Id: 1, V: Number.NaN }], said: /"V" in record 1/ },
  { why: 'infinity', records: [{ Id: 1, V: -Infinity }], types: { Id: 'INT', V: 'MONEY' }, said: /"V" in record 1/ },
  { why: 'half a character', records: [{ Id: 1, V: 'a\ud83d' }], said: /"V" in record 1 has half a character/ },
  {
    why: 'a NUL',
    records: [{ Id: 1, V: 'a\0' }],
    said: /"V" in record 1 has the character NUL/,
    by: ['postgresql', 'sqlserver'],
  },
  {
    why: 'a text in a column of whole numbers',
    records: [{ Id: 1, V: 'n/a' }],
    types: { Id: 'INT', V: 'INT' },
    said: /"V" in record 1 .*a\/a/,
  },
  {
    why: 'decimals in a column of whole numbers',
    records: [{ Id: 1, V: 1.5 }],
    types: { Id: 'INT', V: 'INT' },
    said: /"V" in record 1 .*9\.9/,
  },
  {
    why: 'an integer beyond 64 bits',
    records: [{ Id: 1, V: '9223372036854775808' }],
    types: { Id: 'INT', V: 'BIGINT' },
    said: /"V" in record 1/,
  },
  {
    why: 'a number with a zero before it',
    records: [{ Id: 1, V: '007' }],
    types: { Id: 'INT', V: 'INT' },
    said: /"V" in record 1/,
  },
  {
    why: 'a decimal of 40 digits',
    records: [{ Id: 1, V: `1.${'1'.repeat(39)}` }],
    types: { Id: 'INT', V: 'DECIMAL' },
    said: /"V" in record 1/,
    by: ['sqlite', 'mysql', 'sqlserver'],
  },
  {
    why: 'a decimal of 11 decimals',
    records: [{ Id: 1, V: 1.12345678901 }],
    types: { Id: 'INT', V: 'MONEY' },
    said: /"V" in record 1/,
    by: ['mysql', 'sqlserver'],
  },
  {
    why: 'digits that a double loses',
    records: [{ Id: 1, V: '0.12345678901234567891' }],
    types: { Id: 'INT', V: 'FLOAT' },
    said: /"V" in record 1/,
  },
  {
    why: 'a zone in a time without one',
    records: [{ Id: 1, V: '2026-03-01T10:00:00+02:00' }],
    types: { Id: 'INT', V: 'DATETIME' },
    said: /"V" in record 1 .*\+99:99/,
    by: typed,
  },
  {
    why: 'a Z in a time without a zone',
    records: [{ Id: 1, V: '2026-03-01T10:00:00Z' }],
    types: { Id: 'INT', V: 'DATETIME' },
    said: /"V" in record 1/,
    by: typed,
  },
  {
    why: 'a date of America',
    records: [{ Id: 1, V: '3/1/2026' }],
    types: { Id: 'INT', V: 'DATETIME' },
    said: /"V" in record 1/,
    by: typed,
  },
  {
    why: 'a date of zeros',
    records: [{ Id: 1, V: '0000-00-00 00:00:00' }],
    types: { Id: 'INT', V: 'DATETIME' },
    said: /"V" in record 1/,
    by: typed,
  },
  {
    why: 'a time in a date',
    records: [{ Id: 1, V: '2026-03-01T10:00:00' }],
    types: { Id: 'INT', V: 'DATE' },
    said: /"V" in record 1/,
    by: typed,
  },
  {
    why: 'finer than a type counts',
    records: [{ Id: 1, V: '2026-03-01T10:00:00.12345678' }],
    types: { Id: 'INT', V: 'DATETIME' },
    said: /"V" in record 1/,
    by: typed,
  },
  {
    why: 'no id',
    records: [{ Id: 1, V: 'n/a' }],
    types: { Id: 'INT', V: 'UNIQUEIDENTIFIER' },
    said: /"V" in record 1 .*a\/a/,
    by: typed,
  },
  {
    why: 'neither true nor false',
    records: [{ Id: 1, V: 'perhaps' }],
    types: { Id: 'INT', V: 'BIT' },
    said: /"V" in record 1/,
  },
  {
    why: 'a long key',
    records: [{ Id: 'x'.repeat(192) }],
    types: { Id: 'VARCHAR(MAX)' },
    said: /"Id" of record 1 .*191/,
    by: ['mysql'],
  },
  {
    why: 'a very long key',
    records: [{ Id: 'x'.repeat(401) }],
    types: { Id: 'VARCHAR(MAX)' },
    said: /"Id" of record 1 /,
    by: ['mysql', 'sqlserver'],
  },
  {
    why: 'a key with a space behind',
    records: [{ Id: 'x ' }],
    types: { Id: 'VARCHAR(MAX)' },
    said: /"Id" of record 1 ends/,
    by: ['mysql', 'sqlserver'],
  },
];

describe('records that cannot be written', () => {
  for (const { why, records, types, order, said, by = allDatabases } of cases) {
    it(`are refused for ${why}, by its name`, () => {
      const columns = types && columnsOfTypes(types);
      for (const database of allDatabases) {
        const answer = refusal(orderFor(database, order), records, { columns });
        if (by.includes(database)) assert.match(answer, said, database);
        else assert.equal(answer, 'written', database);
      }
    });
  }

  it('have more columns than a table can, also where each has one of its own', () => {
    const records = Array.from({ length: 2001 }, (_, index) => ({ Id: index, [`c${index}`]: 1 }));
    for (const database of allDatabases) assert.match(refusal(orderFor(database), records), /2002 columns/);
  });

  it('are not shown by their values', () => {
    const secret = 'Jane Doe, 4111-1111';
    const answer = refusal(orderFor('mysql'), [{ Id: 1, V: secret }], {
      columns: columnsOfTypes({ Id: 'INT', V: 'INT' }),
    });
    assert.match(answer, /aaaa aaa, 9999-9999/);
    assert.doesNotMatch(answer, /Jane|4111/);
  });

  it('lie in a table whose name has at most as many parts as the database knows', () => {
    for (const database of allDatabases) {
      assert.match(refusal(orderFor(database, { table: 'a.b.c.d' }), [{ Id: 1 }]), /too many parts/);
      assert.match(refusal(orderFor(database, { table: 'a.' }), [{ Id: 1 }]), /empty name/);
      assert.equal(refusal(orderFor(database, { table: 'sales.daily' }), [{ Id: 1 }]), 'written');
    }
  });
});

describe('values of which a database has no type', () => {
  const records = [{ Id: 1, A: `1.${'1'.repeat(39)}`, B: '2026-03-01T10:00:00+02:00', C: 'n/a', D: { a: [1] } }];
  const columns = columnsOfTypes({ Id: 'INT', A: 'DECIMAL', B: 'DATETIME', C: 'UNIQUEIDENTIFIER', D: 'VARCHAR(1)' });

  it('are texts as they came, where the person chose that', () => {
    for (const database of allDatabases) {
      const { text, set } = messageFor(orderFor(database, { misfits: 'text' }), records, { columns });
      for (const value of [records[0]!.A, records[0]!.B, 'n/a']) assert.ok(JSON.stringify([text, set]).includes(value));
      const json = JSON.stringify(set).replaceAll('\\', '');
      if (database !== 'mysql') assert.ok(json.includes('{"a":[1]}'), json);
    }
  });
});
