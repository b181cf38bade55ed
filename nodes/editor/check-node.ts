/**
 * The validators of the node types. Node-RED calls them for every node when a flow is loaded and on every change, with
 * the node as `this`, and marks the node with a red triangle and the reasons they return.
 */
import type { Parameter } from '../catalogue/schema';
import { endpointOf, parameterOf, sharedOf } from './catalogue';
import { missingProblem, valueProblem } from './check-value';
import {
  FLOW_SECONDS,
  type FlowWait,
  isIdle,
  type ParameterValue,
  readDraft,
  readParams,
  responseOf,
  type Windows,
} from './draft';
import type { EditorEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';
import { type Words, wordsOf } from './words';

/** Days, weeks or months of one window. */
const MOST_PER_WINDOW = 366;
/** A day: whoever waits longer wants to wait for ever. */
const MOST_FLOW_SECONDS = 86_400;

/** What Node-RED takes from a validator of two arguments: true, or why not. */
export type Verdict = true | string | string[];

export function checkParams(this: EditorNode, params: unknown, _options: object): Verdict {
  const { sending } = readDraft(this);
  if (sending.anyway) return true;
  const endpoint = endpointOf(this);
  const problems = paramsProblems(endpoint, readParams(params), wordsOf(this), sending.override === true);
  return problems.length === 0 || problems;
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

export function isUnset(value: ParameterValue | undefined): boolean {
  return value === undefined || (value.type === 'fixed' && value.value === '');
}

export function checkPath(this: EditorNode, path: unknown, _options: object): Verdict {
  return pathProblem(String(path ?? ''), wordsOf(this)) ?? true;
}

export function checkRequiredPath(this: EditorNode, path: unknown, _options: object): Verdict {
  const text = String(path ?? '');
  return (text.trim() === '' ? wordsOf(this)('dialog.path-required') : pathProblem(text, wordsOf(this))) ?? true;
}

/** A path is below the service URL; parameters have fields of their own, so that they are encoded and checked. */
export function pathProblem(path: string, words: Words): string | undefined {
  const text = path.trim();
  if (text === '') return undefined;
  if (!text.startsWith('/') || text.startsWith('//')) return words('dialog.path-slash');
  if (/[?#]/.test(text)) return words('dialog.path-query');
  return /[\s\\]|\p{Cc}/u.test(text) ? words('dialog.path-characters') : undefined;
}

/** What the Output tab sets besides `output` has no validator of its own: it would be written out for every type. */
export function checkOutput(this: EditorNode, _output: unknown, _options: object): Verdict {
  const words = wordsOf(this);
  const { output, windows, flow } = readDraft(this);
  const problems = [
    batchSizeProblem(output.mode, output.batchSize, words),
    propertyProblem(output.property, words),
    windowsProblem(windows, words),
    flowProblem(flow, words),
  ];
  const wrong = problems.filter((problem) => problem !== undefined);
  return wrong.length === 0 || wrong;
}

export function batchSizeProblem(mode: string | undefined, size: unknown, words: Words): string | undefined {
  if (mode !== 'batches' || size === undefined) return undefined;
  const isWhole = Number.isInteger(Number(size)) && Number(size) >= 1 && Number(size) <= 1_000_000;
  return isWhole && size !== '' ? undefined : words('dialog.batch-size-wrong');
}

export function windowsProblem({ kind = 'auto', count = 1 }: Windows, words: Words): string | undefined {
  if (kind === 'auto' || kind === 'none') return undefined;
  const isRight = Number.isInteger(Number(count)) && Number(count) >= 1 && Number(count) <= MOST_PER_WINDOW;
  return isRight ? undefined : words('dialog.windows-wrong', { most: MOST_PER_WINDOW });
}

export function flowProblem({ wait = 'auto', seconds = FLOW_SECONDS }: FlowWait, words: Words): string | undefined {
  const isRight = wait !== 'auto' || (Number(seconds) > 0 && Number(seconds) <= MOST_FLOW_SECONDS);
  return isRight ? undefined : words('dialog.flow-wrong', { most: MOST_FLOW_SECONDS });
}

export function propertyProblem(property: string | undefined, words: Words): string | undefined {
  if (!property) return undefined;
  return RED.utils.validateTypedProperty(property, 'msg', {}) === true ? undefined : words('dialog.property-wrong');
}

export function checkConnection(this: EditorNode, id: unknown, _options: object): Verdict {
  const words = wordsOf(this);
  if (typeof id !== 'string' || id === '' || id === '_ADD_') return words('dialog.connection-required');
  const connection = RED.nodes.node(id);
  if (!connection) return words('dialog.connection-gone');
  if (connection.d) return words('dialog.connection-disabled');
  return connection.valid === false ? words('dialog.connection-invalid') : true;
}
