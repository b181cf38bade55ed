/** The values of a list, fetched over a connection. */
import { endpointById } from '../../catalogue/index';
import type { Endpoint, Lookup } from '../../catalogue/schema';
import type { StopSignal } from '../../client/waiting/cancellation';
import { makePlan } from '../../extract/make-plan';
import { collect } from '../../extract/run';
import { WHOLE_LIST } from '../../extract/run-order';
import { presetsOf } from '../../parameters/needed';
import type { DataRecord } from '../../record';
import type { Connection } from '../connection/connection';
import type { ListAnswer } from './account-lists';

/** A list endpoint, and what of it a parameter reads. */
export interface ListSource {
  endpoint: Endpoint;
  lookup: Lookup;
}

/** @throws Error for a lookup of what the catalogue does not have, which its schema test admits in none */
export function listOf(lookup: Lookup): ListSource {
  const endpoint = endpointById(lookup.endpoint);
  if (!endpoint) throw new Error(`no list ${lookup.endpoint}`);
  return { endpoint, lookup };
}

/** What a list is kept by. */
export function listKey({ lookup }: ListSource, given: ReadonlyArray<readonly [string, string]>): string {
  return JSON.stringify([lookup, given]);
}

/**
 * @param given what the list depends on; what else it cannot do without has the value that a dropped node begins with
 * @throws DataConnectError
 */
export async function fetchList(
  connection: Connection,
  { endpoint, lookup }: ListSource,
  given: ReadonlyArray<readonly [string, string]>,
  signal: StopSignal,
): Promise<ListAnswer> {
  const dependsOn = Object.keys(lookup.from ?? {});
  const begun = presetsOf(endpoint.parameters).flatMap(([name, preset]): Array<[string, unknown]> => {
    return 'value' in preset && !dependsOn.includes(name) ? [[name, preset.value]] : [];
  });
  const { plan, timeless } = makePlan({
    endpoint,
    choice: WHOLE_LIST,
    given: new Map([...begun, ...given]),
    // Somebody waits.
    terms: { ...connection.terms, retries: 1 },
    now: new Date(),
  });
  if (!timeless) connection.requireZone();
  const records = await collect(plan, connection.client(), { shared: connection.shared, signal });
  return { values: distinct(records, lookup), fetchedAt: new Date().toISOString() };
}

/** A value may come in several rows: a table in the bridge schema has one per column. */
function distinct(records: readonly DataRecord[], { value, label, parent }: Lookup): ListAnswer['values'] {
  const byValue = new Map<string, ListAnswer['values'][number]>();
  for (const record of records) {
    const key = text(record[value]);
    if (key === '' || byValue.has(key)) continue;
    const above = parent === undefined ? '' : text(record[parent]);
    byValue.set(key, { value: key, label: text(record[label]) || key, ...(above !== '' && { parent: above }) });
  }
  return [...byValue.values()];
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
