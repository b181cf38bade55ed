/** Under which topics the nodes are found. */
import { paletteLabel } from './label';
import type { Endpoint } from './schema';
import { type TopicName, topicNames, topics } from './search-topics';

/** Of the types that are no endpoint's, by what follows `dataconnect-`. */
const OF_NO_ENDPOINT: Readonly<Record<string, readonly TopicName[]>> = {
  request: ['any address', 'RQ'],
  'check-up': ['diagnosis', 'RQ'],
  'records-to-sql': ['SQL'],
  connection: ['connection', 'RQ'],
};

/** The topics that an endpoint says itself, then those that go by its title. */
export function topicsOf({ id, title, label, domain, words = [] }: Endpoint): TopicName[] {
  const says = [id.replaceAll('-', ' '), title, label, domain].join(' ').toLowerCase();
  return [...new Set([...words, ...topicNames.filter((name) => topics[name].of?.test(says))])];
}

/**
 * @param translations per language, what a text of the catalogue and a topic are called in it
 * @returns by what follows `dataconnect-` in a type: what a person may look for who wants it, whatever the language
 */
export function searchWords(
  endpoints: readonly Endpoint[],
  translations: ReadonlyArray<Readonly<Record<string, string>>>,
): Record<string, string> {
  const said = (names: readonly TopicName[]) => [
    ...names.flatMap(wordsOf),
    ...translations.flatMap((known) => names.flatMap((name) => listed(known[name]))),
  ];
  const ofEndpoints = endpoints.map((endpoint) => {
    const label = paletteLabel(endpoint);
    const labels = [label, ...translations.flatMap((known) => known[label] ?? [])];
    return [endpoint.id, [...said(topicsOf(endpoint)), ...labels]] as const;
  });
  const others = Object.entries(OF_NO_ENDPOINT).map(([id, names]) => [id, said(names)] as const);
  return Object.fromEntries([...ofEndpoints, ...others].map(([id, texts]) => [id, [...new Set(texts)].join(', ')]));
}

function wordsOf(name: TopicName): string[] {
  return [name, ...listed(topics[name].also)];
}

function listed(words = ''): string[] {
  return words.split(', ').filter(Boolean);
}
