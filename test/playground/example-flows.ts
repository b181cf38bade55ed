/** The example flows in the playground's Node-RED: laid down when what they need is here, corrected when it moves. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NodeRedProcess } from '../browser/node-red-process';
import type { Emulator } from '../emulator';
import { type ExampleFile, exampleFiles } from '../examples/example-files';
import { EditorSocket } from '../flows/editor-socket';
import type { FlowNode } from '../flows/node-red';
import { lackOf, moved, type Places, settled } from './places';
import { isWelcome, type LeftOut, type Links, tabOf, welcomeTab } from './welcome-tab';

/** Corrects the addresses in the flows of the start before, of whatever is elsewhere now. Node-RED must not run. */
export function moveKeptFlows(userDirectory: string, before: Places, now: Places): void {
  const file = path.join(userDirectory, 'flows.json');
  if (!existsSync(file)) return;
  const flows = JSON.parse(readFileSync(file, 'utf8')) as FlowNode[];
  const corrected = flows.map((node) => moved(node, before, now));
  writeFileSync(file, JSON.stringify(corrected, undefined, 4));
}

export interface Ground {
  nodeRed: NodeRedProcess;
  places: Places;
  credentials: Emulator['credentials'];
  links: Links;
}

export interface LaidDown {
  /** Names of all examples that were laid down, now or before. */
  examples: readonly string[];
  leftOut: readonly LeftOut[];
}

/**
 * Adds the examples that can run and were not laid down before, and writes the welcome tab anew. All else in the flows
 * stays as it is: they are changed as an editor does that knows only of these, and flows that run go on.
 * @param before names of the examples that were laid down; undefined at the first start
 */
export async function layDownExamples(ground: Ground, before: readonly string[] | undefined): Promise<LaidDown> {
  const { nodeRed, places, credentials, links } = ground;
  const types = await installedTypes(nodeRed.url);
  const written = exampleFiles().filter(({ generated }) => !generated);
  const lacking = new Map(written.map((file) => [file.name, lackOf(file.counterparts, types, places)]));
  const here = written.filter(({ name }) => lacking.get(name) === undefined);
  const fresh = here.filter(({ name }) => !before?.includes(name));
  const leftOut = written.flatMap((example) => {
    const why = lacking.get(example.name);
    return why === undefined || before?.includes(example.name) ? [] : [{ example, why }];
  });
  const welcome = welcomeTab({ links, here, leftOut });
  await changeFlows(nodeRed.url, (flows) => {
    const own = flows.filter((node) => !isWelcome(node));
    // Deleted by the person who had it.
    const isUnwanted = before !== undefined && own.length === flows.length;
    const added = fresh
      .toReversed()
      .reduce((all, file) => withExample(all, settledIn(file, places, credentials), written), own);
    return isUnwanted ? added : [...welcome, ...added];
  });
  return { examples: [...new Set([...(before ?? []), ...here.map(({ name }) => name)])], leftOut };
}

/**
 * Adds the examples that were not laid down before, and nothing else.
 * @param before names of those that were laid down; undefined at the first start
 */
export async function addExamples(
  { nodeRed, places, credentials }: Omit<Ground, 'links'>,
  files: readonly ExampleFile[],
  before: readonly string[] = [],
): Promise<void> {
  const fresh = files.filter(({ name }) => !before.includes(name));
  await changeFlows(nodeRed.url, (flows) =>
    fresh.reduce((all, file) => withExample(all, settledIn(file, places, credentials), files), flows),
  );
}

function settledIn(file: ExampleFile, places: Places, credentials: Emulator['credentials']): ExampleFile {
  return { ...file, nodes: file.nodes.map((node) => settled(node, places, credentials)) };
}

/** Puts an example before the next one that is there; of a node that is there already, as the connection, nothing. */
function withExample(flows: readonly FlowNode[], example: ExampleFile, all: readonly ExampleFile[]): FlowNode[] {
  const known = new Set(flows.map(({ id }) => id));
  const nodes = example.nodes.filter(({ id }) => !known.has(id));
  const later = all.slice(all.findIndex(({ name }) => name === example.name) + 1).map((file) => tabOf(file).id);
  const place = flows.findIndex(({ id }) => later.includes(id));
  return place < 0 ? [...flows, ...nodes] : flows.toSpliced(place, 0, ...nodes);
}

/** All types of nodes that Node-RED has loaded. */
async function installedTypes(editorUrl: string): Promise<Set<string>> {
  const answer = await fetch(new URL('nodes', editorUrl), { headers: { accept: 'application/json' } });
  const sets = (await answer.json()) as { types: string[]; enabled: boolean; err?: string }[];
  return new Set(sets.flatMap(({ types, enabled, err }) => (enabled && err === undefined ? types : [])));
}

/** Deploys what has changed, and waits until it runs. A deploy that comes between is taken into account. */
async function changeFlows(editorUrl: string, change: (flows: FlowNode[]) => FlowNode[]): Promise<void> {
  const address = new URL('flows', editorUrl);
  const headers = { 'content-type': 'application/json', 'node-red-api-version': 'v2' };
  const { flows, rev } = (await (await fetch(address, { headers })).json()) as { flows: FlowNode[]; rev: string };
  const changed = change(flows);
  if (JSON.stringify(changed) === JSON.stringify(flows)) return;
  const socket = await EditorSocket.open(editorUrl);
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { ...headers, 'node-red-deployment-type': 'flows' },
      body: JSON.stringify({ flows: changed, rev }),
    });
    if (answer.status === 409) return await changeFlows(editorUrl, change);
    if (!answer.ok) throw new Error(`Node-RED refused the example flows: ${answer.status} ${await answer.text()}`);
    const deployed = ((await answer.json()) as { rev: string }).rev;
    await socket.first(({ topic, data }) => topic === 'notification/runtime-deploy' && data?.revision === deployed, 0);
  } finally {
    await socket.close();
  }
}
