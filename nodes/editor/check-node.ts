/**
 * The validators of the node types. Node-RED calls them for every node when a flow is loaded and on every change, with
 * the node as `this`, and marks the node with a red triangle and the reasons they return.
 */

import type { Parameter } from '../catalogue/schema';
import { problemOfPath } from '../parameters/path-rules';
import type { FieldProblem } from '../parameters/problem';
import { readProperty, unusableProperty } from '../parameters/property-names';
import { isEnvironmentText } from '../stored/environment-text';
import { identifierField, readField } from '../stored/field';
import { migrate, nodeSteps } from '../stored/migrations';
import { type ParameterValue, readParams, readSettings, settingKey } from '../stored/stored-node';
import { endpointOf, parameterOf, sharedOf } from './catalogue';
import { missingProblem, valueProblem } from './check-value';
import { isIdle, responseOf } from './draft';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { problemText, type Words, wordOr, wordsOf } from './words';

/** What Node-RED takes from a validator of two arguments: true, or why not. */
export type Validity = true | string | string[];

/** The validator of `params`, and of all settings beside them. */
export function checkParams(this: EditorNode, params: unknown, _options: object): Validity {
  const words = wordsOf(this);
  const stored = migrate({ ...this, params }, nodeSteps, []);
  // Its output says that it cannot be read.
  if (!stored) return true;
  const faults: FieldProblem[] = [];
  const { sending } = readSettings(stored, []);
  const read = readParams(stored.params, faults);
  const problems = faults.filter(isFinal).map((fault) => faultText(fault, words));
  if (sending.anyway) problems.push(...faultsOf(read).map((fault) => faultText(fault, words)));
  else problems.push(...paramsProblems(endpointOf(this), read, words, sending.override));
  return problems.length === 0 || problems;
}

function faultsOf(params: ReadonlyMap<string, ParameterValue>): FieldProblem[] {
  return [...params.values()].flatMap(({ fault }) => (fault && isFinal(fault) ? fault : []));
}

/** A variable may be set where the flow runs. */
export function isFinal({ kind }: FieldProblem): boolean {
  return kind !== 'environment-not-set';
}

/** @param label what the dialog calls the field, where it has a name for it */
export function faultText(fault: FieldProblem, words: Words, label = fault.facts.field): string {
  return problemText(fault, words, label);
}

/** @param mayComeLater true where `msg.params` is meant to bring what is blank */
function paramsProblems(
  endpoint: EditorEndpoint | undefined,
  params: ReadonlyMap<string, ParameterValue>,
  words: Words,
  mayComeLater: boolean,
): string[] {
  const wrong = [...params]
    .filter(([name]) => !isIdle(name, params, endpoint))
    .map(([name, value]) => namedProblem(endpoint, name, value, words));
  const missing = mayComeLater ? [] : requiredOf(endpoint, params).filter(({ name }) => isUnset(params.get(name)));
  return [...wrong.filter((problem) => problem !== undefined), ...missing.map((each) => missingProblem(each, words))];
}

function namedProblem(
  endpoint: EditorEndpoint | undefined,
  name: string,
  value: ParameterValue,
  words: Words,
): string | undefined {
  if (value.fault && isFinal(value.fault)) return faultText(value.fault, words);
  const parameter = parameterOf(endpoint, name) ?? (endpoint ? undefined : freeParameter(name));
  return parameter ? valueProblem(parameter, value, words) : words('dialog.unknown-parameter', { name });
}

/** The request node sends any name; what is behind it is text. */
export function freeParameter(name: string): Parameter {
  return { name, label: name, type: 'string', description: name };
}

/** What must be there: as the endpoint says, and the recipient of an answer that goes out by e-mail. */
export function requiredOf(
  endpoint: EditorEndpoint | undefined,
  params: ReadonlyMap<string, ParameterValue>,
): readonly Parameter[] {
  const response = responseOf(params);
  const shared = sharedOf(endpoint).filter(
    ({ requiredThere, appliesTo }) => requiredThere && response !== undefined && appliesTo.includes(response),
  );
  return [...(endpoint?.parameters ?? []).filter(({ required }) => required), ...shared];
}

/** True where the node stores nothing for a parameter, so that `msg.params` or a default fills it. */
export function isUnset(value: ParameterValue | undefined): boolean {
  return value === undefined || (value.type === 'fixed' && value.value === '');
}

/** The validator of `path`. */
export function checkPath(this: EditorNode, path: unknown, _options: object): Validity {
  const stored = migrate({ ...this, path }, nodeSteps, []);
  return (stored && pathProblem(stored.path, endpointOf(this), wordsOf(this))) ?? true;
}

/** The path of the catalogue stands for a blank one; the request node has none. */
export function pathProblem(path: unknown, endpoint: EditorEndpoint | undefined, words: Words): string | undefined {
  if (isEnvironmentText(path)) return undefined;
  const faults: FieldProblem[] = [];
  const text = readField('path', identifierField(), path, faults);
  const problem = faults[0] ?? problemOfPath(text || (endpoint?.path ?? ''), 'path');
  return problem && problemText(problem, words, words('dialog.path'));
}

/** What the Output tab sets besides `output` has no validator of its own: it would be written out for every type. */
export function checkOutput(this: EditorNode, output: unknown, _options: object): Validity {
  const words = wordsOf(this);
  const faults: FieldProblem[] = [];
  const settings = readSettings(migrate({ ...this, output }, nodeSteps, faults) ?? {}, faults);
  const wrong = faults
    .filter(isFinal)
    .map((fault) => faultText(fault, words, wordOr(words, settingKey(fault.facts.field), fault.facts.field)));
  const problem = propertyProblem(settings.output.property, words);
  if (problem) wrong.push(problem);
  return wrong.length === 0 || wrong;
}

/** Why the data cannot be put into a message property; undefined where it can. */
export function propertyProblem(property: string, words: Words): string | undefined {
  const isUsable = readProperty(property, RED.utils.normalisePropertyExpression) !== undefined;
  return isUsable ? undefined : problemText(unusableProperty(property), words);
}

/** The validator of `connection`: there, enabled and valid. */
export function checkConnection(this: EditorNode, id: unknown, _options: object): Validity {
  const words = wordsOf(this);
  if (typeof id !== 'string' || id === '' || id === '_ADD_') return words('dialog.connection-required');
  const connection = RED.nodes.node(id);
  if (!connection) return words('dialog.connection-gone');
  if (connection.d) return words('dialog.connection-disabled');
  return connection.valid === false ? words('dialog.connection-invalid') : true;
}
