/** Reads the node types out of a node set's html, as the editor and the Node-RED library do. */
import { runInNewContext } from 'node:vm';

export interface RegisteredType {
  type: string;
  definition: {
    category: string;
    icon?: string;
    color?: string;
    inputs?: number;
    outputs?: number;
    /** By the names of what the node stores. */
    defaults?: Record<string, unknown>;
  };
}

/**
 * Node-RED's library does not run a page, it reads it: a type and its definition must be written in the call.
 * @throws AssertionError-like Error when a call names its type by anything but a literal
 */
export function registeredTypes(html: string): RegisteredType[] {
  const scripts = [...html.matchAll(/<script[^>]+type=["']text\/javascript["'][^>]*>([\s\S]*?)<\/script>/g)];
  const types: RegisteredType[] = [];
  const registerType = (type: string, definition: RegisteredType['definition']) => types.push({ type, definition });
  for (const [, script] of scripts) {
    const calls = script!.match(/\.registerType\(/g)?.length ?? 0;
    const literal = script!.match(/RED\.nodes\.registerType\(\s*(['"])[\w-]+\1\s*,\s*\{/g)?.length ?? 0;
    if (calls !== literal)
      throw new Error(`${calls - literal} of ${calls} registerType calls have no literal type and definition.`);
    runInNewContext(script!, { RED: permissive({ nodes: { registerType } }), DataConnectEditor: permissive({}) });
  }
  return types;
}

/** Stands for the parts of the editor that a page may use while it is loaded. */
function permissive(known: object): unknown {
  const anything: unknown = new Proxy(() => undefined, {
    get: (_, name) => Reflect.get(known, name) ?? (name === Symbol.toPrimitive ? () => '' : anything),
    apply: () => anything,
  });
  return anything;
}
