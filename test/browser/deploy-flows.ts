import type { Emulator } from '../emulator';

/** Deploys as an editor does, without one. */
export async function deployFlows(editorUrl: string, flows: object[]): Promise<void> {
  const answer = await fetch(new URL('flows', editorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
    body: JSON.stringify({ flows }),
  });
  if (!answer.ok) throw new Error(`Deploying was answered with ${answer.status}: ${await answer.text()}`);
}

/**
 * A node for a connection to an emulator, with the account that it knows; its id is `connection`.
 * @param more properties of it
 */
export function connectionTo(emulator: Emulator, more: object = {}): object {
  const { serviceUrl, tokenUrl, credentials } = emulator;
  const { username, password, clientId, clientSecret } = credentials;
  const account = { credentials: { username, password, clientId, clientSecret } };
  return {
    id: 'connection',
    type: 'dataconnect-connection',
    environment: 'custom',
    serviceUrl,
    tokenUrl,
    ...account,
    ...more,
  };
}
