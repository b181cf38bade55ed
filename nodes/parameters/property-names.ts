/** Message properties that cannot take the data. */

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
 * @param path the names of a property from the message down
 * @returns the one for which it cannot be taken
 */
export function takenName(path: readonly string[]): string | undefined {
  const [first = ''] = path;
  return TAKEN.has(first) ? first : path.find((name) => SHARED.has(name));
}

/** The names in the text of a property; whether it is well-formed is checked elsewhere. */
export function namesIn(property: string): string[] {
  return withoutMsg(property)
    .split(/[.[\]"']+/)
    .filter((name) => name !== '');
}

/** `msg.payload` is `payload`, as Node-RED takes it. */
export function withoutMsg(property: string): string {
  return property.trim().replace(/^msg\./, '');
}
