import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { column, failure, read, records, tiny } from './reading';

const csv = (delimiter: string, headers = true) => ({ csv: { delimiter, headers } });

describe('a Csv answer', () => {
  it('gives a record per row', () => {
    assert.deepEqual(records('Csv', 'ID,Name\r\n1,a\r\n2,b\r\n'), [
      { ID: '1', Name: 'a' },
      { ID: '2', Name: 'b' },
    ]);
  });

  it('reads lines that end in CR LF, LF or CR, with or without the last one', () => {
    for (const end of ['\r\n', '\n', '\r']) {
      for (const last of ['', end]) {
        const body = `ID,Name${end}1,a${end}2,"b${end}c"${last}`;
        const expected = [
          { ID: '1', Name: 'a' },
          { ID: '2', Name: `b${end}c` },
        ];
        for (const splits of [[100], [1], [2, 3]]) {
          assert.deepEqual(records('Csv', body, { splits, limits: tiny }), expected);
        }
      }
    }
  });

  it('reads quoted line ends, quotes and delimiters, and any delimiter', () => {
    for (const delimiter of [',', '|', '\t', '||', ';;;', '¦']) {
      const body = `A${delimiter}B\n"x${delimiter}y""\n"${delimiter}""" "\n${delimiter}5" pipe\n`;
      for (const splits of [[100], [1]]) {
        assert.deepEqual(records('Csv', body, { ...csv(delimiter), splits, limits: tiny }), [
          { A: `x${delimiter}y"\n`, B: '" ' },
          { A: '', B: '5" pipe' },
        ]);
      }
    }
  });

  it('reads quoted line ends wherever the bytes are cut', () => {
    const body = 'A,B\n1,2\n"x\ny,z",3\n"x\n""y"",z\n",\n4,"5\n"\n';
    const rows = [
      { A: '1', B: '2' },
      { A: 'x\ny,z', B: '3' },
      { A: 'x\n"y",z\n', B: '' },
      { A: '4', B: '5\n' },
    ];
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const text = body.replaceAll('\n', lineEnd);
      const expected = rows.map(({ A, B }) => ({ A: A.replaceAll('\n', lineEnd), B: B.replaceAll('\n', lineEnd) }));
      for (let cut = 1; cut < text.length; cut++) {
        assert.deepEqual(records('Csv', text, { splits: [cut, text.length], limits: tiny }), expected, `cut at ${cut}`);
      }
    }
  });

  it('gives no record for a header line alone or an empty body, and knows the columns', () => {
    for (const body of ['ID,Name', 'ID,Name\r\n', 'ID,Name\r\n\r\n']) {
      const { records: rows, columns } = read('Csv', body);
      assert.deepEqual(rows, []);
      assert.deepEqual(
        columns.map(({ name }) => name),
        ['ID', 'Name'],
      );
    }
    assert.deepEqual(records('Csv', ''), []);
    assert.deepEqual(records('Csv', '\r\n'), []);
  });

  it('takes the names of the catalogue when there is no header line and their number fits', () => {
    const columns = [column('ID', 'integer'), column('Name')];
    assert.deepEqual(records('Csv', '1,a\n2,b\n', { ...csv(',', false), columns }), [
      { ID: 1, Name: 'a' },
      { ID: 2, Name: 'b' },
    ]);
    assert.deepEqual(records('Csv', '1,a,x\n', { ...csv(',', false), columns }), [
      { Column1: '1', Column2: 'a', Column3: 'x' },
    ]);
  });

  it('gives empty fields of one column as records, and takes empty lines behind the last row only', () => {
    assert.deepEqual(records('Csv', 'A\nx\n\ny\n'), [{ A: 'x' }, { A: '' }, { A: 'y' }]);
    assert.deepEqual(records('Csv', 'A,B\n1,2\n\n\n'), [{ A: '1', B: '2' }]);
    assert.throws(() => records('Csv', 'A,B\n\n1,2\n'), failure('MALFORMED', /row 2/));
  });

  it('refuses rows with more or fewer fields and names the row', () => {
    assert.throws(
      () => records('Csv', 'A,B\n1,2\n1,2,3\n4,5\n'),
      failure('MALFORMED', /row 3.*number of fields is 3 and not 2/),
    );
    assert.throws(() => records('Csv', 'A,B\n1,2\n1\n4,5\n'), failure('MALFORMED', /row 3/));
    assert.throws(() => records('Csv', 'A,B\n1,2\n"1"\n4,5\n'), failure('MALFORMED', /row 3/));
    assert.throws(() => records('Csv', 'A,B\n1,2\n"1"x,2\n'), failure('MALFORMED', /row 3/));
    assert.throws(() => records('Csv', 'A,B\r\n1,2\n3,4\r\n'), failure('MALFORMED', /row 2/));
    assert.throws(() => records('Csv', 'A,B\r1,2\n3,4\r'), failure('MALFORMED', /row 2/));
  });

  it('takes a text that stops inside a row for cut off', () => {
    for (const body of ['A,B\n1,2\n3', 'A,B\n1,"2', 'A,B\n1,"2\n3,4\n', 'A,B\r\n1,2\r', 'A,B\r\n1,"2"\r']) {
      assert.throws(() => records('Csv', body), failure('TRUNCATED'), body);
      assert.throws(() => records('Csv', body, { splits: [1], limits: tiny }), failure('TRUNCATED'), body);
    }
  });

  it('reads 5,000 columns', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `C${index}`);
    const body = `${names.join(',')}\n${names.join(',')}\n`;
    assert.deepEqual(records('Csv', body), [Object.fromEntries(names.map((name) => [name, name]))]);
  });

  it('gives what csv-parse gives, however the bytes are split', function () {
    this.timeout(60_000);
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', '|', '\r', '\n', ' ', '\ufeff', '😀'), maxLength: 6 }),
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    );
    const table = fc.integer({ min: 2, max: 5 }).chain((width) => {
      return fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 10 });
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
    const end = fc.constantFrom('\r\n', '\n', '\r');
    fc.assert(
      fc.property(
        table,
        end,
        fc.constantFrom(',', '|', '||'),
        fc.boolean(),
        sizes,
        (rows, lineEnd, delimiter, all, splits) => {
          const quoted = (text: string) => (all || /["\r\n,|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
          const names = rows[0]!.map((_, index) => `N${index}`);
          const body = [names, ...rows].map((row) => row.map(quoted).join(delimiter) + lineEnd).join('');
          const oracle = parse(body, { columns: true, delimiter, record_delimiter: lineEnd, skip_empty_lines: false });
          const piece = splits[0]! * 4;
          assert.deepEqual(records('Csv', body, { ...csv(delimiter), splits, limits: { ...tiny, piece } }), oracle);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a Csv whose lines end in different ways', () => {
  const expected = [
    { Store: 'A', Qty: '1' },
    { Store: 'B', Qty: 'x\r\ny\rz\n' },
    { Store: 'C', Qty: '3' },
  ];
  const rows = ['Store,Qty', 'A,1', 'B,"x\r\ny\rz\n"', '"C","3"'];

  /** Every mixture of line ends, the last row with one and without. */
  function* mixtures(): Generator<string> {
    const ends = ['\n', '\r\n', '\r'];
    for (const a of ends) {
      for (const b of ends) {
        for (const c of ends) {
          for (const d of [...ends, '']) yield rows[0] + a + rows[1] + b + rows[2] + c + rows[3] + d;
        }
      }
    }
  }

  it('is read rightly or refused, and never has a line end in a value', () => {
    for (const body of mixtures()) {
      for (const splits of [[1000], [1]]) {
        try {
          assert.deepEqual(records('Csv', body, { splits, limits: tiny }), expected, JSON.stringify(body));
        } catch (error) {
          assert.ok(failure('MALFORMED')(error) || failure('TRUNCATED')(error), JSON.stringify(body));
        }
      }
    }
  });

  it('is read where only the header ends in LF', () => {
    for (const last of ['', '\r\n', '\n']) {
      for (const splits of [[1000], [1]]) {
        const rest = { splits, limits: tiny };
        assert.deepEqual(records('Csv', `Store,Qty\nA,1\r\nB,2${last}`, rest), [
          { Store: 'A', Qty: '1' },
          { Store: 'B', Qty: '2' },
        ]);
        assert.deepEqual(records('Csv', `Store\nA\r\n"B"\r\n\r\nC${last}`, rest), [
          { Store: 'A' },
          { Store: 'B' },
          { Store: '' },
          { Store: 'C' },
        ]);
      }
    }
  });

  it('is refused where a carriage return stands alone', () => {
    for (const body of [
      'A\n1\r2\r3\n',
      'A,B\n1,2\r\r\n',
      'A,B\n1\r,2\n',
      'A,B\n"1"\r,2\n',
      'A\r\n1\n2\r\n',
      'A\r1\n2\r',
    ]) {
      assert.throws(() => records('Csv', body), failure('MALFORMED', /line end/), JSON.stringify(body));
    }
    assert.throws(() => records('Csv', 'A,B\n1,2\r'), failure('TRUNCATED'));
  });
});

describe('a Csv with a line for Excel in front', () => {
  it('is read with the delimiter that the line names', () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      for (const line of [`sep=${delimiter}`, `"sep=${delimiter}"`, `SEP=${delimiter}`, `\ufeffsep=${delimiter}`]) {
        for (const end of ['\r\n', '\n', '\r']) {
          for (const splits of [[1000], [1]]) {
            const body = [line, `Store${delimiter}Qty`, `A${delimiter}"1,;"`, ''].join(end);
            assert.deepEqual(records('Csv', body, { splits, limits: tiny }), [{ Store: 'A', Qty: '1,;' }], body);
          }
        }
      }
    }
    assert.deepEqual(records('Csv', 'sep=,\r\n'), []);
    assert.deepEqual(records('Csv', 'sep=;\r\nA;1\nB;2\n', csv(',', false)), [
      { Column1: 'A', Column2: '1' },
      { Column1: 'B', Column2: '2' },
    ]);
    assert.deepEqual(records('Csv', 'sep=||\nA||B\n1||2\n', csv('||')), [{ A: '1', B: '2' }]);
  });

  it('counts the line as a row, and does not take a column for it', () => {
    assert.throws(() => records('Csv', 'sep=,\r\nA,B\r\n1\r\n2,3\r\n'), failure('MALFORMED', /row 3/));
    assert.deepEqual(records('Csv', 'sep=x\nseparate\n'), [{ 'sep=x': 'separate' }]);
  });
});

describe('a Csv with another delimiter than asked', () => {
  const columns = [column('StoreName'), column('StoreID', 'integer'), column('City')];

  it('is read by the columns of the catalogue', () => {
    for (const found of [',', ';', '\t', '|']) {
      for (const asked of [',', '|', '\t', '^']) {
        if (asked === found) continue;
        for (const splits of [[1000], [1]]) {
          const body = `StoreName${found}StoreID\r\n"A${asked}b"${found}1\r\n`;
          const rows = records('Csv', body, { ...csv(asked), columns, splits, limits: tiny });
          assert.deepEqual(rows, [{ StoreName: `A${asked}b`, StoreID: 1 }]);
          const bare = { ...csv(asked, false), columns, splits, limits: tiny };
          assert.deepEqual(records('Csv', `A${found}1${found}X\nB${found}2${found}Y\n`, bare), [
            { StoreName: 'A', StoreID: 1, City: 'X' },
            { StoreName: 'B', StoreID: 2, City: 'Y' },
          ]);
        }
      }
    }
  });

  it('is refused where nobody knows the columns, and never becomes one column', () => {
    for (const body of [
      'A;B\n1;2\n',
      'A;B\n1;2\n3;4',
      'A;B\n',
      'A;B',
      'A;B\n1;"x;y"\n\n',
      `A;B\n${'1;2\n'.repeat(100)}`,
    ]) {
      for (const splits of [[1000], [1]]) {
        const wrong = failure('MALFORMED', /separated by ";"/);
        assert.throws(() => records('Csv', body, { splits, limits: tiny }), wrong);
      }
    }
    assert.throws(() => records('Csv', '1\t2\n3\t4\n', csv(',', false)), failure('MALFORMED', /"\\t"/));
  });

  it('stays one column where the rows do not agree, or the catalogue has it', () => {
    assert.deepEqual(records('Csv', 'Note; all\na;b;c\nd\n'), [{ 'Note; all': 'a;b;c' }, { 'Note; all': 'd' }]);
    assert.deepEqual(records('Csv', '"Last, First"\n"x, y"\n', csv('|')), [{ 'Last, First': 'x, y' }]);
    const known = { ...csv('|'), columns: [column('City, State')] };
    assert.deepEqual(records('Csv', 'City, State\nReno, NV\n', known), [{ 'City, State': 'Reno, NV' }]);
  });
});
