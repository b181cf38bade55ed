import assert from 'node:assert/strict';
import type { Column } from '../../nodes/catalogue/schema';
import type { Value } from '../../nodes/record';
import { column, records } from './reading';

const cases: Record<Exclude<Column['type'], 'unknown'>, Array<[text: string, value: Value]>> = {
  integer: [
    ['0', 0],
    ['-12', -12],
    ['2147483647', 2147483647],
    ['', null],
    ['00501', '00501'],
    ['1.5', '1.5'],
    ['1E5', '1E5'],
    ['+1', '+1'],
    ['0x1F', '0x1F'],
    ['NULL', 'NULL'],
    ['n/a', 'n/a'],
    ['1,234', '1,234'],
    [' 1', ' 1'],
    ['-', '-'],
    ['Infinity', 'Infinity'],
  ],
  number: [
    ['0.10', 0.1],
    ['-1234.5600', -1234.56],
    ['.5', 0.5],
    ['1E5', 100000],
    ['922337203685477.5807', '922337203685477.5807'],
    ['12', 12],
    ['', null],
    ['1.', '1.'],
    ['.', '.'],
    ['1.2.3', '1.2.3'],
    ['00.5', '00.5'],
    ['NaN', 'NaN'],
    ['1,5', '1,5'],
    ['$5', '$5'],
  ],
  boolean: [
    ['true', true],
    ['False', false],
    ['1', true],
    ['0', false],
    ['Yes', true],
    ['no', false],
    ['Y', true],
    ['n', false],
    ['', null],
    ['maybe', 'maybe'],
  ],
  string: [
    ['', ''],
    ['00501', '00501'],
    ['1E5', '1E5'],
    ['0x1F', '0x1F'],
    ['+1', '+1'],
    ['-0', '-0'],
    ['NaN', 'NaN'],
    ['012345678901234', '012345678901234'],
    ['null', 'null'],
    ['true', 'true'],
    ['=1+1', '=1+1'],
    ['2015-07-02T12:15:02.45', '2015-07-02T12:15:02.45'],
  ],
};

for (const format of ['Csv', 'Xml'] as const) {
  describe(`values of ${format}`, () => {
    for (const [type, pairs] of Object.entries(cases) as Array<[Column['type'], Array<[string, Value]>]>) {
      it(`of a ${type} column`, () => {
        const columns = [column('V', type), column('Last')];
        const body =
          format === 'Csv'
            ? `V,Last\n${pairs.map(([text]) => `"${text}",x\n`).join('')}`
            : `<T>${pairs.map(([text]) => `<R><V>${text}</V><Last>x</Last></R>`).join('')}</T>`;
        const values = records(format, body, { columns }).map(({ V }) => V);
        assert.deepEqual(
          values,
          pairs.map(([, value]) => value),
        );
      });
    }

    it('of a column the catalogue does not know stay text', () => {
      const body = format === 'Csv' ? 'a,b,c\n1,true,\n' : '<T><R><a>1</a><b>true</b><c/></R></T>';
      assert.deepEqual(records(format, body), [{ a: '1', b: 'true', c: '' }]);
    });

    it('are typed by a name that differs in upper and lower case only', () => {
      const columns = [column('StoreID', 'integer')];
      const body = format === 'Csv' ? 'STOREID\n1\n' : '<T><R><STOREID>1</STOREID></R></T>';
      assert.deepEqual(records(format, body, { columns }), [{ STOREID: 1 }]);
    });
  });
}
