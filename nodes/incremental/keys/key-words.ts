/** What is said of columns that may be the key of records. */
import type { Phrase } from '../../errors';
import type { KeySuggestions } from './suggest-keys';

/** That it is a suggestion, and of how many records; or why there is none. */
export function keyWords({ keys, records }: KeySuggestions): Phrase {
  return { phrase: keys.length === 0 ? 'no-key-found' : 'keys-suggested', facts: { count: records } };
}
