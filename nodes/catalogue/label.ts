/** Words for people, made from the API's names. */
import type { Endpoint, Parameter } from './schema';

/** Names the API runs together or writes in its own way. */
const spellings: Readonly<Record<string, string>> = { Qty: 'Quantity', Id: 'ID' };

/**
 * The label of a parameter: its own, or the API's name as words.
 * `StartDate` becomes `Start date`, `LocationTypeIDs` becomes `Location type IDs`.
 */
export function labelOf(parameter: Pick<Parameter, 'name' | 'label'>): string {
  return parameter.label ?? sentenceCase(wordsOf(parameter.name));
}

/** The palette label of an endpoint's node: two or three words, unique over all nodes. */
export function paletteLabel(endpoint: Pick<Endpoint, 'title' | 'label'>): string {
  return endpoint.label ?? endpoint.title;
}

/** `ForWhoIDs` -> `For`, `Who`, `IDs`; capitals stay together with a plural s: `ProductSKUs` -> `Product`, `SKUs`. */
function wordsOf(name: string): string[] {
  return name.match(/[A-Z]{2,}s(?![a-z])|[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\d+/g) ?? [name];
}

function sentenceCase(words: string[]): string {
  const [first = '', ...rest] = words.map((word) => spellings[word] ?? word);
  return [first, ...rest.map((word) => (/[A-Z].*[A-Z]/.test(word) ? word : word.toLowerCase()))].join(' ');
}
