/** What the dialog of a connection shows of what is stored, what it writes back, and what is wrong with it. */

import { readBaseUrl } from '../parameters/base-url';
import type { FieldProblem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { readField, shown } from '../stored/field';
import {
  type ConnectionFieldName,
  connectionFieldNames,
  connectionFields,
  neededAddresses,
} from '../stored/stored-connection';
import { faultText } from './check-node';
import type { EditorNode } from './red';
import { problemText, type Words } from './words';

/** All as text, as a person types it; `${NAME}` may stand for any of them. */
export type ConnectionValues = Record<ConnectionFieldName, string>;

/** The texts of all fields; the default where nothing is stored, a wrong value as it stands. */
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
  const { kind } = connectionFields[name];
  if (kind === 'flag' && /^(true|false)$/.test(text)) return text === 'true';
  const isNumber = kind === 'number' && text.trim() !== '' && !Number.isNaN(Number(text));
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
  if (!neededAddresses(values).some((needed) => needed === field)) return undefined;
  const base = readBaseUrl(String(value ?? ''), words(`connection.${field}`));
  return base.kind === 'refused' ? problemText(base.problem, words) : undefined;
}
