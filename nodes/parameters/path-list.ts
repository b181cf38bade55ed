/** Paths of endpoints where they are others than those of the catalogue, as a person writes them: `version=/v1/ping`. */
import { problemOfPath } from './path-rules';

/** By the ids of endpoints. */
export type EndpointPaths = ReadonlyMap<string, string>;

/** @returns undefined for a text that is no such list */
export function readPaths(text: string): EndpointPaths | undefined {
  const paths = new Map<string, string>();
  for (const item of text.split(',').map((each) => each.trim())) {
    if (item === '') continue;
    const equals = item.indexOf('=');
    const [id, path] = [item.slice(0, equals).trim(), item.slice(equals + 1).trim()];
    if (!/^[a-z][a-z0-9-]*$/.test(id) || paths.has(id) || problemOfPath(path, '')) return undefined;
    paths.set(id, path);
  }
  return paths;
}

/** As a person would write them. */
export function writePaths(paths: EndpointPaths): string {
  return [...paths].map(([id, path]) => `${id}=${path}`).join(', ');
}
