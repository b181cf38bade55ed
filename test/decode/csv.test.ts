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
    assert.throws(() => records('Csv', 'A,B\n1,2\n1,2,3\n4,5\n'), failure('MALFORMED', /row 3.*3 fields and not 2/));
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
