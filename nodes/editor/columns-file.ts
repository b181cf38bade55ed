/** The file with the columns of every endpoint, asked for when a dialog first needs it. */

import { personalKindOf } from '../catalogue/personal';
import type { ParameterValue } from '../stored/stored-node';
import type { PackedColumns, PersonalColumn } from './packed-columns';
import { requestRuntime } from './runtime-request';
import type { Words } from './words';

const FILE = 'resources/@dataconnect-nodes/node-red-dataconnect/columns.json';

/** Milliseconds. */
const PATIENCE = 30_000;

let packed: Promise<PackedColumns> | undefined;

/** @throws Error with a text for the person */
export function packedColumns(words: Words): Promise<PackedColumns> {
  packed ??= requestRuntime({ method: 'GET', url: FILE, timeout: PATIENCE }, words) as Promise<PackedColumns>;
  // What failed is asked for again the next time.
  packed.catch(() => {
    packed = undefined;
  });
  return packed;
}

/**
 * The columns that the last runs of a deployed node had; none where it has not run, or nobody can say.
 * @param id of the node
 */
export async function lastColumns(id: string, words: Words): Promise<PersonalColumn[]> {
  const url = `dataconnect/nodes/${encodeURIComponent(id)}/columns`;
  const asked = requestRuntime({ method: 'GET', url, timeout: PATIENCE }, words);
  const answer = (await asked.catch(() => undefined)) as
    | { columns: Array<Omit<PersonalColumn, 'personal'>> }
    | undefined;
  return (answer?.columns ?? []).map(({ name, type }) => ({ name, type, personal: personalKindOf({ name }) ?? 'no' }));
}

/** The value of a parameter that stands in the node; undefined for one that only a run knows. */
export function fixedText(params: ReadonlyMap<string, ParameterValue>) {
  return (parameter: string): string | undefined => {
    const given = params.get(parameter);
    if (given && given.type !== 'fixed') return undefined;
    return given?.value ?? '';
  };
}
