import assert from 'node:assert/strict';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import type { ColumnInfo, DataRecord } from '../../nodes/record';
import { column, type Read, type Reading, read, tiny } from './reading';

interface Stated {
  name: string;
  type: string;
}

const json = (rows: DataRecord[], schema: Stated[], first: boolean) => {
  const records = `"Records":${JSON.stringify(rows)}`;
  const stated = `"Schema":${JSON.stringify(schema.map(({ name, type }) => ({ Column_Name: name, Type: type })))}`;
  return `{${first ? `${stated},${records}` : `${records},${stated}`}}`;
};

const xml = (rows: DataRecord[], schema: Stated[], first: boolean) => {
  const records = rows.map((row) => {
    const fields = Object.entries(row).map(([name, value]) => `<${name}>${value ?? ''}</${name}>`);
    return `<Record>${fields.join('')}</Record>`;
  });
  const stated = schema.map(
    ({ name, type }) => `<Schema><Column_Name>${name}</Column_Name><Type>${type}</Type><Length>4</Length></Schema>`,
  );
  return `<Table>${(first ? [...stated, ...records] : [...records, ...stated]).join('')}</Table>`;
};

/** Every value is of the type that its column has. */
function assertAgrees({ records, columns }: Read): void {
  for (const { name, type } of columns) {
    for (const record of records) assert.ok(isOf(type, record[name]), `${name} is ${type}, a value ${record[name]}`);
  }
}

function isOf(type: ColumnInfo['type'], value: unknown): boolean {
  if (value === null || value === undefined || type === 'unknown') return true;
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}

describe('the columns of an answer with a Schema', () => {
  const schema = [
    { name: 'I', type: 'INT' },
    { name: 'N', type: 'MONEY' },
    { name: 'B', type: 'BIT' },
    { name: 'T', type: 'NVARCHAR(50)' },
    { name: 'D', type: 'DATETIME' },
    { name: 'X', type: 'GEOMETRY' },
  ];
  const typed = [{ I: 7, N: 1.5, B: true, T: '007', D: '2015-07-02', X: 'x' }];
  const texts = [{ I: '7', N: '1.50', B: 'true', T: '007', D: '2015-07-02', X: 'x' }];
  const other = [{ I: 1.5, N: 2, B: 1, T: 7, D: null, X: 1 }];
  const mixed = [...typed, ...texts, ...other];
  const known = [column('I', 'integer'), column('T')];

  const readings: Array<[string, Reading]> = [
    ['nothing known', { limits: tiny, splits: [1] }],
    ['some columns known', { columns: known }],
  ];
  for (const [title, reading] of readings) {
    for (const first of [true, false]) {
      const where = first ? 'in front of the rows' : 'behind the rows';
      it(`say what the values are, ${where}, ${title}`, () => {
        const formats: Array<[RecordFormat, string, DataRecord[]]> = [
          ['JsonDataTable', json(typed, schema, first), typed],
          ['JsonDataTable', json(mixed, schema, first), mixed],
          ['XmlDataTable', xml(typed, schema, first), typed],
        ];
        if (title === 'nothing known') formats.push(['JsonDataTable', json(texts, schema, first), texts]);
        for (const [format, body, rows] of formats) {
          const result = read(format, body, reading);
          if (rows !== mixed || title === 'nothing known') assertAgrees(result);
          assert.equal(result.records.length, rows.length);
          assert.deepEqual(
            result.columns.map(({ sqlType }) => sqlType),
            schema.map(({ type }) => type),
          );
        }
      });
    }
  }

  it('are text where XML sent the rows first and nobody knew them, with the SQL type of the Schema', () => {
    const { records, columns } = read('XmlDataTable', xml(texts, schema, false), { columns: known });
    assert.deepEqual(records, [{ ...texts[0], I: 7 }]);
    const facts = columns.map(({ name, type, sqlType, length, source }) => ({ name, type, sqlType, length, source }));
    assert.deepEqual(facts.slice(0, 2), [
      { name: 'I', type: 'integer', sqlType: 'INT', length: 4, source: 'schema' },
      { name: 'N', type: 'string', sqlType: 'MONEY', length: 4, source: 'schema' },
    ]);
    assert.ok(columns.slice(1).every(({ type }) => type === 'string'));
  });

  it('have the types of the Schema where there are no values', () => {
    for (const [format, body] of [
      ['JsonDataTable', json([], schema, false)],
      ['XmlDataTable', xml([], schema, false)],
    ] as const) {
      const { columns } = read(format, body);
      assert.deepEqual(
        columns.map(({ type }) => type),
        ['integer', 'number', 'boolean', 'string', 'string', 'unknown'],
      );
    }
  });
});
