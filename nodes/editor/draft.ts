/**
 * What a person edits while a dialog is open: a copy of what the node stores, written back when the dialog is closed
 * with Done. A node stores only what was set; what is absent has its default, also in later releases.
 */
import type { ResponseFormat } from '../catalogue/shared-parameters';
import { defaultResponse, isResponseFormat } from '../catalogue/shared-parameters';
import { sharedOf } from './catalogue';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';

export const sources = ['fixed', 'msg', 'flow', 'global', 'env', 'jsonata'] as const;
export type Source = (typeof sources)[number];

export interface ParameterValue {
  type: Source;
  value: string;
}

export interface Sending {
  method?: 'GET' | 'POST';
  body?: 'form' | 'json';
  override?: boolean;
  anyway?: boolean;
}

export type OutputChoice = 'all' | 'batches' | 'each' | 'text' | 'buffer';

export interface Output {
  mode?: OutputChoice;
  batchSize?: number;
  property?: string;
  dates?: 'text' | 'date';
  /** Progress messages leave by a second output. */
  progress?: boolean;
}

export const windowKinds = ['auto', 'none', 'day', 'week', 'month'] as const;

/** The windows into which a run cuts its range of dates. */
export interface Windows {
  kind?: (typeof windowKinds)[number];
  /** Days, weeks or months of one window. */
  count?: number;
}

/** As at run time (`nodes/runtime/node-config.ts`). */
export const FLOW_SECONDS = 30;

export const flowWaits = ['auto', 'always', 'off'] as const;

/** Whether a batch waits until the flow has completed the one before. */
export interface FlowWait {
  wait?: (typeof flowWaits)[number];
  /** The longest wait of `auto`. */
  seconds?: number;
}

export interface Draft {
  params: Map<string, ParameterValue>;
  sending: Sending;
  path: string;
  output: Output;
  windows: Windows;
  flow: FlowWait;
}

export function readDraft(node: EditorNode): Draft {
  return {
    params: readParams(node.params),
    sending: isObject(node.sending) ? { ...node.sending } : {},
    path: typeof node.path === 'string' ? node.path : '',
    output: isObject(node.output) ? { ...node.output } : {},
    windows: isObject(node.windows) ? { ...node.windows } : {},
    flow: isObject(node.flow) ? { ...node.flow } : {},
  };
}

/** Tolerant: a flow may come from a file, or have been written by hand. */
export function readParams(stored: unknown): Map<string, ParameterValue> {
  if (!isObject(stored)) return new Map();
  return new Map(Object.entries(stored).map(([name, entry]) => [name, readValue(entry)]));
}

function readValue(entry: unknown): ParameterValue {
  if (!isObject(entry)) return { type: 'fixed', value: entry === null || entry === undefined ? '' : String(entry) };
  const type = sources.find((source) => source === entry.type) ?? 'fixed';
  return { type, value: entry.value === null || entry.value === undefined ? '' : String(entry.value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes what differs, and nothing else: Node-RED takes every new text of a property for a change of the flow. */
export function writeDraft(node: EditorNode, draft: Draft): void {
  const params = Object.fromEntries(
    [...draft.params].filter(([, { type, value }]) => type !== 'fixed' || value !== ''),
  );
  writeIfChanged(node, 'params', params);
  writeIfChanged(node, 'sending', withoutBlanks(draft.sending));
  writeIfChanged(node, 'output', withoutBlanks(draft.output));
  writeIfChanged(node, 'windows', withoutBlanks(draft.windows));
  writeIfChanged(node, 'flow', withoutBlanks(draft.flow));
  // Node-RED removes the wires of an output that is gone, and keeps the others.
  const outputs = draft.output.progress ? 2 : 1;
  if ((node.outputs ?? 1) !== outputs) node.outputs = outputs;
  if ((node.path ?? '') !== draft.path) node.path = draft.path;
}

/** Sets what a person chose; what has its default is not stored. */
export function setOrClear<Settings extends object, Key extends keyof Settings>(
  settings: Settings,
  key: Key,
  value: Settings[Key],
  byDefault: Settings[Key],
): void {
  if (value === byDefault) delete settings[key];
  else settings[key] = value;
}

function withoutBlanks(settings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function writeIfChanged(node: EditorNode, property: string, value: Record<string, unknown>): void {
  const isAbsent = node[property] === undefined && Object.keys(value).length === 0;
  if (isAbsent || JSON.stringify(node[property]) === JSON.stringify(value)) return;
  node[property] = value;
}

/** The response the node asks for; undefined when only a run will know (it comes from a message, say). */
export function responseOf(params: ReadonlyMap<string, ParameterValue>): ResponseFormat | undefined {
  const stored = params.get('Response');
  if (!stored) return defaultResponse;
  if (stored.type !== 'fixed') return undefined;
  if (stored.value === '') return defaultResponse;
  return isResponseFormat(stored.value) ? stored.value : undefined;
}

/** True for a parameter that has no effect on the response the node asks for. */
export function isIdle(
  name: string,
  params: ReadonlyMap<string, ParameterValue>,
  endpoint: EditorEndpoint | undefined,
): boolean {
  const response = responseOf(params);
  const shared = sharedOf(endpoint).find((parameter) => parameter.name === name);
  return response !== undefined && shared !== undefined && !shared.appliesTo.includes(response);
}
