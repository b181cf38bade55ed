/** The texts of the dialogs in the language of the editor, from the catalog of the node's own set. */
import { labelOf } from '../catalogue/label';
import type { Parameter } from '../catalogue/schema';
import type { Facts } from '../errors';
import type { EditorNode } from './red';

export type Words = (key: string, facts?: Facts) => string;

export function wordsOf(node: EditorNode): Words {
  return (key, facts) => node._def._(key, facts);
}

/** The text of a key that a language need not have; `fallback` where it lacks it. */
export function wordOr(words: Words, key: string, fallback: string): string {
  const text = words(key);
  return text === key ? fallback : text;
}

/** Words for a parameter: translated where the language has them, else those of the catalogue. */
export function parameterLabel(words: Words, parameter: Parameter): string {
  return wordOr(words, `parameters.${keyOf(parameter.name)}`, labelOf(parameter));
}

/** A dot in a key would be a level of its own: `CSV.Headers` is found under `CSV-Headers`. */
function keyOf(name: string): string {
  return name.replaceAll('.', '-');
}
