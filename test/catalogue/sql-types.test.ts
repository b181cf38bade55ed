import assert from 'node:assert/strict';
import { typeOfWord } from '../../nodes/decode/schema-types';
import { columnSets } from './flat';

/** As the documentation has it; no database does. */
const MISPRINTED = new Set(['IDUNIQUEIDENTIFIER']);

describe('the SQL type of a column', () => {
  it('is a word that is understood where an answer has it in its Schema, too', () => {
    const stated = columnSets.flatMap(({ columns }) => columns.flatMap(({ sqlType }) => sqlType ?? []));
    assert.ok(stated.length > 500);
    assert.deepEqual(
      [...new Set(stated)].filter((sqlType) => typeOfWord(sqlType) === 'unknown' && !MISPRINTED.has(sqlType)),
      [],
    );
  });
});
