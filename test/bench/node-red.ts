/** A Node-RED within this process, with the package as it is built. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import type { FlowNode } from './flows';

/** The parts of an embedded Node-RED that are used here. */
interface EmbeddedNodeRed {
  init(server: object, settings: object): void;
  start(): Promise<void>;
  nodes: { getNode(id: string): { receive(msg: object): void } | null };
  events: { once(event: string, listener: () => void): void };
}

/**
 * @param functionGlobalContext what function nodes call
 * @returns gives a message to a node
 */
export async function startNodeRed(
  RED: EmbeddedNodeRed,
  userDirectory: string,
  flow: { nodes: FlowNode[]; credentials: object },
  functionGlobalContext: object,
): Promise<(id: string) => void> {
  writeFileSync(path.join(userDirectory, 'flows.json'), JSON.stringify(flow.nodes));
  writeFileSync(path.join(userDirectory, 'flows_cred.json'), JSON.stringify(flow.credentials));
  RED.init(createServer(), {
    userDir: userDirectory,
    flowFile: 'flows.json',
    credentialSecret: false,
    httpAdminRoot: false,
    httpNodeRoot: false,
    telemetry: { enabled: false },
    functionGlobalContext,
    logging: { console: { level: 'warn' } },
  });
  const started = new Promise<void>((resolve) => RED.events.once('flows:started', resolve));
  await RED.start();
  await started;
  return (id) => RED.nodes.getNode(id)!.receive({ payload: '' });
}
