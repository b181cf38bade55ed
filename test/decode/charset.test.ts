import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { failure, records, tiny } from './reading';

const text = 'é€😀 اَلْعَرَبِيَّةُ e\u0301 \u200f';
const bodies: Partial<Record<RecordFormat, string>> = {
  Json: JSON.stringify([{ A: text, B: 1 }]),
  Csv: `A,B\r\n${text},1\r\n`,
  Xml: `<Table><Record><A>${text}</A><B>1</B></Record></Table>`,
};

function utf16be(body: string): Buffer {
  return Buffer.from(body, 'utf16le').swap16();
}

describe('the charset of an answer', () => {
  for (const [format, body] of Object.entries(bodies) as Array<[RecordFormat, string]>) {
    const expected = [{ A: text, B: format === 'Json' ? 1 : '1' }];

    it(`is told by a byte order mark, whatever was declared: ${format}`, () => {
      const answers = [Buffer.from(`\ufeff${body}`), Buffer.from(`\ufeff${body}`, 'utf16le'), utf16be(`\ufeff${body}`)];
      for (const answer of answers) {
        for (const charset of [undefined, 'utf-8', 'iso-8859-1', 'no-such-charset']) {
          for (const splits of [[1000], [1], [3]]) {
            assert.deepEqual(records(format, answer, { charset, splits, limits: tiny }), expected);
          }
        }
      }
    });

    it(`is UTF-16 without a mark when its zero bytes say so: ${format}`, () => {
      for (const splits of [[1000], [1]]) {
        assert.deepEqual(records(format, Buffer.from(body, 'utf16le'), { splits }), expected);
        assert.deepEqual(records(format, utf16be(body), { splits }), expected);
      }
    });

    it(`is UTF-8 when it is, though something else was declared: ${format}`, () => {
      for (const charset of ['iso-8859-1', 'windows-1252', 'utf-16', 'us-ascii', 'nonsense']) {
        for (const splits of [[1000], [1]]) {
          assert.deepEqual(records(format, Buffer.from(body), { charset, splits, limits: tiny }), expected);
        }
      }
    });

    it(`that was declared is undone: ${format}`, () => {
      const latin = body.replace(text, 'café ÿ');
      for (const splits of [[1000], [1]]) {
        const rows = records(format, Buffer.from(latin, 'latin1'), { charset: 'iso-8859-1', splits, limits: tiny });
        assert.equal(rows[0]!.A, 'café ÿ');
      }
    });

    it(`that is not UTF-8 and was not declared is an error that names the byte: ${format}`, () => {
      const latin = Buffer.from(body.replace(text, 'caf\u00e9 x'), 'latin1');
      const byte = new RegExp(`byte ${latin.indexOf(0xe9)}`);
      assert.throws(() => records(format, latin), failure('MALFORMED', format === 'Json' ? byte : /byte \d+/));
      assert.throws(() => records(format, latin, { splits: [1], limits: tiny }), failure('MALFORMED'));
      const surrogate = Buffer.from(body.replace(text, 'xxx'));
      surrogate.write('\xed\xa0\x80', surrogate.indexOf('xxx'), 'latin1');
      assert.throws(() => records(format, surrogate), failure('MALFORMED'));
    });

    it(`does not save a text that ends inside a character: ${format}`, () => {
      const wide = Buffer.from(`\ufeff${body}`, 'utf16le');
      assert.throws(() => records(format, wide.subarray(0, -1)), failure('TRUNCATED'));
    });
  }

  it('is read from an XML declaration, unless the bytes say otherwise', () => {
    const body = '<?xml version="1.0" encoding="ENC"?><T><R><A>café</A></R></T>';
    const latin = Buffer.from(body.replace('ENC', 'windows-1252'), 'latin1');
    for (const splits of [[1000], [1]]) {
      assert.deepEqual(records('Xml', latin, { splits }), [{ A: 'café' }]);
      // .NET's StringWriter declares utf-16 for text that is sent as UTF-8.
      assert.deepEqual(records('Xml', body.replace('ENC', 'utf-16'), { splits }), [{ A: 'café' }]);
    }
  });

  it('keeps lone surrogates that Json wrote as escapes, and NUL in Csv', () => {
    assert.deepEqual(records('Json', '[{"A":"\\ud800x","B":"\\u0000"}]'), [{ A: '\ud800x', B: '\0' }]);
    assert.deepEqual(records('Csv', 'Name\nx\0y\n'), [{ Name: 'x\0y' }]);
  });

  it('makes no difference, however the bytes are split', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
    const content = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(content, sizes, fc.constantFrom('utf8', 'utf16le', 'utf16be'), (value, splits, encoding) => {
        const body = `\ufeff${JSON.stringify([{ A: value }])}`;
        const bytes = encoding === 'utf16be' ? utf16be(body) : Buffer.from(body, encoding as BufferEncoding);
        assert.deepEqual(records('Json', bytes, { splits, limits: tiny }), [{ A: value }]);
      }),
    );
  });

  it('is refused for bytes that are not, wherever they stand, behind what is wrong in front of them', () => {
    const wrong = Buffer.of(0xff);
    for (const [format, before, behind] of [
      ['Json', '[{"a":1}', ']'],
      ['Xml', '<T><!-- ', ' --></T>'],
      ['Csv', 'a,b\n1,', '\n'],
    ] as const) {
      const body = Buffer.concat([Buffer.from(before), wrong, Buffer.from(behind)]);
      assert.throws(
        () => records(format, body),
        failure('MALFORMED', new RegExp(`byte ${before.length}\\b.*UTF-8`)),
        format,
      );
    }
    for (const [format, before, place] of [
      ['Json', '[{"a":1},5,', /byte 9\b/],
      ['Xml', '<T><R><a>1</a></R>x', /record 2\b/],
      ['Csv', 'a,b\n1\n2,', /row 2\b/],
    ] as const) {
      const body = Buffer.concat([Buffer.from(before), wrong]);
      assert.throws(() => records(format, body), failure('MALFORMED', place), format);
    }
  });
});
