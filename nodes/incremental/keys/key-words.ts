/** What is said of columns that may be the key of records. */
import type { Phrase } from '../../errors';
import type { KeySuggestions } from './suggest-keys';

/** The most plausible, and that it is a suggestion; or why there is none. */
export function keyWords({ keys, records }: KeySuggestions): Phrase {
  const [first] = keys;
  if (!first) return { phrase: 'incremental-no-key', facts: { count: records } };
  return { phrase: 'incremental-key-suggested', facts: { columns: first.columns.join(', '), count: records } };
}
