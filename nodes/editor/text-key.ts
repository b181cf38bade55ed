/**
 * The key under which a language's catalog has the translation of a text of the catalogue: the English text itself. In
 * a key of Node-RED's translator a dot begins a level and a colon ends a namespace, so both are written otherwise.
 */
export function textKey(text: string): string {
  return `texts.${text.replaceAll('.', '\u2024').replaceAll(':', '\uFF1A')}`;
}
