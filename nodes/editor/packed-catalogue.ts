/**
 * The catalogue as the browser gets it, inside the editor bundle: without columns and samples, and each parameter
 * once, however many endpoints share it. Packed by the build, unpacked endpoint by endpoint when a dialog or a check
 * asks for it.
 */
import { paletteLabel } from '../catalogue/label';
import type { Endpoint, Parameter, Variant } from '../catalogue/schema';

export interface EditorEndpoint {
  id: string;
  title: string;
  /** Two or three words for palette and workspace. */
  label: string;
  path: string;
  isPathConfirmed: boolean;
  parameters: readonly Parameter[];
  range?: RangeParts;
  parameterSets?: Endpoint['parameterSets'];
  authentication?: Endpoint['authentication'];
}

/** What a part of the date range holds. */
export interface RangeParts {
  /** True where each record belongs to one instant of the range; false where records may be totals over it. */
  byDate: boolean;
  /** Values of parameters for which it is the other way round. */
  unless?: ReadonlyArray<readonly [parameter: string, value: string]>;
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

function rangeOf({ range, recordDate, variants = [] }: Endpoint): RangeParts | undefined {
  if (!range) return undefined;
  const byDate = recordDate !== undefined;
  const others = variants.filter((variant: Variant) => (variant.recordDate !== undefined) !== byDate);
  if (others.length === 0) return { byDate };
  return { byDate, unless: others.map(({ parameter, value }) => [parameter, String(value)] as const) };
}

/** @returns undefined for an id that the catalogue does not have */
export function unpackEndpoint(catalogue: PackedCatalogue, id: string): EditorEndpoint | undefined {
  const entry = Object.hasOwn(catalogue.endpoints, id) ? catalogue.endpoints[id] : undefined;
  return entry && { ...entry, id, parameters: entry.parameters.map((place) => catalogue.parameters[place]!) };
}
