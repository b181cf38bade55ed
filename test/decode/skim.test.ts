import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createReader, type RecordFormat } from '../../nodes/decode/create-reader';
import { DataConnectError } from '../../nodes/errors';
import { chunksOf, tiny } from './reading';

interface Reading {
  count: number;
  /** Of what was read without making records. */
  skimmed: number;
  /** Records that came with the end of the text: the last is looked at by others. */
  last: number;
  error: string | undefined;
}

/** @param skims whether records are only counted from the first on */
function reading(format: RecordFormat, bytes: Buffer, size: number, piece: number, skims: boolean): Reading {
  const reader = createReader(format, {
    columns: [],
    csv: { delimiter: ',', headers: true },
    limits: { ...tiny, piece },
    context: { host: 'localhost', path: '/x' },
  });
  let given = 0;
  let last = 0;
  let error: string | undefined;
  try {
    for (const chunk of chunksOf(bytes, [size])) {
      given += reader.write(chunk).length;
      if (skims && given > 0) reader.skim(true);
    }
    last = reader.end().length;
  } catch (thrown) {
    if (!(thrown instanceof DataConnectError)) throw thrown;
    error = thrown.message;
  }
  return { count: given + last + reader.skimmed, last, skimmed: reader.skimmed, error };
}

const VALUES: Record<'Csv' | 'Json' | 'Xml', readonly string[]> = {
  Csv: ['', 'a', 'é', '"x"', '"a,b"', '"a\nb"', '"a\r\nb"', '"a""b"', '""', '""""', 'a"b', '"\n"', '-1.5', '\t'],
  Json: [
    '""',
    '"é"',
    '"a\\"b"',
    '"\\u0041"',
    '-1.5',
    '1e3',
    '12345678901234567890',
    'true',
    'null',
    '[1,{"A":2}]',
    '{}',
  ],
  Xml: ['', 'a', 'é', ' ', '&amp;', '<![CDATA[<A>]]>', '<!-- x -->', '-1.5'],
};

const rowOf: Record<keyof typeof VALUES, (values: readonly string[]) => string> = {
  Csv: (values) => values.join(','),
  Json: (values) => `{${values.map((value, index) => `"${'ABC'[index]}":${value}`).join(',')}}`,
  Xml: (values) => `<R>${values.map((value, index) => `<${'ABC'[index]}>${value}</${'ABC'[index]}>`).join('')}</R>`,
};

function textOf(format: keyof typeof VALUES, rows: readonly string[], lineEnd: string): string {
  if (format === 'Csv') return `A,B,C${lineEnd}${rows.join(lineEnd)}${lineEnd}`;
  return format === 'Json' ? `[${rows.join(',')}]` : `<T>${rows.join('\n')}</T>`;
}

/** What is cut out of a text and what stands there then. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 3 }),
  put: fc.constantFrom(
    '',
    ',',
    '"',
    '\n',
    '\r',
    '\r\n',
    '<',
    '>',
    '}',
    ']',
    '{"D":1},',
    '<D>1</D>',
    '\\',
    '&',
    '\0',
    'é',
    'x',
  ),
});

describe('records that are only counted', () => {
  for (const format of ['Csv', 'Json', 'Xml'] as const) {
    const value = fc.constantFrom(...VALUES[format]);
    const rows = fc.array(fc.tuple(value, value, value).map(rowOf[format]), { minLength: 1, maxLength: 12 });
    const sizes = { size: fc.integer({ min: 1, max: 40 }), piece: fc.constantFrom(1, 16, 64) };

    it(`are as many, and refused with the same words, as those that are read: ${format}`, () => {
      fc.assert(
        fc.property(
          rows,
          fc.constantFrom('\n', '\r\n', '\r'),
          fc.option(damage, { nil: undefined }),
          fc.record(sizes),
          (written, lineEnd, broken, { size, piece }) => {
            const text = textOf(format, written, lineEnd);
            const at = Math.floor((broken?.at ?? 0) * text.length);
            const given = broken ? text.slice(0, at) + broken.put + text.slice(at + broken.length) : text;
            const bytes = Buffer.from(given);
            const { skimmed, ...counted } = reading(format, bytes, size, piece, true);
            const { skimmed: none, ...read } = reading(format, bytes, size, piece, false);
            assert.equal(none, 0);
            if (counted.error !== undefined) assert.equal(counted.error, read.error, JSON.stringify(given));
            else assert.deepEqual(counted, read, JSON.stringify(given));
          },
        ),
        { numRuns: 3000 },
      );
    });

    it(`are nearly all of many alike, but for the last: ${format}`, () => {
      const alike = Array.from({ length: 1000 }, (_, row) =>
        rowOf[format](format === 'Json' ? [`${row}`, '"x"', 'null'] : [`${row}`, 'x', '']),
      );
      const bytes = Buffer.from(textOf(format, alike, '\r\n'));
      const { count, skimmed } = reading(format, bytes, 512, 512, true);
      assert.equal(count, 1000);
      assert.ok(skimmed > 850 && skimmed < 1000, `${skimmed} were skimmed`);
    });
  }
});
