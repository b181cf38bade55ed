/**
 * The catalogue as the browser gets it, inside the editor bundle: without columns and samples, and each parameter
 * once, however many endpoints share it. Packed by the build, unpacked endpoint by endpoint when a dialog or a check
 * asks for it.
 */
import { paletteLabel } from '../catalogue/label';
import type { Endpoint, Parameter } from '../catalogue/schema';

export interface EditorEndpoint {
  id: string;
  title: string;
  /** Two or three words for palette and workspace. */
  label: string;
  path: string;
  isPathConfirmed: boolean;
  parameters: readonly Parameter[];
}

export interface PackedCatalogue {
  parameters: Parameter[];
  endpoints: Record<string, PackedEndpoint>;
}

interface PackedEndpoint extends Omit<EditorEndpoint, 'id' | 'parameters'> {
  /** By their place in the catalogue's `parameters`. */
  parameters: number[];
}

export function packCatalogue(endpoints: readonly Endpoint[]): PackedCatalogue {
  const places = new Map<string, number>();
  const parameters: Parameter[] = [];
  const placeOf = (parameter: Parameter): number => {
    const key = JSON.stringify(parameter);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, parameters.length);
    return parameters.push(parameter) - 1;
  };
  const packed = endpoints.flatMap((endpoint): Array<[string, PackedEndpoint]> => {
    if (endpoint.path === null) return [];
    const { id, title, path, pathEvidence } = endpoint;
    const isPathConfirmed = pathEvidence === 'documented' || pathEvidence === 'observed';
    const places = endpoint.parameters.map(placeOf);
    return [[id, { title, label: paletteLabel(endpoint), path, isPathConfirmed, parameters: places }]];
  });
  return { parameters, endpoints: Object.fromEntries(packed) };
}

/** @returns undefined for an id that the catalogue does not have */
export function unpackEndpoint(catalogue: PackedCatalogue, id: string): EditorEndpoint | undefined {
  const entry = Object.hasOwn(catalogue.endpoints, id) ? catalogue.endpoints[id] : undefined;
  return entry && { ...entry, id, parameters: entry.parameters.map((place) => catalogue.parameters[place]!) };
}
