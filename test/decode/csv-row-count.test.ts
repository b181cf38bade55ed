import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createReader } from '../../nodes/decode/create-reader';
import { findLineEnd } from '../../nodes/decode/csv/csv-grammar';
import { CsvRowCount } from '../../nodes/decode/csv/csv-row-count';

const COMMA = Buffer.from(',');

/** As many as the reader makes records of. */
function recordsIn(text: string): number {
  const reader = createReader('Csv', {
    columns: [],
    csv: { delimiter: ',', headers: true },
    context: { host: 'localhost', path: '/x' },
  });
  const records = reader.write(Buffer.from(text));
  return records.length + reader.end().length;
}

function counted(text: string, size: number): CsvRowCount {
  const bytes = Buffer.from(text);
  const count = new CsvRowCount(COMMA[0]!, findLineEnd(bytes, 0, COMMA) ?? 'lf');
  for (let at = 0; at < bytes.length; at += size) count.add(bytes.subarray(at, at + size));
  return count;
}

describe('rows that are only counted', () => {
  const value = fc.constantFrom(
    '',
    'a',
    'é',
    '"x"',
    '"a,b"',
    '"a\nb"',
    '"a\r\nb"',
    '"a""b"',
    '""',
    'a"b',
    '"\n"',
    '-1.5',
  );

  it('are as many as the reader reads, however they arrive', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 12 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        (rows, lineEnd, hasEnd, size) => {
          const text = [['A', 'B', 'C'], ...rows].map((row) => row.join(',')).join(lineEnd) + (hasEnd ? lineEnd : '');
          const count = counted(text, size);
          count.finish();
          assert.equal(count.rows - 1, recordsIn(text), JSON.stringify(text));
          assert.equal(count.end, Buffer.byteLength(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('end with the last whole one, and not within quotes', () => {
    const count = counted('A,B\n1,2\n3,"x\n', 5);
    assert.deepEqual([count.rows, count.end, count.isOpen], [2, 8, true]);
  });
});
