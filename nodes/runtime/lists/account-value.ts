/** What a parameter is where a node stores "the first of the account" instead of a value. */
import type { Parameter } from '../../catalogue/schema';
import type { StopSignal } from '../../client/waiting/cancellation';
import { ParameterError } from '../../parameters/parameter-error';
import type { Connection } from '../connection/connection';
import { fetchList, listKey, listOf } from './fetch-list';

/** A parameter whose values a list of the account knows. */
export type ListedParameter = Parameter & Required<Pick<Parameter, 'lookup'>>;

/**
 * @param textOf the value of another parameter of the request, which the list may depend on
 * @throws DataConnectError of the list; ParameterError where nothing is in it
 */
export async function accountValue(
  connection: Connection,
  { name, lookup }: ListedParameter,
  textOf: (name: string) => string | undefined,
  signal: StopSignal,
): Promise<string> {
  const source = listOf(lookup);
  const given = Object.entries(lookup.from ?? {}).map(([theirs, ours]): [string, string] => [
    theirs,
    textOf(ours) ?? '',
  ]);
  const { title } = source.endpoint;
  const lists = connection.shared.lists.of(connection);
  const fetch = (stop: StopSignal) => fetchList(connection, source, given, stop);
  const { values } = await lists.get(listKey(source, given), title, fetch, signal);
  if (values[0]) return values[0].value;
  throw new ParameterError(title, [{ kind: 'account-list-empty', facts: { field: name, list: title } }]);
}
