/** The catalogue that the build put into this bundle. Read when the first node asks, not when the editor starts. */
import type { Parameter } from '../catalogue/schema';
import { allParameters } from '../catalogue/shared-parameters';
import { type EditorEndpoint, type PackedCatalogue, unpackEndpoint } from './packed-catalogue';
import type { EditorNode } from './red';

/** Json text, defined by `build.ts`. */
declare const PACKED_CATALOGUE: string;

let packed: PackedCatalogue | undefined;
const unpacked = new Map<string, EditorEndpoint | undefined>();

/** @returns undefined for the request node, which may reach any path */
export function endpointOf({ type }: Pick<EditorNode, 'type'>): EditorEndpoint | undefined {
  if (!unpacked.has(type)) {
    packed ??= JSON.parse(PACKED_CATALOGUE) as PackedCatalogue;
    unpacked.set(type, unpackEndpoint(packed, type.replace(/^dataconnect-/, '')));
  }
  return unpacked.get(type);
}

/** The endpoint's own parameter of the name, else the shared one. */
export function parameterOf(endpoint: EditorEndpoint | undefined, name: string): Parameter | undefined {
  return allParameters(endpoint).find((parameter) => parameter.name === name);
}
