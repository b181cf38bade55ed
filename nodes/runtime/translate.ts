/** Sentences in the language of the Node-RED server, or of whoever has the templates of one. */
import type { NodeAPI } from 'node-red';
import problems from '../../locales/en-US/problems.json';
import { type DataConnectError, type Facts, inEnglish, listed, type PhraseKey, type Say, sentence } from '../errors';

export type Translate = (key: string, facts?: Facts) => string | undefined;

/** The texts of the connection's set: the phrases are there and not in every set, where the editor would load them too. */
const CONNECTION_TEXTS = '@dataconnect-nodes/node-red-dataconnect/connection';

/** What a language has for a key, with its places unfilled; undefined where it has nothing. */
export type Templates = (key: string) => string | undefined;

/** @returns undefined where the catalogue of the running language, and English behind it, lacks the key */
export function translator(RED: NodeAPI): Translate {
  return translateBy((key) => {
    // Node-RED leaves a place without a fact as it is.
    const text: string = RED._(key, {});
    const missing = key.slice(key.indexOf(':') + 1);
    return text === missing || text.endsWith(`:${missing}`) ? undefined : text;
  });
}

/** @param templates of one language */
export function translateBy(templates: Templates): Translate {
  const translate: Translate = (key, facts = {}) => {
    const template = templates(key);
    return template === undefined ? undefined : sentence(template, facts, sayWith(translate));
  };
  return translate;
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
export function translateError(
  error: Pick<DataConnectError, 'code' | 'facts' | 'message'>,
  translate: Translate,
): string {
  const text = translate(`errors.${error.code}`, error.facts) ?? error.message;
  const window = error.facts.incompleteWindow;
  return window === undefined
    ? text
    : `${text} ${sayWith(translate)({ phrase: 'window-incomplete', facts: { window } })}`;
}
