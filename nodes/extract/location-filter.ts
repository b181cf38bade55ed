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

/** The location filter wins against the older ForWho pair where both are sent (API.md). */
const PAIRS = [
  { level: 'LocationType', ids: 'LocationTypeIDs' },
  { level: 'ForWho', ids: 'ForWhoIDs' },
] as const;

/**
 * @returns undefined where the request names no level: the whole company has records that belong to no location, so
 *   asking location by location could lose some
 */
export function locationFilter(
  sent: ReadonlyMap<string, string>,
  parameters: readonly Parameter[],
): LocationFilter | undefined {
  for (const pair of PAIRS) {
    const level = sent.get(pair.level);
    const parameter = parameters.find(({ name }) => name === pair.ids);
    if (level === undefined || !parameter?.lookup) continue;
    const { endpoint, value } = parameter.lookup;
    const asked = sent.get(pair.ids);
    const all = asked === undefined || parameter.all?.includes(asked);
    return {
      name: pair.ids,
      ids: all ? undefined : asked.split(','),
      list: { endpoint, parameters: [[pair.level, level]], column: value },
    };
  }
  return undefined;
}
