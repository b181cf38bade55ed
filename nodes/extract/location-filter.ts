/** The locations a request is narrowed to, and the list that names them one by one. */
import { locationFilters } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';

export interface LocationFilter {
  /** Parameter that takes the ids. */
  name: string;
  /** The ids as asked for; undefined where all of the level are meant. */
  ids: string[] | undefined;
  /** Where the ids of the level can be listed, and the column that has them. */
  list: { endpoint: string; parameters: ReadonlyArray<readonly [name: string, value: string]>; column: string };
}

/**
 * @returns undefined where the request names no level: the whole company has records that belong to no location, so
 *   asking location by location could lose some; and where the ids are no plain set, such as `101,-1`: whatever the
 *   service takes them for, its pieces could overlap
 */
export function locationFilter(
  sent: ReadonlyMap<string, string>,
  parameters: readonly Parameter[],
): LocationFilter | undefined {
  for (const parameter of locationFilters(parameters)) {
    const { name, lookup } = parameter;
    const asked = sent.get(name);
    const level = Object.entries(lookup?.from ?? {});
    const given = level.flatMap(([listed, own]) => {
      const value = sent.get(own);
      return value === undefined ? [] : [[listed, value] as const];
    });
    if (asked === undefined && given.length === 0) continue;
    if (!lookup || given.length < level.length) return undefined;
    const isAll = asked === undefined || isEvery(parameter, asked.trim());
    const ids = isAll ? undefined : distinctIds(asked.split(','));
    if (!isAll && (!ids || ids.some((id) => isEvery(parameter, numberIn(id))))) return undefined;
    return { name, ids, list: { endpoint: lookup.endpoint, parameters: given, column: lookup.value } };
  }
  return undefined;
}

function isEvery({ all = [] }: Parameter, id: string): boolean {
  return all.includes(id);
}

/**
 * Each location once, however often and in whatever spelling it is named (`101`, `0101`): in the one that every service
 * understands where that is there, else as it was given.
 * @returns undefined where one of them is no id
 */
export function distinctIds(given: readonly string[]): string[] | undefined {
  const ids = given.map((id) => id.trim());
  if (!ids.every((id) => ID.test(id))) return undefined;
  const spellings = new Map<string, string>();
  for (const id of ids) {
    const number = numberIn(id);
    if (id === number || !spellings.has(number)) spellings.set(number, id);
  }
  return [...spellings.values()];
}

function numberIn(id: string): string {
  return BigInt(id).toString();
}

const ID = /^-?\d{1,19}$/;
