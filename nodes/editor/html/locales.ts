/** The message catalogs and help files of a node set, put together from `locales/<language>/`. */
import type { Endpoint } from '../../catalogue/schema';
import { endpointHelp, type HelpWords, helpScript } from './help';
import { type NodeSet, typesOf } from './node-set';

/** Everything of one language: `locales/<language>/*.json` and `*.html` by their names. */
export interface Language {
  messages: Record<string, unknown>;
  /** Help written by hand, by node type without `dataconnect-`. */
  help: Record<string, string>;
}

/**
 * Node-RED gives each set a catalog of its own and a set may be loaded without the others, so every set has all shared
 * texts. Each file becomes the key of its name (`errors.TIMEOUT`); the file named like a set goes to that set only,
 * and the words of the help are used here and nowhere else.
 */
export function setMessages(
  { name }: NodeSet,
  { messages }: Language,
  setNames: readonly string[],
): Record<string, unknown> {
  const isElsewhere = (file: string) => file === 'help' || (setNames.includes(file) && file !== name);
  return Object.fromEntries(Object.entries(messages).filter(([file]) => !isElsewhere(file)));
}

export function setHelp(set: NodeSet, { help, messages }: Language): string {
  const byHand = typesOf(set)
    .map((type) => type.replace(/^dataconnect-/, ''))
    .filter((id) => help[id] !== undefined)
    .map((id) => helpScript(`dataconnect-${id}`, help[id]!.replace(/>\s+</g, '><').trim()));
  const generated = set.endpoints
    .filter(({ id }: Endpoint) => help[id] === undefined)
    .map((endpoint) => endpointHelp(endpoint, messages.help as HelpWords));
  return [...byHand, ...generated].join('');
}
