/** The words databases and .NET have for types -> the types of `ColumnInfo`. The service's own words are not documented. */
import type { ColumnType } from '../record';

const WORDS: ReadonlyArray<readonly [RegExp, ColumnType]> = [
  [/^(u?int(eger)?(16|32|64)?|(big|small|tiny|medium)int|s?byte|u?(short|long))$/, 'integer'],
  [/^((small)?money|currency|decimal|numeric|number|float|real|double|single)$/, 'number'],
  [/^(bit|bool(ean)?)$/, 'boolean'],
  [
    /^(n?(var)?char|n?text|string|xml|guid|uniqueidentifier|(small)?date(time)?(2|offset)?|time(span|stamp)?)$/,
    'string',
  ],
];

/** `VARCHAR(50)`, `System.Int32`, `money` -> a column type; `unknown` for words not known. */
export function typeOfWord(word: string): ColumnType {
  const [name = ''] = word.toLowerCase().split('(', 1);
  const bare = name.replace(/^system\./, '').trim();
  return WORDS.find(([pattern]) => pattern.test(bare))?.[1] ?? 'unknown';
}
