/** The locations a request is narrowed to, and the list that names them one by one. */
import type { Parameter } from '../catalogue/schema';

export interface LocationFilter {
  /** Parameter that takes the ids. */
  name: string;
  /** The ids as asked for; undefined where all of the level are meant. */
  ids: string[] | undefined;
  /** Where the ids of the level can be listed, and the column that has them. */
  list: { endpoint: string; parameters: ReadonlyArray<readonly [name: string, value: string]>; column: string };
}

/** The location filter wins against the older ForWho pair where both are sent (docs/api.md, Location filter). */
const PAIRS = [
  { level: 'LocationType', ids: 'LocationTypeIDs' },
  { level: 'ForWho', ids: 'ForWhoIDs' },
] as const;

/**
 * @returns undefined where the request names no level: the whole company has records that belong to no location, so
 *   asking location by location could lose some; and where the ids are no plain set, such as `101,-1`: whatever the
 *   service takes them for, its pieces could overlap
 */
export function locationFilter(
  sent: ReadonlyMap<string, string>,
  parameters: readonly Parameter[],
): LocationFilter | undefined {
  for (const pair of PAIRS) {
    const level = sent.get(pair.level);
    const asked = sent.get(pair.ids);
    const parameter = parameters.find(({ name }) => name === pair.ids);
    if (level === undefined && asked === undefined) continue;
    if (level === undefined || !parameter?.lookup) return undefined;
    const isAll = asked === undefined || isEvery(parameter, asked.trim());
    const ids = isAll ? undefined : distinctIds(asked.split(','));
    if (!isAll && (!ids || ids.some((id) => isEvery(parameter, numberIn(id))))) return undefined;
    const { endpoint, value } = parameter.lookup;
    return { name: pair.ids, ids, list: { endpoint, parameters: [[pair.level, level]], column: value } };
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
