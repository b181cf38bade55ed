/** `${NAME}` as a whole value, wherever it stands in what a form stores, as Node-RED replaces it in a deployed node. */
import type { Node, NodeAPI } from 'node-red';
import { unresolvedEnvironment } from '../../stored/environment-text';

/**
 * @param node whose flow and groups may set variables of their own; undefined: those of the process
 * @returns a copy; what is not set stays as it is written, and is refused by whoever reads it
 */
export function withEnvironment<T>(RED: NodeAPI, stored: T, node: Node | undefined): T {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
    }
    const variable = unresolvedEnvironment(value);
    return variable === undefined ? value : RED.util.evaluateNodeProperty(variable, 'env', node as Node, {}) || value;
  };
  return resolve(stored) as T;
}
