import assert from 'node:assert/strict';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { DEFAULT_LIMITS } from '../../nodes/decode/limits';
import { failure, formats, type Reading, records } from './reading';

function answer(format: RecordFormat, value: string, before = 0): string {
  const rows = [...Array.from({ length: before }, () => 'x'), value];
  switch (format) {
    case 'Json':
      return `[${rows.map((text) => `{"A":1,"B":"${text}"}`)}]`;
    case 'JsonDataTable':
      return `{"Schema":[],"Records":[${rows.map((text) => `{"A":1,"B":"${text}"}`)}]}`;
    case 'Csv':
      return `A,B\n${rows.map((text) => `1,${text}\n`).join('')}`;
    default:
      return `<T>${rows.map((text) => `<R><A>1</A><B>${text}</B></R>`).join('')}</T>`;
  }
}

const limits = (more: Partial<typeof DEFAULT_LIMITS>): Reading => ({ limits: more, splits: [16_384] });

describe('an answer that asks too much of the memory', () => {
  for (const format of ['Json', 'Csv', 'Xml'] as const) {
    it(`may have a value of 50 MB: ${format}`, function () {
      this.timeout(60_000);
      const value = 'v'.repeat(50_000_000);
      const rows = records(format, answer(format, value, 2), { splits: [1_000_000] });
      assert.equal(rows.length, 3);
      assert.equal((rows[2]!.B as string).length, value.length);
      assert.ok(rows[2]!.B === value);
    });
  }

  for (const format of formats) {
    it(`is stopped at a value that is too long: ${format}`, () => {
      const body = answer(format, 'v'.repeat(200_000), 10);
      assert.throws(() => records(format, body, limits({ value: 100_000 })), failure('LIMIT_EXCEEDED', /100000/));
      assert.equal(records(format, body, limits({ value: 200_100 })).length, 11);
    });

    it(`is stopped inside a record that never ends, before it is all there: ${format}`, () => {
      const body = answer(format, 'v'.repeat(5_000_000), 10);
      assert.throws(() => records(format, body, limits({ record: 300_000 })), failure('LIMIT_EXCEEDED', /300000/));
    });

    it(`is stopped at too many columns: ${format}`, () => {
      const names = Array.from({ length: 50 }, (_, index) => `C${index}`);
      const json = `[${JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])))}]`;
      const body = {
        Json: json,
        JsonDataTable: `{"Records":${json}}`,
        Csv: `${names}\n${names}\n`,
        Xml: `<T><R>${names.map((name) => `<${name}>1</${name}>`).join('')}</R></T>`,
        XmlDataTable: `<T>${names.map((name) => `<Schema><Column_Name>${name}</Column_Name></Schema>`).join('')}</T>`,
      }[format];
      assert.throws(() => records(format, body, limits({ columns: 49 })), failure('LIMIT_EXCEEDED', /49 columns/));
      records(format, body, limits({ columns: 50 }));
    });
  }

  it('is stopped at values nested too deep', () => {
    const nested = (depth: number) => `[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]`;
    for (const depth of [10_000, 100_000, DEFAULT_LIMITS.nesting]) {
      assert.throws(() => records('Json', nested(depth)), failure('LIMIT_EXCEEDED', /100 levels/));
      assert.throws(() => records('Json', `[{"a":1},${nested(depth).slice(1)}`), failure('LIMIT_EXCEEDED'));
    }
    assert.equal(records('Json', nested(DEFAULT_LIMITS.nesting - 1)).length, 1);
  });

  it('is not slow when a name comes many times', function () {
    this.timeout(20_000);
    const count = 10_000;
    const json = `[{${Array.from({ length: count }, () => '"a":1').join(',')}}]`;
    assert.equal(Object.keys(records('Json', json)[0]!).length, count);
    assert.equal(Object.keys(records('Json', `[{"x":${json.slice(1, -1)}}]`)[0]!.x!).length, count);
    assert.equal(Object.keys(records('Xml', `<T><R>${'<a>1</a>'.repeat(count)}</R></T>`)[0]!).length, count);
  });
});
