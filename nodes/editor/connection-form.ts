/** What of a connection is sent to the server that it does not have yet. A secret that was not touched stays with it. */
import {
  configNodeNames,
  connectionVersion,
  credentialFields,
  credentialNames,
  KEPT_SECRET,
} from '../stored/stored-connection';
import { type ConnectionValues, readConnectionValues } from './connection-values';
import type { EditorNode } from './red';

/** A connection as the server takes it from an open form. */
export interface ConnectionForm extends ConnectionValues {
  version: number;
  name: string;
  /** Those that were touched. */
  credentials: Record<string, string>;
}

/**
 * Of the connection's own dialog.
 * @param field reads a field of the form that Node-RED fills
 */
export function dialogForm(values: ConnectionValues, field: (name: string) => string): ConnectionForm {
  const given = credentialNames
    .map((name) => [name, field(name)] as const)
    .filter(([, value]) => value !== KEPT_SECRET);
  return {
    ...values,
    version: connectionVersion,
    ...Object.fromEntries(configNodeNames.map((name) => [name, field(name)])),
    name: field('name'),
    credentials: Object.fromEntries(given),
  };
}

/** Of a connection that was made or changed since the last deploy; undefined where the server has it as it is here. */
export function undeployedForm(connection: EditorNode): ConnectionForm | undefined {
  if (!connection.changed) return undefined;
  return {
    ...readConnectionValues(connection),
    version: connectionVersion,
    name: typeof connection.name === 'string' ? connection.name : '',
    credentials: typedCredentials(connection.credentials),
  };
}

/** The editor has them from the moment its dialog was opened, until they are deployed. */
function typedCredentials(credentials: EditorNode['credentials']): Record<string, string> {
  if (!credentials) return {};
  const typed = credentialNames.flatMap((name) => {
    const value = credentials[name];
    const isKept = credentialFields[name].type === 'password' && value === undefined && credentials[`has_${name}`];
    return isKept || value === KEPT_SECRET ? [] : [[name, value === undefined ? '' : String(value)]];
  });
  return Object.fromEntries(typed);
}
