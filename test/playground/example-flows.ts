/** The example flows, wired to the emulator. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeRedProcess } from '../browser/node-red-process';
import type { Emulator } from '../emulator';
import { exampleFiles } from '../examples/example-files';

interface PlaygroundNode {
  id: string;
  type: string;
  [property: string]: unknown;
}

const CONNECTION = 'dataconnect-connection';
const NAME = 'Emulator';

/**
 * Deploys the examples that were written by hand and need no other package (all are in the editor's import dialog)
 * through Node-RED's own API, which also keeps the credentials apart, and waits until they run.
 */
export async function layDownExamples(nodeRed: NodeRedProcess, emulator: Emulator): Promise<void> {
  const nodes = exampleFiles()
    .filter(({ generated, counterparts }) => !generated && counterparts.length === 0)
    .flatMap((file) => file.nodes);
  // Every example brings the same connection node.
  const once = [...new Map(nodes.map((node) => [node.id, node])).values()];
  const flows = once.map((node) => (node.type === CONNECTION ? connectionTo(emulator, node) : node));
  const answer = await fetch(new URL('flows', nodeRed.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
    body: JSON.stringify({ flows }),
  });
  if (!answer.ok) throw new Error(`Node-RED refused the example flows: ${answer.status} ${await answer.text()}`);
  // The answer comes before they run. Node-RED said this once at its start, of its empty flow.
  await nodeRed.logged('Started flows', 2);
}

/** Corrects the address of the emulator, which may have another port than at the last start, in the flows kept. */
export function pointToEmulator(userDirectory: string, { serviceUrl, tokenUrl }: Emulator): void {
  const file = path.join(userDirectory, 'flows.json');
  const flows = JSON.parse(readFileSync(file, 'utf8')) as PlaygroundNode[];
  const corrected = flows.map((node) => {
    const isOurs = node.type === CONNECTION && node.name === NAME && node.environment === 'custom';
    return isOurs ? { ...node, serviceUrl, tokenUrl } : node;
  });
  writeFileSync(file, JSON.stringify(corrected, undefined, 4));
}

function connectionTo({ serviceUrl, tokenUrl, credentials }: Emulator, node: PlaygroundNode): PlaygroundNode {
  const { username, password, clientId, clientSecret } = credentials;
  return {
    ...node,
    name: NAME,
    environment: 'custom',
    serviceUrl,
    tokenUrl,
    credentials: { username, password, clientId, clientSecret },
  };
}
