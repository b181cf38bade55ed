/** The texts of the dialogs in the language of the editor, from the catalog of the node's own set. */
import { labelOf } from '../catalogue/label';
import type { Parameter } from '../catalogue/schema';
import type { Facts } from '../errors';
import type { Problem } from '../parameters/problem';
import type { EditorNode } from './red';
import { textKey } from './text-key';

export type Words = (key: string, facts?: Facts) => string;

/** Node-RED's translator for the set of a node's type. */
export function wordsOf(node: EditorNode): Words {
  return (key, facts) => node._def._(key, facts);
}

/** Those of the set that a type is in, whichever node's dialog is open. */
export function wordsOfType(type: string): Words {
  return (key, facts) => RED.nodes.getType(type)?._?.(key, facts) ?? key;
}

/** The text of a key that a language need not have; `fallback` where it lacks it. */
export function wordOr(words: Words, key: string, fallback: string): string {
  const text = words(key);
  return text === key ? fallback : text;
}

/**
 * A text of the catalogue, translated where the language has it. The catalogue is in English: to look for a text that
 * no language of the reader's has takes Node-RED longest, and the palette asks for each of its labels.
 */
export function catalogueText(words: Words, text: string): string {
  return RED.i18n.lang().startsWith('en') ? text : wordOr(words, textKey(text), text);
}

/** @param label what the dialog calls the field, where it has a name for it */
export function problemText({ kind, facts, hint }: Problem, words: Words, label = facts.field): string {
  // What only the dialog of the connection says is among the phrases.
  const key = words(`problems.${kind}`) === `problems.${kind}` ? `phrases.${kind}` : `problems.${kind}`;
  const said = words(key, { ...facts, field: label });
  return hint ? `${said} ${words(`problems.${hint.phrase}`, hint.facts)}` : said;
}

/** What the dialogs call a parameter. */
export function parameterLabel(words: Words, parameter: Parameter): string {
  return catalogueText(words, labelOf(parameter));
}
