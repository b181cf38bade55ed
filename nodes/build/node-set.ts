/** What all nodes of a set share in the palette. A set is a file of `nodes/sets/` and a key of package.json's list. */
import { domains } from '../catalogue/domains';
import type { Endpoint } from '../catalogue/schema';

export interface NodeSet {
  /** `partner-feeds`: base name of the set's files. */
  name: string;
  /** Header in the palette. Node-RED cuts it at a hyphen, so it has none. */
  category: string;
  /** Of its palette group in English, `Partner Feeds`; empty for the connection. */
  title: string;
  /** `#rrggbb` */
  colour: string;
  /** File in `icons/`. */
  icon: string;
  endpoints: readonly Endpoint[];
}

/** One hue family: from teal to blue, dark enough for the white icons and light enough for the black labels. */
const colours = [
  ...['#6db8bf', '#7fc1c4', '#79bac6', '#84c0d1', '#7fb6cf', '#8bbdd9', '#84b1d3', '#91b6da'],
  ...['#8fb9c9', '#7dadc1', '#88b4bf', '#7ab0b5', '#8ac0b8', '#8fb5b9', '#9bbcc4'],
];

/**
 * @param names the sets in palette order (package.json, `node-red.nodes`)
 * @param endpoints the whole catalogue; an endpoint without any path is left to the request node
 */
export function nodeSets(names: readonly string[], endpoints: readonly Endpoint[]): NodeSet[] {
  return names.map((name, index) => ({
    name,
    ...categoryOf(name),
    colour: colours[index % colours.length]!,
    icon: `${name}.svg`,
    endpoints: endpoints.filter(({ domain, path }) => path !== null && domain === name),
  }));
}

/** Sets that are of no domain. */
const OF_NO_DOMAIN: Readonly<Record<string, Pick<NodeSet, 'category' | 'title'> & { types: string[] }>> = {
  connection: { category: 'config', title: '', types: ['dataconnect-connection'] },
  output: {
    category: 'DataConnect Output',
    title: 'Output',
    types: ['dataconnect-records-to-sql', 'dataconnect-confirm'],
  },
};

function categoryOf(name: string): Pick<NodeSet, 'category' | 'title'> {
  const known = OF_NO_DOMAIN[name];
  if (known) return { category: known.category, title: known.title };
  const domain = domains.find(({ id }) => id === name);
  if (!domain) throw new Error(`package.json names the node set "${name}", but the catalogue has no such domain.`);
  return { category: `DataConnect ${domain.title}`, title: domain.title };
}

/** The node types of a set, in palette order. */
export function typesOf({ name, endpoints }: NodeSet): string[] {
  const known = OF_NO_DOMAIN[name];
  if (known) return known.types;
  const types = endpoints.map(({ id }) => `dataconnect-${id}`);
  return name === 'service' ? ['dataconnect-request', 'dataconnect-check-up', ...types] : types;
}
