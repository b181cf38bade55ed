/** A value that the environment gave may be a secret that stands in the wrong field: what is wrong with it is said without it. */
import type { Node, NodeAPI } from 'node-red';
import type { Problem } from '../parameters/problem';
import { isEnvironmentText } from '../stored/environment-text';
import { isGroup } from '../stored/field';

/** @param stored as it was before the environment's values were put in */
export function withoutVariableValues(problems: readonly Problem[], stored: unknown): Problem[] {
  return problems.map((problem) => {
    const text = valueAt(stored, String(problem.facts.field));
    return isEnvironmentText(text) ? { ...problem, facts: { ...problem.facts, value: String(text) } } : problem;
  });
}

/** What the flow holds for a node, with `${NAME}` as it is written there. */
export function storedConfig(RED: NodeAPI, node: Node): unknown {
  let found: unknown;
  const id = storedId(node);
  RED.nodes.eachNode((config) => {
    if (config.id === id) found = config;
  });
  return found;
}

/** Id by which the flow and the editor know a node: one of a subflow has an id of its own in each instance. */
export function storedId({ id, _alias }: Node & { _alias?: string }): string {
  return _alias ?? id;
}

/** @param path names with dots between them; a name may have dots as well */
function valueAt(stored: unknown, path: string): unknown {
  if (!isGroup(stored)) return undefined;
  if (Object.hasOwn(stored, path)) return stored[path];
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const found = valueAt(stored[path.slice(0, dot)], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
