/** What is wrong with a stored field, said with the dialog's word for the field and not with the name it is stored by. */
import type { Wording } from '../errors';
import type { Problem } from '../parameters/problem';
import { connectionFieldNames, connectionFields, credentialNames } from './stored-connection';
import { settingKey } from './stored-node';

/** Key of the label of a field, by the name it is stored by; a name without one is said as it is. */
type KeyOf = (name: string) => string;

const connectionNames: ReadonlySet<string> = new Set([...connectionFieldNames, ...credentialNames]);

export const inConnection: KeyOf = (name) => (connectionNames.has(name) ? `connection.${name}` : '');
export const inNode: KeyOf = settingKey;
export const inSql: KeyOf = (name) => `sql.${name}`;

/** @param keyOf of the dialog that has the fields */
export function labelled(problems: readonly Problem[], keyOf: KeyOf): Problem[] {
  return problems.map((problem) => {
    const { field } = problem.facts;
    if (typeof field !== 'string' || field === '') return problem;
    const labels = field.split(', ').map((name) => ({ key: keyOf(name), name }));
    return { ...problem, facts: { ...problem.facts, field: { labels } } };
  });
}

/** What people know a connection by: its name, else what the editor lists it as. Anything may be stored. */
export function connectionLabel({ name, environment }: { name?: unknown; environment?: unknown }): Wording {
  if (typeof name === 'string' && name !== '') return name;
  const stored = typeof environment === 'string' ? environment : connectionFields.environment.byDefault;
  const labels = [{ key: `connection.environment-${stored}`, name: stored }];
  return { phrase: 'connection-unnamed', facts: { environment: { labels } } };
}
