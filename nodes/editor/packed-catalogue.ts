/**
 * The catalogue as the browser gets it, inside the editor bundle: without columns and samples, and each parameter
 * once, however many endpoints share it. Packed by the build, unpacked endpoint by endpoint when a dialog or a check
 * asks for it.
 */
import { type DatesGoneOnBy, datesGoneOnBy, goesOnBy, type WayToGoOn, waysToGoOn } from '../catalogue/going-on';
import { paletteLabel } from '../catalogue/label';
import { type Dated, usualRange } from '../catalogue/roles';
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
  /** How it can go on from an earlier run. */
  ways: readonly WayToGoOn[];
  /** By which dates; absent where there are none. */
  goesOn?: DatesGoneOnBy;
  parameterSets?: Endpoint['parameterSets'];
  authentication?: Endpoint['authentication'];
}

/** What `build.ts` writes into the bundle. */
export interface PackedCatalogue {
  parameters: Parameter[];
  endpoints: Record<string, PackedEndpoint>;
}

interface PackedEndpoint extends Omit<EditorEndpoint, 'id' | 'parameters' | 'goesOn'> {
  /** By their place in the catalogue's `parameters`. */
  parameters: number[];
  /** The date by which it goes on, where that is not the usual one. */
  start?: string;
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
    const ways = waysToGoOn(endpoint);
    const start = goesOnBy(endpoint)?.start;
    const isUsual = start === undefined || start === usualRange.start;
    const roles = { range, ways, ...(!isUsual && { start }), parameterSets, authentication };
    return [[id, { title, label, path, isPathConfirmed, parameters: places, ...roles }]];
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
  if (!entry) return undefined;
  const { start = usualRange.start, ...same } = entry;
  const parameters = entry.parameters.map((place) => catalogue.parameters[place]!);
  const goesOn = entry.ways.includes('new') ? datesGoneOnBy(start, parameters) : undefined;
  return { ...same, id, parameters, ...(goesOn && { goesOn }) };
}
