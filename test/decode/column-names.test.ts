import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { column, read, records, tiny } from './reading';

const { cloneMessage } = createRequire(import.meta.url)('@node-red/util').util as { cloneMessage<T>(message: T): T };

const hostile = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  '',
  'A',
  'A',
  'a',
  ' A',
  'A\u200b',
  'A_2',
  'length',
  '1',
  '0',
];
const keys = [
  '__proto___',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  'Column7',
  'A',
  'A_3',
  'a',
  ' A',
  'A\u200b',
  'A_2',
  'length',
  '1',
  '0',
];
const values = hostile.map((_, index) => `v${index}`);
const expected = Object.fromEntries(keys.map((key, index) => [key, `v${index}`]));

const json = `{${hostile.map((name, index) => `${JSON.stringify(name)}:"v${index}"`).join(',')}}`;
const plain = '{"B":1}';

describe('names of columns that come twice, are empty or dangerous', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  afterEach(() => assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), before));

  const answers = {
    Json: `[${json},${json}]`,
    'Json, later': `[${plain},${json}]`,
    'Json, escaped': `[${json.replaceAll('_', '\\u005f')}]`,
    JsonDataTable: `{"Records":[${json}],"Schema":[${hostile.map((name) => `{"Column_Name":${JSON.stringify(name)},"Type":"VARCHAR"}`)}]}`,
    Csv: `${hostile.join(',')}\n${values.join(',')}\n`,
  };
  for (const [name, body] of Object.entries(answers)) {
    it(`lose nothing and survive a clone: ${name}`, () => {
      const format = name.replace(/,.*/, '') as 'Json' | 'JsonDataTable' | 'Csv';
      for (const splits of [[body.length], [5]]) {
        const { records: rows, columns } = read(format, body, { splits, limits: tiny });
        const record = rows.at(-1)!;
        assert.deepEqual(new Map(Object.entries(record)), new Map(Object.entries(expected)));
        assert.deepEqual(
          new Map(Object.entries(cloneMessage({ payload: record }).payload)),
          new Map(Object.entries(expected)),
        );
        assert.equal(Object.getPrototypeOf(record), Object.prototype);
        const renamed = columns.filter(({ originalName }) => originalName !== undefined);
        assert.deepEqual(
          new Set(renamed.map(({ name: key, originalName }) => `${originalName}=${key}`)),
          new Set(['__proto__=__proto___', '=Column7', 'A=A_3']),
        );
      }
    });
  }

  it('lose nothing in Xml', () => {
    const body = '<T><R><__proto__>1</__proto__><A>2</A><A>3</A><constructor>4</constructor></R></T>';
    assert.deepEqual(records('Xml', body), [{ __proto___: '1', A: '2', A_2: '3', constructor: '4' }]);
  });

  it('are found in a later record of a piece, too', () => {
    const rows = Array.from(
      { length: 2000 },
      (_, index) => `{"A":${index},"B":2${index === 1500 ? ',"A":"twice"' : ''}}`,
    );
    const all = records('Json', `[${rows.join(',')}]`);
    assert.equal(all.length, 2000);
    assert.deepEqual(all[1500], { A: 1500, B: 2, A_2: 'twice' });
    assert.deepEqual(all[1999], { A: 1999, B: 2 });
  });

  it('are made safe inside a record as well', () => {
    const [record] = records('Json', '[{"a":{"__proto__":{"polluted":true},"x":1,"x":2,"":3}}]');
    assert.deepEqual(record, { a: { __proto___: { polluted: true }, x: 1, x_2: 2, Column4: 3 } });
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('have the type the catalogue gives the name', () => {
    const columns = [column('A', 'integer')];
    assert.deepEqual(records('Csv', 'A,A\n1,2\n', { columns }), [{ A: 1, A_2: 2 }]);
  });
});

describe('columns whose names look like numbers', () => {
  const names = ['Store', '202', '101', '007', '4294967294', '4294967295', '0'];
  const object = (value: string) => `{${names.map((name) => `"${name}":${value}`).join(',')}}`;
  const xmlName = (name: string) => name.replace(/^\d/, (digit) => `_x003${digit}_`);
  const element = (name: string) => `<${xmlName(name)}>1</${xmlName(name)}>`;
  const bodies = {
    Json: `[${object('1')},${object('2.5')},${object('"\\n"')},${object('12345678901234567890')}]`,
    JsonDataTable: `{"Records":[${object('1')},${object('null')}]}`,
    Csv: `${names.join(',')}\n${names.map(() => '1').join(',')}\n`,
    Xml: `<T>${`<R>${names.map(element).join('')}</R>`.repeat(3)}</T>`,
    XmlDataTable: `<T><R>${names.map(element).join('')}</R></T>`,
  };
  for (const [format, body] of Object.entries(bodies)) {
    it(`stand in msg.columns as they do in the answer: ${format}`, () => {
      for (const splits of [[body.length], [1], [40]]) {
        const { records: rows, columns } = read(format as RecordFormat, body, { splits, limits: tiny });
        assert.deepEqual(
          columns.map(({ name }) => name),
          names,
        );
        for (const row of rows) assert.equal(Object.keys(row).length, names.length);
      }
    });
  }

  it('stand there also where they come with a later record, and in one object alone', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `{"Store":"A"${index === 1500 ? ',"202":1,"101":2' : ''}}`);
    for (const body of [`[${rows.join(',')}]`, '{"Store":"A","202":1,"101":2}']) {
      const { columns } = read('Json', body);
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['Store', '202', '101'],
      );
    }
  });
});
