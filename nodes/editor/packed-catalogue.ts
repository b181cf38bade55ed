/**
 * The catalogue as the browser gets it, inside the editor bundle: without columns and samples, and each parameter
 * once, however many endpoints share it. Packed by the build, unpacked endpoint by endpoint when a dialog or a check
 * asks for it.
 */
import { paletteLabel } from '../catalogue/label';
import type { Dated } from '../catalogue/roles';
import type { Endpoint, Parameter } from '../catalogue/schema';

export interface EditorEndpoint {
  id: string;
  title: string;
  /** Two or three words for palette and workspace. */
  label: string;
  path: string;
  isPathConfirmed: boolean;
  parameters: readonly Parameter[];
  /** Absent where a run has no range to cut. */
  range?: Dated;
  parameterSets?: Endpoint['parameterSets'];
  authentication?: Endpoint['authentication'];
}

/** What `build.ts` writes into the bundle. */
export interface PackedCatalogue {
  parameters: Parameter[];
  endpoints: Record<string, PackedEndpoint>;
}

interface PackedEndpoint extends Omit<EditorEndpoint, 'id' | 'parameters'> {
  /** By their place in the catalogue's `parameters`. */
  parameters: number[];
}

/** @param endpoints the whole catalogue; those without a path have no node and are left out */
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
    const { id, title, path, pathEvidence, parameterSets, authentication } = endpoint;
    const isPathConfirmed = pathEvidence === 'documented' || pathEvidence === 'observed';
    const places = endpoint.parameters.map(placeOf);
    const label = paletteLabel(endpoint);
    const range = rangeOf(endpoint);
    return [[id, { title, label, path, isPathConfirmed, parameters: places, range, parameterSets, authentication }]];
  });
  return { parameters, endpoints: Object.fromEntries(packed) };
}

function rangeOf({ range, recordDate, variants }: Endpoint): Dated | undefined {
  const forms = variants?.map(({ parameter, value, recordDate }) => ({ parameter, value, recordDate }));
  return range && { recordDate, variants: forms };
}

/** @returns undefined for an id that the catalogue does not have */
export function unpackEndpoint(catalogue: PackedCatalogue, id: string): EditorEndpoint | undefined {
  const entry = Object.hasOwn(catalogue.endpoints, id) ? catalogue.endpoints[id] : undefined;
  return entry && { ...entry, id, parameters: entry.parameters.map((place) => catalogue.parameters[place]!) };
}
