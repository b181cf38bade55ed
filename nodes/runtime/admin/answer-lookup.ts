/** The live values of a list, for the fields of a dialog. */
import { createHash, randomBytes } from 'node:crypto';
import type { NodeAPI } from 'node-red';
import { endpointById, endpoints } from '../../catalogue/index';
import type { Endpoint, Lookup } from '../../catalogue/schema';
import type { StopSignal } from '../../client/waiting/cancellation';
import { DataConnectError } from '../../errors';
import { makePlan } from '../../extract/make-plan';
import { collect } from '../../extract/run';
import { WHOLE_LIST } from '../../extract/run-order';
import { shorten } from '../../parameters/given-value';
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import type { DataRecord } from '../../record';
import { type Connection, findConnection } from '../connection/connection';
import type { SharedParts } from '../shared-parts';
import type { AdminRequest } from './admin-request';
import { withOpenForm } from './open-form';
import { SharedLists } from './shared-lists';

export interface LookupAnswer {
  values: Array<{ value: string; label: string; parent?: string }>;
  /** ISO date-time. */
  fetchedAt: string;
}

/**
 * The lists of all connections: of each deployed one its own, so that a changed connection starts anew and none sees
 * the values of another; those of forms are told apart by what stands in the form.
 */
export class LookupLists {
  readonly #ofConnection = new WeakMap<Connection, SharedLists<LookupAnswer>>();
  readonly #ofNewForms = new SharedLists<LookupAnswer>();
  /** What names a form must not give away what stands in it, to nobody who looks at this process later. */
  readonly #salt = randomBytes(16);

  /** @param connection that is deployed; undefined for forms of one that is not yet */
  of(connection: Connection | undefined): SharedLists<LookupAnswer> {
    if (!connection) return this.#ofNewForms;
    const lists = this.#ofConnection.get(connection) ?? new SharedLists<LookupAnswer>();
    this.#ofConnection.set(connection, lists);
    return lists;
  }

  nameOfForm(values: unknown): string {
    return createHash('sha256').update(this.#salt).update(JSON.stringify(values)).digest('base64');
  }
}

/**
 * @param request `params`: id of a deployed connection, id of the list's endpoint; `query`: `column` of the value where
 *   the list serves several, and the list's own parameters
 * @throws DataConnectError
 */
export async function lookup(
  RED: NodeAPI,
  lists: LookupLists,
  { params, query }: AdminRequest,
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const connection = findConnection(RED, params.id!);
  if (!connection)
    throw new DataConnectError('CONNECTION_MISSING', {
      reason: { phrase: 'connection-not-deployed', facts: { id: params.id } },
    });
  const { source, given } = listAskedFor(params.endpoint!, query);
  const key = JSON.stringify([source.lookup, given]);
  const fetch = (stop: StopSignal) => fetchList(connection, source, given, stop);
  return lists.of(connection).get(key, source.endpoint.title, fetch, signal);
}

/**
 * The same for a connection that was made or changed and is not deployed.
 * @param request as for `lookup`; `body`: the values of the connection's form
 * @throws DataConnectError
 */
export async function lookupByForm(
  RED: NodeAPI,
  shared: SharedParts,
  lists: LookupLists,
  { params, query, body }: AdminRequest,
  signal: AbortSignal,
): Promise<LookupAnswer> {
  const { source, given } = listAskedFor(params.endpoint!, query);
  const form = { id: params.id!, values: body };
  const key = JSON.stringify([lists.nameOfForm([form.id, body]), source.lookup, given]);
  const fetch = (stop: StopSignal) =>
    withOpenForm(RED, shared, form, (connection) => fetchList(connection, source, given, stop));
  return lists.of(findConnection(RED, form.id)).get(key, source.endpoint.title, fetch, signal);
}

function listAskedFor(endpoint: string, query: AdminRequest['query']) {
  const { column, ...others } = query;
  const source = lookupOf(endpoint, column);
  return { source, given: parametersOf(source, others) };
}

interface LookupSource {
  endpoint: Endpoint;
  lookup: Lookup;
}

/** Only what the catalogue names as a lookup can be asked for. */
function lookupOf(id: string, column: unknown): LookupSource {
  const lookups = endpoints.flatMap(({ parameters }) => parameters.flatMap(({ lookup }) => lookup ?? []));
  const lookup = lookups.find((each) => each.endpoint === id && (column === undefined || each.value === column));
  const endpoint = endpointById(id);
  if (!lookup || !endpoint) throw new DataConnectError('NOT_FOUND', { path: id, host: 'lookups' });
  return { endpoint, lookup };
}

/**
 * Only what the list depends on in a dialog. Whoever may read a connection must not ask for the data of another company
 * by it, nor have an answer sent out by e-mail.
 */
function parametersOf({ endpoint, lookup }: LookupSource, query: AdminRequest['query']): Array<[string, string]> {
  const names = Object.keys(lookup.from ?? {});
  const given = Object.entries(query);
  const problems = given.flatMap(([name, value]): Problem[] => {
    if (!names.includes(name)) return [{ kind: 'unknown', facts: { field: shorten(name) } }];
    const facts = { field: name, value: typeof value };
    return typeof value === 'string' ? [] : [{ kind: 'not-text', facts }];
  });
  if (problems.length > 0) throw new ParameterError(endpoint.title, problems.slice(0, 3));
  return given as Array<[string, string]>;
}

async function fetchList(
  connection: Connection,
  { endpoint, lookup }: LookupSource,
  given: ReadonlyArray<readonly [string, string]>,
  signal: StopSignal,
): Promise<LookupAnswer> {
  const { plan } = makePlan({
    endpoint,
    choice: WHOLE_LIST,
    given: new Map(given),
    // A person waits.
    terms: { ...connection.terms, retries: 1 },
    now: new Date(),
  });
  const records = await collect(plan, connection.client(), { shared: connection.shared, signal });
  return { values: distinct(records, lookup), fetchedAt: new Date().toISOString() };
}

/** A value may come in several rows: a table in the bridge schema has one per column. */
function distinct(records: readonly DataRecord[], { value, label, parent }: Lookup): LookupAnswer['values'] {
  const byValue = new Map<string, LookupAnswer['values'][number]>();
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
