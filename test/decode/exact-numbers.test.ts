import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isExact } from '../../nodes/decode/exact-numbers';
import { column, read, tiny } from './reading';

const inexact = [
  '9007199254740993',
  '-9223372036854775808',
  '12345678901234567.89',
  '922337203685477.5807',
  '0.12345678901234567890',
  '1e400',
  '-1E+400',
  '1e-400',
  '123456789012345678e5',
];
const exact = [
  '0',
  '-1',
  '9007199254740991',
  '9007199254740992',
  '0.10',
  '1.0',
  '100.00',
  '1E5',
  '1e-7',
  '0.30000000000000004',
  '1e23',
  '1e300',
  '5e-324',
];

describe('numbers that a double cannot hold', () => {
  it('are told from those it can', () => {
    for (const text of inexact) assert.equal(isExact(text), false, text);
    for (const text of exact) assert.equal(isExact(text), true, text);
  });

  it('are exact when they are what a double prints', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => isExact(String(number))));
    const printedInFull = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    const examples: Array<[bigint]> = [[-30023997515803310n], [30023997515803312n]];
    fc.assert(
      fc.property(printedInFull, (number) => isExact(`${number}`) === (`${Number(number)}` === `${number}`)),
      { examples },
    );
  });

  for (const splits of [[100_000], [7]]) {
    it(`keep their digits in Json, and flag their column (chunks of ${splits[0]})`, () => {
      for (const text of inexact) {
        const rows = ['{"ID":1,"Sum":2.5}', `{"ID": ${text},"Sum":0.10}`, '{"ID":3,"Sum":null}'];
        const { records, columns } = read('Json', `[${rows.join(',')}]`, { splits, limits: tiny });
        assert.deepEqual(records, [
          { ID: 1, Sum: 2.5 },
          { ID: text, Sum: 0.1 },
          { ID: 3, Sum: null },
        ]);
        assert.deepEqual(
          columns.map(({ digitsKeptAsText }) => digitsKeptAsText),
          [true, undefined],
        );
      }
    });

    it(`stay numbers in Json when nothing is lost (chunks of ${splits[0]})`, () => {
      const body = `[{"first":0},${exact.map((text) => `{"n":${text}}`).join(',')}]`;
      const { records, columns } = read('Json', body, { splits, limits: tiny });
      assert.deepEqual(
        records.slice(1),
        exact.map((text) => ({ n: Number(text) })),
      );
      assert.equal(columns[1]!.digitsKeptAsText, undefined);
    });
  }

  it('are found inside lists and objects of a record, in every place of a large answer', () => {
    const rows = Array.from(
      { length: 3000 },
      (_, index) => `{"i":${index},"v":[${index % 700 === 699 ? '9007199254740993' : 1}]}`,
    );
    const { records, columns } = read('Json', `[${rows.join(',')}]`);
    records.forEach(({ v }, index) => {
      assert.deepEqual(v, [index % 700 === 699 ? '9007199254740993' : 1]);
    });
    assert.equal(columns[1]!.digitsKeptAsText, true);
  });

  it('keep their digits in Csv and Xml, and flag their column', () => {
    const columns = [column('ID', 'integer'), column('Sum', 'number')];
    const answers = [
      read('Csv', 'ID,Sum\n9007199254740993,1e400\n12,0.10\n', { columns }),
      read('Xml', '<T><R><ID>9007199254740993</ID><Sum>1e400</Sum></R><R><ID>12</ID><Sum>0.10</Sum></R></T>', {
        columns,
      }),
    ];
    for (const { records, columns: known } of answers) {
      assert.deepEqual(records, [
        { ID: '9007199254740993', Sum: '1e400' },
        { ID: 12, Sum: 0.1 },
      ]);
      assert.ok(known.every(({ digitsKeptAsText }) => digitsKeptAsText));
    }
  });

  it('leave texts of many digits alone', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({
      sim: `8901260${String(index).padStart(13, '0')}`,
      n: index,
    }));
    const { records, columns } = read('Json', JSON.stringify(rows));
    assert.deepEqual(records, rows);
    assert.equal(columns[0]!.digitsKeptAsText, undefined);
  });
});
