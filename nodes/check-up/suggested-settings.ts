/** What the findings bear on, as settings of a connection. */
import { type EndpointPaths, writePaths } from '../parameters/path-list';
import type { ConnectionFieldName } from '../stored/stored-connection';
import type { Suggestion } from './question';

/** Texts, as the dialog of the connection has them. */
export type SuggestedSettings = Partial<Record<ConnectionFieldName, string>>;

/** @param paths those that the connection has: what was found is put among them */
export function suggestedSettings(suggestions: readonly Suggestion[], paths: EndpointPaths): SuggestedSettings {
  const found = suggestions.flatMap((each) => (each.name === 'paths' ? [[each.endpoint, each.value] as const] : []));
  const others = suggestions.flatMap((each) => (each.name === 'paths' ? [] : [[each.name, each.value] as const]));
  return {
    ...Object.fromEntries(others),
    ...(found.length > 0 && { paths: writePaths(new Map([...paths, ...found])) }),
  };
}
