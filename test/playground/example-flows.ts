/** The example flows, wired to the emulator. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Emulator } from '../emulator';
import { repository } from '../package-files';

interface FlowNode {
  id: string;
  type: string;
  z?: string;
  connection?: string;
  serviceUrl?: string;
  [property: string]: unknown;
}

const CONNECTION = 'dataconnect-connection';
/** Id of the connection node of the playground. */
const TO_EMULATOR = 'dataconnect-emulator';

/**
 * Deploys every flow of `examples/` with one connection to the emulator, through Node-RED's own API, which also
 * keeps the credentials apart.
 * @param editorUrl of a running Node-RED
 */
export async function layDownExamples(editorUrl: string, emulator: Emulator): Promise<void> {
  const flows = exampleFiles().flatMap((file) => wiredToEmulator(JSON.parse(readFileSync(file, 'utf8')) as FlowNode[]));
  const answer = await fetch(new URL('flows', editorUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
    body: JSON.stringify({ flows: [...flows, connectionTo(emulator)] }),
  });
  if (!answer.ok) throw new Error(`Node-RED refused the example flows: ${answer.status} ${await answer.text()}`);
}

/** Corrects the address of the emulator, which may have another port than at the last start, in the flows kept. */
export function pointToEmulator(userDirectory: string, emulator: Emulator): void {
  const file = path.join(userDirectory, 'flows.json');
  const flows = JSON.parse(readFileSync(file, 'utf8')) as FlowNode[];
  const corrected = flows.map((node) => (node.id === TO_EMULATOR ? { ...node, ...addresses(emulator) } : node));
  writeFileSync(file, JSON.stringify(corrected, undefined, 4));
}

function exampleFiles(): string[] {
  const folder = path.join(repository, 'examples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => path.join(folder, name));
}

function wiredToEmulator(flows: FlowNode[]): FlowNode[] {
  const own = flows.filter(({ type }) => type !== CONNECTION);
  return own.map((node) => ('connection' in node ? { ...node, connection: TO_EMULATOR } : node));
}

function connectionTo(emulator: Emulator): FlowNode {
  const { username, password, clientId, clientSecret } = emulator.credentials;
  return {
    id: TO_EMULATOR,
    type: CONNECTION,
    name: 'Emulator',
    version: 1,
    environment: 'custom',
    authentication: 'password',
    ...addresses(emulator),
    credentials: { username, password, clientId, clientSecret },
  };
}

function addresses({ serviceUrl, tokenUrl }: Emulator): { serviceUrl: string; tokenUrl: string } {
  return { serviceUrl, tokenUrl };
}
