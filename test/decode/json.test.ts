import assert from 'node:assert/strict';
import fc from 'fast-check';
import { column, failure, read, records, tiny } from './reading';

describe('a Json answer', () => {
  it('gives the records of the list', () => {
    assert.deepEqual(records('Json', '[{"ID":1,"Name":"a"},{"ID":2,"Name":null}]'), [
      { ID: 1, Name: 'a' },
      { ID: 2, Name: null },
    ]);
  });

  it('gives nothing for an empty list, null, white space or no body at all', () => {
    for (const body of ['[]', ' [ ] \n', 'null', ' ', '']) assert.deepEqual(records('Json', body), []);
  });

  it('gives one record for one object', () => {
    assert.deepEqual(records('Json', '{"ApplicationName":"IQ","ApplicationVersion":"1.3.0.51"}'), [
      { ApplicationName: 'IQ', ApplicationVersion: '1.3.0.51' },
    ]);
  });

  it('turns the error object of the service into an error that carries its message', () => {
    const body = '{"Error": true, "Message": "Rate Limiting Applied.\\n 8 active requests."}';
    assert.throws(() => records('Json', body), failure('API_ERROR', /Rate Limiting Applied\. 8 active requests\./));
  });

  it('takes a record with the columns Error and Message for a record', () => {
    assert.deepEqual(records('Json', '[{"Error":true,"Message":"x"}]'), [{ Error: true, Message: 'x' }]);
  });

  it('refuses what is not JSON and says at which byte', () => {
    const cases: Array<[body: string, where: RegExp]> = [
      ['[{"a":NaN}]', /byte 6/],
      ['[{"a":01}]', /byte 6/],
      ['[{"a":1},]', /byte 9/],
      ['[{"a":1}][{"a":2}]', /byte 9/],
      ['[{"a":1}] x', /byte 10/],
      ['{"a":1}{"a":2}', /byte 7/],
      ['[{"a":1} {"a":2}]', /byte 9/],
      ['[{"a":"\u0000"}]', /byte 7/],
      ['[{"a":"\\x"}]', /byte 8/],
      ['[{"a":"\\u12g4"}]', /byte 11/],
      ["[{'a':1}]", /byte 2/],
      ['[{"a":1,}]', /byte 8/],
      ['[{"a" 1}]', /byte 6/],
      ['[/* none */]', /byte 1/],
      ['[{"a":undefined}]', /byte 6/],
      ['[{"a":True}]', /byte 6/],
      ['[1,2]', /byte 1/],
      ['[null]', /byte 1/],
      ['"[1]"', /byte 0/],
      ['true', /byte 0/],
      ['42', /byte 0/],
      ['[{"a":1},5,{"a":2}]', /byte 9/],
    ];
    for (const [body, where] of cases) {
      assert.throws(() => records('Json', body), failure('MALFORMED', where), body);
      assert.throws(() => records('Json', body, { splits: [1], limits: tiny }), failure('MALFORMED', where), body);
    }
  });

  it('keeps texts that look like the space between two records', () => {
    const row = (id: number) => ({ id, text: '},{"},{\\"},{ [{"a":1},{"b":2}]' });
    const rows = Array.from({ length: 3000 }, (_, id) => row(id));
    assert.deepEqual(records('Json', JSON.stringify(rows)), rows);
  });

  it('reads records inside records', () => {
    const rows = Array.from({ length: 2000 }, (_, id) => ({ id, parts: [{ a: 1 }, { a: [{ b: null }] }], more: {} }));
    assert.deepEqual(records('Json', JSON.stringify(rows)), rows);
  });

  it('learns the white space between records', () => {
    const rows = Array.from({ length: 2000 }, (_, id) => ({ id, text: `row ${id}` }));
    assert.deepEqual(records('Json', JSON.stringify(rows, null, 2)), rows);
    assert.deepEqual(records('Json', JSON.stringify(rows, null, 2).replaceAll('\n', '\r\n')), rows);
    assert.deepEqual(records('Json', `[\n${rows.map((row) => JSON.stringify(row)).join('\n,\t')}\n]`), rows);
  });

  it('is the same whether it comes whole or in pieces', () => {
    for (const body of [
      '[{"a":1,"b":"x"},{"a":null,"b":true}]',
      '[{"b":1,"7":2,"a":3}]',
      '[{"a":1,"a":2},{"a":3}]',
      '[{"a":12345678901234567890},{"a":0.10},{"a":-0}]',
      '[{"":1,"Column1":2},{"__proto__":3}]',
      '[{"a":{"":1}},{"a":[{"__proto__":2}]}]',
      '[{"a":"\\u00e9\\/"},{"b":1},{"b":1,"a":"z"}]\n',
      '[]',
    ]) {
      assert.deepEqual(read('Json', body), read('Json', body, { splits: [1], limits: tiny }), body);
      const rows = records('Json', body).map((row) => Object.keys(row));
      const inPieces = records('Json', body, { splits: [1], limits: tiny }).map((row) => Object.keys(row));
      assert.deepEqual(rows, inPieces);
    }
  });

  it('names a column once, by its first name, whatever other columns the records have', () => {
    const { columns } = read('Json', '[{"a":1},{"b":"x","a":1.5},{"c":true,"d":null},{"a":"x"}]');
    assert.deepEqual(columns, [
      { name: 'a', type: 'unknown', source: 'data' },
      { name: 'b', type: 'string', source: 'data' },
      { name: 'c', type: 'boolean', source: 'data' },
      { name: 'd', type: 'unknown', source: 'data' },
    ]);
  });

  it('describes columns by the catalogue, exact name first, and lists the expected ones when there is no record', () => {
    const columns = [column('storeid', 'string'), column('StoreID', 'integer', { sqlType: 'INT' })];
    assert.deepEqual(read('Json', '[{"StoreID":1,"STOREID":2}]', { columns }).columns, [
      { name: 'StoreID', type: 'integer', sqlType: 'INT', source: 'catalogue' },
      { name: 'STOREID', type: 'string', source: 'catalogue' },
    ]);
    assert.deepEqual(
      read('Json', '[]', { columns }).columns.map(({ name }) => name),
      ['storeid', 'StoreID'],
    );
  });

  it('gives what JSON.parse gives, however the bytes are split', function () {
    this.timeout(60_000);
    const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((name) => name !== '__proto__');
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('},{', '"},{"', '\\', '\\"},{', ']', '":'));
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 }));
    const row = fc.uniqueArray(key, { minLength: 1, maxLength: 5 }).chain((keys) => {
      return fc.array(fc.record(Object.fromEntries(keys.map((name) => [name, value]))), { maxLength: 12 });
    });
    const space = fc.constantFrom(undefined, 1, '\t');
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(row, space, sizes, fc.integer({ min: 1, max: 200 }), (rows, indent, splits, piece) => {
        const body = JSON.stringify(rows, null, indent);
        assert.deepEqual(records('Json', body, { splits, limits: { ...tiny, piece } }), JSON.parse(body));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a JsonDataTable answer', () => {
  const schema =
    '[{"Column_Name":"ID","Type":"INT","SafeType":"Int32","Length":4},{"Column_Name":"New","Type":"NVARCHAR","SafeType":"String","Length":50}]';

  it('gives records and the columns of its Schema, in either order', () => {
    for (const body of [`{"Records":[{"ID":1}],"Schema":${schema}}`, `{"Schema":${schema},"Records":[{"ID":1}]}`]) {
      for (const splits of [[1000], [1]]) {
        const { records: rows, columns } = read('JsonDataTable', body, { splits, limits: tiny });
        assert.deepEqual(rows, [{ ID: 1 }]);
        assert.deepEqual(columns, [
          { name: 'ID', type: 'integer', sqlType: 'INT', length: 4, source: 'schema' },
          { name: 'New', type: 'string', sqlType: 'NVARCHAR', length: 50, source: 'schema' },
        ]);
      }
    }
  });

  it('knows the columns of an empty table', () => {
    const { records: rows, columns } = read('JsonDataTable', `{"Records":[],"Schema":${schema}}`);
    assert.deepEqual(rows, []);
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['ID', 'New'],
    );
  });

  it('takes members it does not know, a missing Schema, a plain list and null', () => {
    assert.deepEqual(records('JsonDataTable', '{"Count":1,"Records":[{"a":1}],"x":{"y":[]}}'), [{ a: 1 }]);
    assert.deepEqual(records('JsonDataTable', '[{"a":1}]'), [{ a: 1 }]);
    assert.deepEqual(records('JsonDataTable', '{"Records":null}'), []);
    for (const body of ['null', '', '[]']) assert.deepEqual(records('JsonDataTable', body), []);
  });

  it('refuses an object without Records, and the error of the service', () => {
    assert.throws(() => records('JsonDataTable', '{"Schema":[]}'), failure('MALFORMED', /no list of Records/));
    assert.throws(() => records('JsonDataTable', '{"Error":true,"Message":"no"}'), failure('API_ERROR', /no/));
    assert.throws(() => records('JsonDataTable', '{"Records":[{"a":1}]}}'), failure('MALFORMED', /byte 21/));
    assert.throws(() => records('JsonDataTable', '{"Records":[{"a":1}],}'), failure('MALFORMED', /byte 21/));
  });
});
