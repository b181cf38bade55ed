/** Which message properties can take the data. */
import { shorten } from './given-value';
import type { Problem } from './problem';

/** What our nodes set beside the data, what Node-RED keeps in a message for itself, and what other nodes would send on. */
const TAKEN: ReadonlySet<string> = new Set([
  '_msgid',
  '_session',
  '_event',
  'req',
  'res',
  'headers',
  'parts',
  'complete',
  'columns',
  'dataconnect',
  'statusCode',
  'filename',
]);

/** Names that lead to what all objects share. */
const SHARED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * @param property without `msg.`
 * @param read Node-RED's own reading of a property; throws for what is none
 * @returns its names from the message down; undefined where it cannot take the data
 */
export function readProperty(property: string, read: (property: string) => unknown[]): unknown[] | undefined {
  try {
    const path = read(property);
    return takenName(path.map(String)) === undefined ? path : undefined;
  } catch {
    return undefined;
  }
}

/** What to say of a property that cannot take the data. */
export function unusableProperty(property: string): Problem {
  return { kind: 'property-unusable', facts: { field: `msg.${shorten(property)}` } };
}

/**
 * @param path the names of a property from the message down
 * @returns the one for which it cannot be taken
 */
export function takenName(path: readonly string[]): string | undefined {
  const [first = ''] = path;
  return TAKEN.has(first) ? first : path.find((name) => SHARED.has(name));
}

/** The names in the text of a property; whether it is well-formed is checked elsewhere. */
export function namesIn(property: string): string[] {
  return propertyOf(property)
    .split(/[.[\]"']+/)
    .filter((name) => name !== '');
}

/** The property that is meant: `msg.rows` is `rows`, as Node-RED takes it. */
export function propertyOf(text: string): string {
  return text.trim().replace(/^msg\./, '');
}
