/** The live values of a list, for the fields of a dialog. */
import type { NodeAPI } from 'node-red';
import { endpoints } from '../../catalogue/index';
import type { StopSignal } from '../../client/waiting/cancellation';
import { DataConnectError } from '../../errors';
import { shorten } from '../../parameters/given-value';
import { ParameterError } from '../../parameters/parameter-error';
import type { Problem } from '../../parameters/problem';
import { findConnection } from '../connection/connection';
import type { AccountLists, ListAnswer } from '../lists/account-lists';
import { fetchList, type ListSource, listKey, listOf } from '../lists/fetch-list';
import type { AdminRequest } from './admin-request';
import type { OpenForms } from './open-form';

/**
 * @param request `params`: id of a deployed connection, id of the list's endpoint; `query`: `column` of the value where
 *   the list serves several, and the list's own parameters
 * @throws DataConnectError
 */
export async function lookup(
  RED: NodeAPI,
  lists: AccountLists,
  { params, query }: AdminRequest,
  signal: AbortSignal,
): Promise<ListAnswer> {
  const connection = findConnection(RED, params.id!);
  if (!connection)
    throw new DataConnectError('CONNECTION_MISSING', {
      reason: { phrase: 'connection-not-deployed', facts: { id: params.id } },
    });
  const { source, given } = listAskedFor(params.endpoint!, query);
  const key = listKey(source, given);
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
  forms: OpenForms,
  lists: AccountLists,
  { params, query, body }: AdminRequest,
  signal: AbortSignal,
): Promise<ListAnswer> {
  const { source, given } = listAskedFor(params.endpoint!, query);
  const form = { id: params.id!, values: body };
  const key = `${lists.nameOfForm([form.id, body])} ${listKey(source, given)}`;
  const fetch = (stop: StopSignal) => forms.during(form, (connection) => fetchList(connection, source, given, stop));
  return lists.of(findConnection(RED, form.id)).get(key, source.endpoint.title, fetch, signal);
}

function listAskedFor(endpoint: string, query: AdminRequest['query']) {
  const { column, ...others } = query;
  const source = lookupOf(endpoint, column);
  return { source, given: parametersOf(source, others) };
}

/** Only what the catalogue names as a lookup can be asked for. */
function lookupOf(id: string, column: unknown): ListSource {
  const lookups = endpoints.flatMap(({ parameters }) => parameters.flatMap(({ lookup }) => lookup ?? []));
  const lookup = lookups.find((each) => each.endpoint === id && (column === undefined || each.value === column));
  if (!lookup) throw new DataConnectError('NOT_FOUND', { path: id, host: 'lookups' });
  return listOf(lookup);
}

/**
 * Only what the list depends on in a dialog. Whoever may read a connection must not ask for the data of another company
 * by it, nor have an answer sent out by e-mail.
 */
function parametersOf({ endpoint, lookup }: ListSource, query: AdminRequest['query']): Array<[string, string]> {
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
