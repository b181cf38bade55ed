/** Hostile answers of n and 4n: the work may grow with the size, and no faster. Compared within one run. */
import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import type { ResponseFormat } from '../../nodes/catalogue/shared-parameters';
import { FreeKeys, uniqueKeys } from '../../nodes/decode/column-names';
import { checkContent } from '../../nodes/decode/content-check';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { isExact } from '../../nodes/decode/exact-numbers';
import { DataConnectError } from '../../nodes/errors';
import { assertGrowsWithSize } from '../growth/grows-with-size';
import { column, type Reading, records } from './reading';

/** Shorter work says nothing. */
const SHORTEST = 3;

/** @param work makes the work of a size; the first size is raised until it takes long enough to be compared */
async function assertGrowsFrom(first: number, work: (size: number) => () => void): Promise<void> {
  let size = first;
  while (timeOf(work(size)) < SHORTEST && size < first * 256) size *= 2;
  await assertGrowsWithSize(size, work);
}

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** So small that every answer here has many: what is looked at again when more came would show. */
const inPieces: Reading = { splits: [512], limits: { piece: 512 } };

/** Errors are a good end, too. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DataConnectError)) throw error;
  }
}

const numbered = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index));

/** What stands at the beginning of an answer, whatever was asked for. */
const heads: Record<string, (size: number) => string> = {
  'empty comments': (size) => `${'<!---->'.repeat(size)}<R>`,
  'comments and declarations': (size) => `${'<?a?> <!-- -->\n'.repeat(size)}<R>`,
  'open comments': (size) => '<!--'.repeat(size),
  'open declarations': (size) => '<?xml '.repeat(size),
  'open tags': (size) => '<R '.repeat(size),
  'tags inside one another': (size) => '<Error>'.repeat(size),
  sections: (size) => `<R>${'<![CDATA[<Error>]]>'.repeat(size)}`,
  'less-than signs': (size) => '<'.repeat(size),
  'white space': (size) => `${' \t\r\n'.repeat(size)}x`,
  brackets: (size) => '['.repeat(size),
  'brackets and spaces': (size) => '[ '.repeat(size),
  braces: (size) => '{"a":'.repeat(size),
  'zero bytes': (size) => '\0'.repeat(size),
  'minus and digits': (size) => `-1${'1.'.repeat(size)}x`,
  quotes: (size) => '"'.repeat(size),
  'points and spaces': (size) => `${'. '.repeat(size)}x`,
  'a sentence without an end': (size) => `${'error not '.repeat(size)}`,
};

const json: Record<string, (size: number) => string> = {
  'deep lists': (size) => `[{"a":${'['.repeat(size)}${']'.repeat(size)}}]`,
  'deep objects': (size) => `${'{"d":'.repeat(size)}1${'}'.repeat(size)}`,
  'deep wrappers': (size) => `${'{"d":{"results":'.repeat(size)}[]`,
  'many keys': (size) => `[{${numbered(size, (index) => `"k${index}":1`)}}]`,
  'many keys in one object': (size) => `{${numbered(size, (index) => `"k${index}":{}`)}}`,
  'many lists in one object': (size) => `{${numbered(size, (index) => `"k${index}":[{}]`)}}`,
  'keys of one name': (size) => `[{"x":{${numbered(size, () => '"a":1')}}}]`,
  'keys of one name, the next taken': (size) =>
    `[{"x":{${numbered(size, (index) => `"a_${index + 2}":1`)},${numbered(size, () => '"a":1')}}}]`,
  'keys without a name': (size) => `[{"x":{${numbered(size, () => '"":1')}}}]`,
  'keys like numbers': (size) => `[{"x":{${numbered(size, (index) => `"${index}":1`)}}}]`,
  'what stands between records, in texts': (size) => `[${numbered(size, () => '{"a":"},{"}')}]`,
  'what stands between records, in one text': (size) => `[{"a":"${'},{'.repeat(size)}"}]`,
  'what ends a list, in one text': (size) => `[{"a":"${'}] '.repeat(size)}"},{"b":1}]`,
  escapes: (size) => `[{"a":"${'\\u0041\\n'.repeat(size)}"}]`,
  backslashes: (size) => `[{"a":"${'\\\\'.repeat(size)}`,
  'white space': (size) => `[{"a"${' '.repeat(size)}:${' '.repeat(size)}1}${' '.repeat(size)},{"a":1}]`,
  colons: (size) => `[{"a":"${': '.repeat(size)}","a ":"${'":'.repeat(0)}"}]`,
  'a number of many zeros': (size) => `[{"a":0.1${'0'.repeat(size)}1}]`,
  'a number of many digits': (size) => `[{"a":${'1'.repeat(size)}}]`,
  'a large exponent': (size) => `[{"a":1e${'1'.repeat(size)}}]`,
  'numbers that stay text': (size) => `[${numbered(size, () => '{"a":12345678901234567890}')}]`,
  'other columns in every record': (size) => `[${numbered(size, (index) => `{"k${index % 8000}":1}`)}]`,
  'two shapes in turns, of many columns': (size) => {
    const wide = `{${numbered(2000, (index) => `"k${index}":1`)}}`;
    return `[${wide},${numbered(size, (index) => (index % 2 ? '{"k1":1}' : '{"k2":"\\n","k3":1}'))}]`;
  },
  'a renamed column and many others': (size) => {
    const wide = `{"":0,${numbered(2000, (index) => `"k${index}":1`)}}`;
    return `[${wide},${numbered(size, () => '{"k1":1}')}]`;
  },
  'no end': (size) => `[${'{"a":['.repeat(50)}"${'x'.repeat(size)}`,
  'an error of many members': (size) => `{"error":{${numbered(size, (index) => `"message${index}":"x"`)}}}`,
  'a long message': (size) => `{"Message":"${'not error. '.repeat(size)}"}`,
  'a Schema of many columns': (size) =>
    `{"Schema":[${numbered(size, (index) => `{"Column_Name":"a${index % 9000}","Type":"INT"}`)}],"Records":[]}`,
};

describe('an answer made to be slow', () => {
  for (const [name, make] of Object.entries(heads)) {
    it(`is looked at in steps that grow with its size: ${name}`, async function () {
      this.timeout(60_000);
      for (const format of ['Json', 'Xml', 'Csv', 'Excel', 'Csv.Email'] as ResponseFormat[]) {
        const work = (size: number) => {
          const firstBytes = Buffer.from(make(size));
          const content = { format, contentType: '', charset: undefined, firstBytes, host: 'h', path: '/p' };
          return () => attempt(() => checkContent(content));
        };
        await assertGrowsFrom(250, work);
      }
    });
  }

  const reading = (format: RecordFormat, make: (size: number) => string, more: Reading) => (size: number) => {
    const body = Buffer.from(make(size));
    return () => attempt(() => records(format, body, { ...inPieces, ...more }));
  };
  for (const [name, make] of Object.entries(json)) {
    it(`is read in steps that grow with its size: ${name}`, async function () {
      this.timeout(60_000);
      for (const columns of [[], [column('StoreID')]]) {
        await assertGrowsFrom(2000, reading('Json', make, { columns }));
      }
    });
  }

  it('has keys for thousands of columns of one name in a look or two each', () => {
    const looks = (count: number) => {
      const free = new FreeKeys();
      const taken = new Set(['a', ...numbered(count, (index) => `a_${index + 2}`)]);
      let looked = 0;
      for (let before = 1; before <= count; before++) {
        taken.add(free.keyFor('a', before + 1, before, (key) => ++looked > 0 && taken.has(key)));
      }
      return looked;
    };
    assert.ok(looks(4000) <= 4.1 * looks(1000));
    assert.ok(looks(4000) <= 4 * 4000);
    const names = [...numbered(500, (index) => `a_${index + 2}`), ...numbered(500, () => 'a')];
    assert.equal(new Set(uniqueKeys(names)).size, 1000);
  });

  it('has numbers that are judged at a glance', async () => {
    await assertGrowsFrom(10_000, (size) => () => isExact(`0.1${'0'.repeat(size)}1`));
    assert.equal(isExact(`0.1${'0'.repeat(50_000)}1`), false);
    assert.equal(isExact(`0.1${'0'.repeat(50_000)}`), true);
  });

  it('is told apart in no time when it begins with many empty comments', () => {
    const firstBytes = Buffer.from(`${'<!---->'.repeat(34)}<R>`);
    const content = { contentType: '', charset: undefined, firstBytes, host: 'h', path: '/p' };
    assert.throws(() => checkContent({ ...content, format: 'Json' }), /XML instead of Json/);
    checkContent({ ...content, format: 'Xml' });
  });
});
