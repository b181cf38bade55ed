/**
 * The validators of the node types. Node-RED calls them for every node when a flow is loaded and on every change, with
 * the node as `this`, and marks the node with a red triangle and the reasons they return.
 */
import { hasRecords } from '../catalogue/shared-parameters';
import { shapesColumns } from '../parameters/column-choice';
import { problemOfPath } from '../parameters/path-rules';
import type { FieldProblem } from '../parameters/problem';
import { readProperty, unusableProperty } from '../parameters/property-names';
import { isEnvironmentText } from '../stored/environment-text';
import { readField } from '../stored/field';
import { migrate, nodeSteps } from '../stored/migrations';
import {
  type NodeSettings,
  type ParameterValue,
  readParams,
  readSettings,
  type StoredNode,
  settingKey,
} from '../stored/stored-node';
import { identifierField } from '../stored/text-fields';
import { endpointOf } from './catalogue';
import { findingText, findProblems, isFinal } from './check-params';
import { responseOf } from './draft';
import { problemOfFolder } from './file-preview';
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
  const endpoint = endpointOf(this);
  const connection = RED.nodes.node(String(this.connection));
  const faults: FieldProblem[] = [];
  const settings = readSettings(stored, []);
  const found = findProblems({ endpoint, params: readParams(stored.params, faults), settings, connection });
  const problems = [
    ...faults.filter(isFinal).map((fault) => problemText(fault, words)),
    ...found.filter(({ isRefused }) => isRefused).map((each) => findingText(each, endpoint, words)),
  ];
  return problems.length === 0 || problems;
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
  const stored: StoredNode = migrate({ ...this, output }, nodeSteps, faults) ?? {};
  const settings = readSettings(stored, faults);
  const wrong = faults
    .filter(isFinal)
    .map((fault) => problemText(fault, words, wordOr(words, settingKey(fault.facts.field), fault.facts.field)));
  const problem = propertyProblem(settings.output.property, words);
  if (problem) wrong.push(problem);
  const folder = settings.output.mode === 'file' && problemOfFolder(RED.nodes.node(String(this.connection)));
  if (folder) wrong.push(problemText(folder, words));
  const shaping = shapingProblem(settings, readParams(stored.params, []), words);
  if (shaping) wrong.push(shaping);
  return wrong.length === 0 || wrong;
}

/** Why columns cannot be shaped in what the node sends on; undefined where they can, or nothing is shaped. */
export function shapingProblem(
  { columns, output }: NodeSettings,
  params: ReadonlyMap<string, ParameterValue>,
  words: Words,
): string | undefined {
  if (!shapesColumns(columns)) return undefined;
  const response = responseOf(params);
  const isBody = ['text', 'buffer', 'file'].includes(output.mode) || (response && !hasRecords(response));
  return isBody ? problemText({ kind: 'columns-not-in-body', facts: {} }, words) : undefined;
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
