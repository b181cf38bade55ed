/** Finds the value of each parameter: typed in, or read from the message, a context, the environment or JSONata. */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { ParameterError, type Problem } from '../extract/parameter-problem';
import { isBlank } from '../extract/parameter-text';
import type { ParameterValue } from '../stored/stored-node';
import type { EndpointNodeSettings } from './node-config';

/** A message that brings parameters along. */
export type ParameterMessage = NodeMessage & { params?: unknown };

/**
 * @returns the values by the API's names; `msg.params` fills blanks, and replaces values where the node allows it
 * @throws ParameterError naming every value that could not be read
 */
export async function resolveParameters(
  RED: NodeAPI,
  node: Node,
  settings: Pick<EndpointNodeSettings, 'params' | 'override'>,
  msg: ParameterMessage,
  title: string,
): Promise<Map<string, unknown>> {
  const problems: Problem[] = [];
  const values = new Map<string, unknown>();
  for (const [name, stored] of settings.params) {
    try {
      values.set(name, stored.type === 'fixed' ? stored.value : await evaluate(RED, node, stored, msg));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      problems.push({ kind: 'evaluation-failed', facts: { name, source: `${stored.type} ${stored.value}`, detail } });
    }
  }
  if (problems.length > 0) throw new ParameterError(title, problems);
  for (const [name, value] of messageParameters(msg, title)) {
    if (settings.override ? !isBlank(value) : isBlank(values.get(name))) values.set(name, value);
  }
  return values;
}

/** The callback form, because flow and global contexts may be asynchronous. */
function evaluate(RED: NodeAPI, node: Node, { type, value }: ParameterValue, msg: NodeMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    RED.util.evaluateNodeProperty(value, type, node, msg, (error: Error | null, result: unknown) =>
      error ? reject(error) : resolve(result),
    );
  });
}

/**
 * Objects only: `msg.params` is also what the sqlite node takes its values from, as a list. An own `__proto__` key is
 * a name like any other here.
 */
function messageParameters({ params }: ParameterMessage, title: string): Array<[string, unknown]> {
  if (params === undefined || params === null) return [];
  if (typeof params !== 'object' || Array.isArray(params) || Buffer.isBuffer(params)) {
    throw new ParameterError(title, [{ kind: 'params-not-an-object', facts: { name: 'msg.params' } }]);
  }
  return Object.entries(params);
}
