/** What the dialog of a connection shows of what is stored, what it writes back, and what is wrong with it. */

import { cleanText } from '../parameters/clean-text';
import type { FieldProblem } from '../parameters/problem';
import { LIMITS } from '../stored/connection-limits';
import { isEnvironmentText } from '../stored/environment-text';
import { readField, shown } from '../stored/field';
import { type ConnectionFieldName, connectionFieldNames, connectionFields } from '../stored/stored-connection';
import { faultText } from './check-node';
import type { EditorNode } from './red';
import type { Words } from './words';

/** All as text, as a person types it; `${NAME}` may stand for any of them. */
export type ConnectionValues = Record<ConnectionFieldName, string>;

export function readConnectionValues(node: EditorNode): ConnectionValues {
  const values = connectionFieldNames.map((name) => [name, storedText(name, node[name])]);
  return Object.fromEntries(values) as ConnectionValues;
}

function storedText(name: ConnectionFieldName, value: unknown): string {
  if (value === undefined) return String(connectionFields[name].byDefault);
  return typeof value === 'string' ? value : shown(value);
}

/** Writes what differs; a number is stored as one, and a switch, unless the environment is to say it. */
export function writeConnectionValues(node: EditorNode, values: ConnectionValues): void {
  const before = readConnectionValues(node);
  for (const name of connectionFieldNames) {
    if (before[name] !== values[name]) node[name] = storedValue(name, values[name]);
  }
}

function storedValue(name: ConnectionFieldName, text: string): unknown {
  if (name === 'preferredEndpoint' && /^(true|false)$/.test(text)) return text === 'true';
  const isNumber = name in LIMITS && text.trim() !== '' && !Number.isNaN(Number(text));
  return isNumber ? Number(text) : text;
}

/** @returns what is wrong with a field, in words */
export function connectionProblem(
  field: ConnectionFieldName,
  values: Readonly<Record<ConnectionFieldName, unknown>>,
  words: Words,
): string | undefined {
  const value = values[field];
  if (isEnvironmentText(value)) return undefined;
  const faults: FieldProblem[] = [];
  readField<unknown>(field, connectionFields[field], value, faults);
  if (faults[0]) return faultText(faults[0], words, words(`connection.${field}`));
  const isUrl = field === 'serviceUrl' || field === 'tokenUrl';
  return isUrl && values.environment === 'custom' ? urlProblem(field, String(value ?? ''), values, words) : undefined;
}

function urlProblem(
  field: 'serviceUrl' | 'tokenUrl',
  stored: string,
  { authentication = 'password' }: Readonly<Record<string, unknown>>,
  words: Words,
): string | undefined {
  const value = cleanText(stored);
  if (value === '') {
    const isNeeded = field === 'serviceUrl' || authentication === 'password';
    return isNeeded ? words('connection.url-required') : undefined;
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return words('connection.url-wrong');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return words('connection.url-not-secure');
  return url.username || url.password || url.search || url.hash ? words('connection.url-parts') : undefined;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
