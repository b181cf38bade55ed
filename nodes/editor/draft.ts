/**
 * What a person edits while a dialog is open: a copy of what the node stores, written back when the dialog is closed
 * with Done. A node stores only what was set; what is absent has its default, also in later releases.
 */
import {
  defaultResponse,
  type ResponseFormat,
  responseNamed,
  type SharedParameter,
} from '../catalogue/shared-parameters';
import type { FieldProblem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { isGroup, shown } from '../stored/field';
import { bringUpToDate, migrate, nodeSteps } from '../stored/migrations';
import {
  type GroupName,
  groupNames,
  type NodeSettings,
  nodeFields,
  nodeProperties,
  type ParameterValue,
  placeOf,
  readParams,
  readSettings,
  type SettingName,
  type StoredNode,
} from '../stored/stored-node';
import { isFinal } from './check-params';
import type { EditorNode } from './red';

export interface Draft extends Record<GroupName, Record<string, unknown>> {
  params: Map<string, ParameterValue>;
  path: string;
  /** Groups, `params` among them, that are stored as something else: they are shown and kept until they are reset. */
  unreadable: Map<GroupName | 'params', unknown>;
  /** Of a version that this release cannot read: nothing of it is shown, and nothing is written. */
  fault: FieldProblem | undefined;
}

/** @param stored the node, of any version and whatever it is */
export function readDraft(stored: EditorNode, steps = nodeSteps): Draft {
  const faults: FieldProblem[] = [];
  const node: StoredNode = migrate(stored, steps, faults) ?? {};
  const groups = groupNames.map((name) => [name, isGroup(node[name]) ? { ...node[name] } : {}]);
  const unreadable = ([...groupNames, 'params'] as const).filter(
    (name) => node[name] !== undefined && !isGroup(node[name]) && !isEnvironmentText(node[name]),
  );
  return {
    ...(Object.fromEntries(groups) as Record<GroupName, Record<string, unknown>>),
    params: readParams(node.params, []),
    path: typeof node.path === 'string' ? node.path : node.path === undefined ? '' : shown(node.path),
    unreadable: new Map(unreadable.map((name) => [name, node[name]])),
    fault: faults[0],
  };
}

/** What a run would take the draft for; what the environment or a mistake stands for has its default. */
export function settingsOf(draft: Draft): NodeSettings {
  return readSettings(draft, []);
}

/** What is wrong with a field; nothing where the environment will say its value. */
export function faultOfSetting(draft: Draft, name: SettingName): FieldProblem | undefined {
  const faults: FieldProblem[] = [];
  readSettings(draft, faults);
  return faults.find((fault) => fault.facts.field === name && isFinal(fault));
}

/**
 * Writes what the person changed, and nothing else, in whatever form it is stored: Node-RED takes every new text of a
 * property for a change of the flow. With it goes what steps from an older version changed.
 */
export function writeDraft(node: EditorNode, draft: Draft, steps = nodeSteps): void {
  const before = readDraft(node, steps);
  if (before.fault || areSame(contentOf(draft), contentOf(before))) return;
  bringUpToDate(node, steps);
  const changed = ([...groupNames, 'path'] as const).filter((name) => !areSame(draft[name], before[name]));
  const reset = [...before.unreadable.keys()].filter((name) => !draft.unreadable.has(name));
  for (const name of new Set([...changed, ...reset])) {
    node[name] = name === 'path' ? draft.path : name === 'params' ? {} : { ...draft[name] };
  }
  if (!areSame([...draft.params], [...before.params])) node.params = storedParams(node, before, draft);
  if (changed.length > 0) setOutputs(node, settingsOf(draft).output.progress);
}

/** What the node would store if its dialog were closed with Done now. */
export function storedNow(node: EditorNode, draft: Draft): StoredNode {
  const copy = { ...node };
  writeDraft(copy, draft);
  return Object.fromEntries(Object.keys(nodeProperties).map((name) => [name, copy[name]]));
}

function contentOf({ params, unreadable, ...rest }: Draft): unknown {
  return [[...params], [...unreadable], rest];
}

function areSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A parameter that was not touched stays as it is stored; a blank one is not stored. */
function storedParams(node: EditorNode, before: Draft, { params }: Draft): Record<string, unknown> {
  const stored = isGroup(node.params) ? node.params : {};
  const kept = [...params].flatMap(([name, value]): Array<[string, unknown]> => {
    if (areSame(value, before.params.get(name))) return [[name, stored[name]]];
    const { fault: _, ...readable } = value;
    return value.type === 'fixed' && value.value === '' ? [] : [[name, readable]];
  });
  return Object.fromEntries(kept);
}

/** Node-RED removes the wires of an output that is gone, and keeps the others. */
function setOutputs(node: EditorNode, hasProgress: boolean): void {
  const outputs = hasProgress ? 2 : 1;
  if ((node.outputs ?? 1) !== outputs) node.outputs = outputs;
}

/** Sets what a person chose; what is blank or has its default is not stored. */
export function setOrClear(draft: Draft, name: SettingName, value: unknown): void {
  const [group, field] = placeOf(name);
  if (value === undefined || value === '' || value === nodeFields[name].byDefault) delete draft[group][field];
  else draft[group][field] = value;
}

/** The response the node asks for; undefined when only a run will know (it comes from a message, say). */
export function responseOf(params: ReadonlyMap<string, ParameterValue>): ResponseFormat | undefined {
  const stored = params.get('Response');
  if (!stored) return defaultResponse;
  if (stored.type !== 'fixed') return undefined;
  return stored.value === '' ? defaultResponse : responseNamed(stored.value);
}

/** True for a parameter that has no effect on the response the node asks for. */
export function isIdle({ appliesTo }: SharedParameter, params: ReadonlyMap<string, ParameterValue>): boolean {
  const response = responseOf(params);
  return response !== undefined && !appliesTo.includes(response);
}
