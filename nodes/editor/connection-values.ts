/** What the dialog of a connection shows of what is stored, what it writes back, and what is wrong with it. */
import { readBaseUrl } from '../parameters/base-url';
import type { FieldProblem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { isNumeric, readField, shown } from '../stored/field';
import { bringUpToDate, connectionSteps, migrate } from '../stored/migrations';
import { type CredentialName, problemOfCredential, type SignInKind } from '../stored/sign-in-kinds';
import {
  type ConnectionFieldName,
  connectionFieldNames,
  connectionFields,
  credentialFields,
  isTaken,
  neededAddresses,
  type StoredConnection,
} from '../stored/stored-connection';
import type { EditorNode } from './red';
import { problemText, type Words } from './words';

/** All as text, as a person types it; `${NAME}` may stand for any of them. */
export type ConnectionValues = Record<ConnectionFieldName, string>;

/**
 * The texts of all fields; the default where nothing is stored, a wrong value as it stands.
 * @param node of any version; of one that cannot be read the defaults
 */
export function readConnectionValues(node: EditorNode, steps = connectionSteps): ConnectionValues {
  const stored: StoredConnection = migrate(node, steps, []) ?? {};
  const values = connectionFieldNames.map((name) => [name, storedText(name, stored[name])]);
  return Object.fromEntries(values) as ConnectionValues;
}

function storedText(name: ConnectionFieldName, value: unknown): string {
  if (value === undefined) return String(connectionFields[name].byDefault);
  return typeof value === 'string' ? value : shown(value);
}

/**
 * Writes what differs, and with it what steps from an older version changed; a number is stored as one, and a switch,
 * unless the environment is to say it.
 */
export function writeConnectionValues(node: EditorNode, values: ConnectionValues, steps = connectionSteps): void {
  const before = readConnectionValues(node, steps);
  const changed = connectionFieldNames.filter((name) => before[name] !== values[name]);
  if (changed.length === 0 || !migrate(node, steps, [])) return;
  bringUpToDate(node, steps);
  for (const name of changed) node[name] = storedValue(name, values[name]);
}

/** @returns why a connection of that version cannot be read, in words */
export function versionProblem(version: unknown, words: Words): string | undefined {
  const faults: FieldProblem[] = [];
  migrate({ version }, connectionSteps, faults);
  return faults[0] && problemText(faults[0], words);
}

function storedValue(name: ConnectionFieldName, text: string): unknown {
  const { kind } = connectionFields[name];
  if (kind === 'flag' && /^(true|false)$/.test(text)) return text === 'true';
  return kind === 'number' && isNumeric(text) ? Number(text) : text;
}

/** @returns what is wrong with a field, in words */
export function connectionProblem(
  field: ConnectionFieldName,
  values: Readonly<Record<ConnectionFieldName, unknown>>,
  words: Words,
): string | undefined {
  const value = values[field];
  if (isEnvironmentText(value) || !isTaken(field, values.environment)) return undefined;
  const faults: FieldProblem[] = [];
  const read = readField<unknown>(field, connectionFields[field], value, faults);
  if (faults[0]) return problemText(faults[0], words, words(`connection.${field}`));
  if (!neededAddresses(values).some((needed) => needed === field)) return undefined;
  const base = readBaseUrl(String(read), words(`connection.${field}`));
  return base.kind === 'refused' ? problemText(base.problem, words) : undefined;
}

/** @param kind of signing in; undefined where only the environment says it */
export function credentialProblem(
  kind: SignInKind | undefined,
  name: CredentialName,
  value: string,
  words: Words,
): string | undefined {
  if (isEnvironmentText(value)) return undefined;
  const faults: FieldProblem[] = [];
  const text = readField(name, credentialFields[name].field, value, faults);
  const problem = faults[0] ?? (kind && problemOfCredential(kind, name, text));
  return problem && problemText(problem, words, words(`connection.${name}`));
}
