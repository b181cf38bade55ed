/** The locations a request is narrowed to: the level that they are of, and which of them. */
import { locationFilters } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { ParameterValue } from '../stored/stored-node';
import { isTyped } from './period';

/** One way to say it; an endpoint may have two, of which the service takes the first. */
export interface StoresFilter {
  ids: Parameter;
  /** Absent where the ids are all of one kind. */
  level?: Parameter;
}

export type Stores =
  /** Nothing is set: the whole company. */
  { kind: 'company' } | { kind: 'some'; filter: StoresFilter; level: string; ids: string };

/** The one that is written first; none where a level depends on more than one parameter. */
export function storesFilters(parameters: readonly Parameter[]): StoresFilter[] {
  return locationFilters(parameters).flatMap((ids): StoresFilter[] => {
    const levels = Object.values(ids.lookup?.from ?? {});
    const level = parameters.find(({ name }) => name === levels[0]);
    if (levels.length > 1) return [];
    return [level ? { ids, level } : { ids }];
  });
}

/** The parameters of all filters, the level before its ids. */
export function storesParameters(filters: readonly StoresFilter[]): Parameter[] {
  return filters.flatMap(({ level, ids }) => (level ? [level, ids] : [ids]));
}

/** @returns undefined for values that are no one filter before a run: from a message, or of two filters at once */
export function readStores(
  filters: readonly StoresFilter[],
  params: ReadonlyMap<string, ParameterValue>,
): Stores | undefined {
  if (!storesParameters(filters).every(({ name }) => isTyped(params.get(name)))) return undefined;
  const textOf = (parameter: Parameter | undefined) => (parameter && params.get(parameter.name)?.value) ?? '';
  const used = filters.filter(({ level, ids }) => textOf(level) !== '' || textOf(ids) !== '');
  const [filter] = used;
  if (!filter) return { kind: 'company' };
  const level = levelAsOffered(filter.level, textOf(filter.level));
  if (used.length > 1 || level === undefined) return undefined;
  return { kind: 'some', filter, level, ids: textOf(filter.ids) };
}

/** True for ids that stand for every location of the level. */
export function isEvery({ all = [] }: Parameter, ids: string): boolean {
  return ids.trim() === '' || all.includes(ids.trim());
}

/** The single ids of a text with commas. */
export function idsIn(text: string): string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
}

/** @returns undefined where ids have no level, or one that is not offered */
function levelAsOffered(level: Parameter | undefined, value: string): string | undefined {
  if (!level) return '';
  if (!level.choices) return value || undefined;
  const choices = level.choices.map((choice) => String(choice.value));
  return choices.find((choice) => choice.toLowerCase() === value.trim().toLowerCase());
}
