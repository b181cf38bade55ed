/** Reads one value from its source: the message, a context, the environment or JSONata. */
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { unresolvedEnvironment } from '../stored/environment-text';
import type { ParameterValue } from '../stored/stored-node';
import { storedConfig } from './variable-values';

type Settings = { getSetting(node: Node, name: string): unknown };

/**
 * The callback form, because flow and global contexts may be asynchronous.
 * @returns undefined where there is no such thing, however early its path breaks off
 */
export async function evaluate(RED: NodeAPI, node: Node, stored: ParameterValue, msg: NodeMessage): Promise<unknown> {
  const { type, value } = stored;
  if (type === 'env' && !isWhole(RED, node, value)) return undefined;
  try {
    return await new Promise((resolve, reject) => {
      RED.util.evaluateNodeProperty(value, type, node, msg, (error: Error | null, result: unknown) =>
        error ? reject(error) : resolve(result),
      );
    });
  } catch (error) {
    if (isDeadEnd(RED, stored, error)) return undefined;
    throw error;
  }
}

/** `${A}-${B}` as Node-RED fills it in; a variable that is not set would leave a text with a hole. */
function isWhole(RED: NodeAPI, node: Node, value: string): boolean {
  const names = [...value.matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name!);
  const { getSetting } = RED.util as unknown as Settings;
  return names.every((name) => ![undefined, null, ''].includes(getSetting(node, name) as string | undefined));
}

/** `msg.filter.sku` without a `msg.filter` is no fault of the path, and not another thing than `msg.sku` without one. */
function isDeadEnd(RED: NodeAPI, { type, value }: ParameterValue, error: unknown): boolean {
  if (type !== 'msg' && type !== 'flow' && type !== 'global') return false;
  const isOfPath = error instanceof TypeError || (error as { code?: unknown } | null)?.code === 'INVALID_EXPR';
  return isOfPath && isPath(RED, type === 'msg' ? value : RED.util.parseContextStore(value).key);
}

function isPath(RED: NodeAPI, text: string): boolean {
  try {
    RED.util.normalisePropertyExpression(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Node-RED hands a node its texts with the environment's values put in: only the flow itself still says that a blank
 * one was `${NAME}`.
 */
export function emptiedVariable(RED: NodeAPI, node: Node, parameter: string): string | undefined {
  const config = storedConfig(RED, node) as { params?: Record<string, { value?: unknown } | null> } | undefined;
  const stored = config?.params?.[parameter];
  return unresolvedEnvironment(typeof stored === 'object' ? stored?.value : stored);
}
