/** Sentences in the language of the Node-RED server. */
import type { NodeAPI } from 'node-red';
import problems from '../../locales/en-US/problems.json';
import { type DataConnectError, type Facts, inEnglish, listed, type PhraseKey, plainFacts, type Say } from '../errors';

export type Translate = (key: string, facts?: Facts) => string | undefined;

/** The texts of the connection's set: the phrases are there and not in every set, where the editor would load them too. */
const CONNECTION_TEXTS = '@dataconnect-nodes/node-red-dataconnect/connection';

/** @returns undefined where the catalogue of the running language, and English behind it, lacks the key */
export function translator(RED: NodeAPI): Translate {
  const blanks = new Map<string, Record<string, string>>();
  const translate: Translate = (key, facts = {}) => {
    const known = blanks.get(key) ?? blanksOf(RED, key);
    blanks.set(key, known);
    const text: string = RED._(key, { ...known, ...plainFacts(facts, sayWith(translate)) } as Record<string, string>);
    const missing = key.slice(key.indexOf(':') + 1);
    return text === missing || text.endsWith(`:${missing}`) ? undefined : text.replace(/ {2,}/g, ' ').trim();
  };
  return translate;
}

/** A blank for each place of a sentence: Node-RED leaves one without a fact as it is. */
function blanksOf(RED: NodeAPI, key: string): Record<string, string> {
  const template: string = RED._(key, {});
  return Object.fromEntries([...template.matchAll(/__(\w+?)__/g)].map(([, name]) => [name, '']));
}

/** Puts phrases into the words of the translation in use; into English where it lacks them. */
export function sayWith(translate: Translate): Say {
  return (said) =>
    'labels' in said
      ? listed(said, ({ key, name }) => (key && translate(labelKeyOf(key))) || name)
      : (translate(keyOf(said.phrase), said.facts) ?? inEnglish(said));
}

/** Every set has the texts of its own dialogs only, and errors of the connection are said by all. */
function labelKeyOf(key: string): string {
  return key.startsWith('connection.') ? [CONNECTION_TEXTS, key].join(':') : key;
}

function keyOf(phrase: PhraseKey): string {
  return phrase in problems ? `problems.${phrase}` : [CONNECTION_TEXTS, `phrases.${phrase}`].join(':');
}

/** The error in the person's words: what happened, where, what to do. English where there is no translation. */
export function translateError(error: DataConnectError, translate: Translate): string {
  const text = translate(`errors.${error.code}`, error.facts) ?? error.message;
  const window = error.facts.incompleteWindow;
  return window === undefined
    ? text
    : `${text} ${sayWith(translate)({ phrase: 'window-incomplete', facts: { window } })}`;
}
