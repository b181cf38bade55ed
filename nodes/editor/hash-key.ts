/** The key of a connection by which personal data are hashed: made once, by the browser, and kept as a credential. */
import type { EditorNode } from './red';
import { requestRuntime } from './runtime-request';
import type { Words } from './words';

/** Milliseconds. */
const PATIENCE = 10_000;

/** 192 bits, in letters that survive copying. */
export function newHashKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

/**
 * What Node-RED's own dialog would show of the credentials of a connection that was not opened yet.
 * @throws Error with a text for the person
 */
async function fetchCredentials({ id }: EditorNode, words: Words): Promise<Record<string, unknown>> {
  const url = `credentials/dataconnect-connection/${encodeURIComponent(id)}`;
  const answer = await requestRuntime({ method: 'GET', url, timeout: PATIENCE }, words);
  return typeof answer === 'object' && answer !== null ? { ...answer } : {};
}

/**
 * @returns what gives the connection a key, where it has none; nothing where it has one, or only the server will know
 */
export async function missingHashKey(connection: EditorNode, words: Words): Promise<(() => void) | undefined> {
  const known = connection.credentials ?? (await fetchCredentials(connection, words).catch(() => undefined));
  if (!known || known.has_hashKey || known.hashKey) return undefined;
  return () => {
    // Beside what the server has: Node-RED would take credentials that are not here for such as were cleared.
    connection.credentials ??= { ...known, _: { ...known } };
    if (connection.credentials.has_hashKey) return;
    Object.assign(connection.credentials, { hashKey: newHashKey(), has_hashKey: true });
    connection.changed = true;
    RED.nodes.dirty(true);
  };
}
