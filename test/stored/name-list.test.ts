import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nameListText, namesOf } from '../../nodes/stored/name-list';

describe('names in one line', () => {
  for (const [text, names] of [
    ['', []],
    [' , ,', []],
    ['A', ['A']],
    [' A ,B,, C ', ['A', 'B', 'C']],
    ['"Price, net", B', ['Price, net', 'B']],
    ['"a ""b"" c"', ['a "b" c']],
    ['Store "A"', ['Store "A"']],
    ['"never closed, B', ['never closed, B']],
  ] as const) {
    it(`are read as a person means them: ${JSON.stringify(text)}`, () => assert.deepEqual(namesOf(text), names));
  }

  it('come back as they were written', () => {
    const name = fc.string({ minLength: 1 }).filter((each) => each === each.trim());
    fc.assert(fc.property(fc.array(name), (names) => assert.deepEqual(namesOf(nameListText(names)), names)));
  });
});
