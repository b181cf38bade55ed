/** Finds the value of each parameter: typed in, or read from the message, a context, the environment or JSONata. */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import type { Endpoint } from '../catalogue/schema';
import { allParameters } from '../catalogue/shared-parameters';
import { cancelled, onAbort, type StopSignal } from '../client/waiting/cancellation';
import { hasNoValue, isBlank } from '../parameters/given-value';
import { ParameterError } from '../parameters/parameter-error';
import type { Problem } from '../parameters/problem';
import { evaluationFailed, problemOfNothing, problemOfSource } from '../stored/parameter-source';
import type { ParameterValue } from '../stored/stored-node';
import { emptiedVariable, evaluate } from './evaluate-source';
import { failureText } from './failure-text';
import type { ListedParameter } from './lists/account-value';
import type { EndpointNodeSettings } from './node-config';

/** A message that brings parameters along. */
export type ParameterMessage = NodeMessage & { params?: unknown };

export interface ParameterOrder {
  RED: NodeAPI;
  node: Node;
  /** Undefined for the request node. */
  endpoint: Endpoint | undefined;
  settings: Pick<EndpointNodeSettings, 'params' | 'override'>;
  /** For errors: the endpoint's title, or the request node's path. */
  title: string;
}

/** What the account has for a parameter that is left to it; undefined where the connection says it. */
export type AskAccount = (parameter: ListedParameter, textOf: (name: string) => string | undefined) => Promise<unknown>;

/**
 * What a person added to the node must have a value: a source that gives none, were it left out, would ask for the
 * data of the whole company. Only `msg.params` fills blanks quietly, and only a row marked `optional` may stay without.
 * @param signal a context store that never answers must not keep a run alive
 * @param ask for what is left to the account, when all others are known
 * @returns the values by the API's names; `msg.params` fills blanks, and replaces values where the node allows it
 * @throws ParameterError naming every value that could not be read or is not there; DataConnectError `CANCELLED`
 */
export async function resolveParameters(
  order: ParameterOrder,
  msg: ParameterMessage,
  signal: StopSignal,
  ask: AskAccount,
): Promise<Map<string, unknown>> {
  const { settings, title } = order;
  const brought = new Map(messageParameters(msg, title));
  const replaced = (name: string) => settings.override && !isBlank(brought.get(name));
  const values = await storedValues(order, msg, signal, replaced);
  for (const [name, value] of brought) {
    if (replaced(name) || hasNoValue(values.get(name), name)) values.set(name, value);
  }
  await fillByAccount(order, values, ask);
  const problems = settings.params.flatMap(([name, stored]) => withoutValue(order, name, stored, values) ?? []);
  if (problems.length > 0) throw new ParameterError(title, problems);
  return values;
}

async function storedValues(
  { RED, node, endpoint, settings, title }: ParameterOrder,
  msg: ParameterMessage,
  signal: StopSignal,
  isReplaced: (name: string) => boolean,
): Promise<Map<string, unknown>> {
  const problems: Problem[] = [];
  const values = new Map<string, unknown>();
  for (const [name, stored] of settings.params) {
    if (isReplaced(name)) continue;
    const problem = problemOfSource(name, stored, listed(endpoint, name) !== undefined);
    if (problem) problems.push(problem);
    else if (stored.type === 'account') continue;
    else if (stored.type === 'fixed') values.set(name, stored.value);
    else {
      try {
        values.set(name, await untilStopped(evaluate(RED, node, stored, msg), signal, title));
      } catch (error) {
        if (signal.aborted) throw error;
        problems.push(evaluationFailed(name, stored, failureText(error)));
      }
    }
  }
  if (problems.length > 0) throw new ParameterError(title, problems);
  return values;
}

async function fillByAccount(
  { endpoint, settings }: ParameterOrder,
  values: Map<string, unknown>,
  ask: AskAccount,
): Promise<void> {
  const textOf = (name: string) => {
    const value = values.get(name);
    return isBlank(value) ? undefined : String(value);
  };
  for (const [name, { type }] of settings.params) {
    const parameter = type === 'account' && !values.has(name) ? listed(endpoint, name) : undefined;
    if (parameter) values.set(name, await ask(parameter, textOf));
  }
}

function listed(endpoint: Endpoint | undefined, name: string): ListedParameter | undefined {
  const parameter = endpoint && allParameters(endpoint).find((each) => each.name === name);
  return parameter?.lookup && { ...parameter, lookup: parameter.lookup };
}

/** What the environment made blank was not left blank by a person. */
function withoutValue(
  { RED, node }: ParameterOrder,
  name: string,
  stored: ParameterValue,
  values: Map<string, unknown>,
): Problem | undefined {
  if (!hasNoValue(values.get(name), name)) return undefined;
  const variable = stored.type === 'fixed' && stored.value === '' ? emptiedVariable(RED, node, name) : undefined;
  const source: ParameterValue = variable === undefined ? stored : { ...stored, type: 'env', value: variable };
  const problem = problemOfNothing(name, source, values.get(name));
  if (!problem) values.delete(name);
  return problem;
}

function untilStopped<T>(work: Promise<T>, signal: StopSignal, title: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(cancelled(signal, title)));
    work.then(resolve, reject).finally(forget);
  });
}

/**
 * Objects only: `msg.params` is also what the sqlite node takes its values from, as a list. An own `__proto__` key is
 * a name like any other here.
 */
export function messageParameters({ params }: ParameterMessage, title: string): Array<[string, unknown]> {
  if (params === undefined || params === null) return [];
  if (typeof params !== 'object' || Array.isArray(params) || Buffer.isBuffer(params)) {
    throw new ParameterError(title, [{ kind: 'params-not-an-object', facts: { field: 'msg.params' } }]);
  }
  return Object.entries(params);
}
