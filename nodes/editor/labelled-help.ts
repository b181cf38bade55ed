/**
 * The help of a node names parameters as the API does; a person who reads it has the dialog's labels before them. They
 * are put beside the names here, with what is the same for many, and not by the build: the help of all nodes is loaded
 * when the editor starts.
 */
import { levelFilterNames } from '../catalogue/roles';
import { endpointOf } from './catalogue';
import type { EditorEndpoint } from './packed-catalogue';
import { parameterLabel, type Words } from './words';

/** A term of the help and the beginning of what is said of it: names of parameters, separated by commas. */
const TERM = /<dt(?: class=optional)?>([^<]+)(?:<span[^>]*>[^<]*<\/span>)?<dd>/g;

/** Waits until the editor has nothing else to do. @param type that was just registered, with its help or before it */
export function labelHelpWhenIdle(type: string): void {
  const endpoint = endpointOf({ type });
  if (endpoint) whenIdle(() => labelHelp(type, endpoint));
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work);
  else setTimeout(work);
}

function labelHelp(type: string, endpoint: EditorEndpoint): void {
  const help = document.querySelector(`script[data-help-name="${type}"]`);
  const translate = RED.nodes.getType(type)?._;
  if (!help || !translate) return;
  const words: Words = (key, facts) => translate(key, facts);
  help.textContent = labelledHelp(help.textContent ?? '', endpoint, words) + goingOnHelp(endpoint, words);
}

/** How it can go on from an earlier run: the same words for all, so they are no part of the help of each that is loaded. */
export function goingOnHelp({ ways }: Pick<EditorEndpoint, 'ways'>, words: Words): string {
  if (ways.length === 0) return '';
  const said = [...ways, 'both' as const].map((way) => words(`dialog.incremental-help-${way}`)).join(' ');
  return `<h3>${escaped(words('dialog.tab-incremental'))}</h3><p>${escaped(said)}`;
}

/** @param help as the build made it */
export function labelledHelp(help: string, endpoint: Pick<EditorEndpoint, 'parameters'>, words: Words): string {
  return help.replace(TERM, (term, names: string) => {
    const label = labelOfTerm(names.split(', '), endpoint, words);
    // Node-RED breaks no line in a term, which is right for one name.
    const whole = names.includes(',') ? term.replace('<dt', '<dt style=white-space:normal') : term;
    return label === undefined ? term : `${whole}<b>${escaped(label)}</b> – `;
  });
}

/** Several parameters are said by one control. */
function labelOfTerm(
  [name, ...others]: readonly string[],
  { parameters }: Pick<EditorEndpoint, 'parameters'>,
  words: Words,
): string | undefined {
  const parameter = parameters.find((each) => each.name === name);
  if (!parameter) return undefined;
  if (others.length === 0) return parameterLabel(words, parameter);
  return words(levelFilterNames(parameters).includes(parameter.name) ? 'dialog.stores' : 'dialog.period');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
