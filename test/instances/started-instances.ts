/** Node-RED in processes of their own that share a cluster; one of them with another Node-RED, Node and clock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deployFlows } from '../browser/deploy-flows';
import { linkPackage } from '../browser/installed-package';
import { type NodeRedProcess, startNodeRed } from '../browser/node-red-process';
import { clusterFolder } from '../package-files';
import { recordOutput } from '../secrets/transcript';
import type { Runtime } from '../suites';
import type { SHARING } from './instances-flow';

export interface StartedInstance extends NodeRedProcess {
  name: string;
  /** Its event loop does nothing for so many milliseconds. */
  block(milliseconds: number): void;
  /** Gives a message to a node. */
  order(what: (typeof SHARING)[number] | 'nightly', message?: object): Promise<void>;
}

export interface InstanceOptions {
  name: string;
  flow: object[];
  runtime?: Runtime;
  /** Milliseconds that its clock is ahead. */
  clockAhead?: number;
}

/** Tries a window often and at once: how long a person would wait is nothing to wait for here. */
const SETTINGS = { dataconnectSharedWork: { attempts: 50, secondsBetween: 0 } };

const folders: string[] = [];

export async function startInstance({
  name,
  flow,
  runtime,
  clockAhead = 0,
}: InstanceOptions): Promise<StartedInstance> {
  const userDirectory = mkdtempSync(path.join(tmpdir(), 'dataconnect-instance-'));
  folders.push(userDirectory);
  linkPackage(userDirectory);
  linkPackage(userDirectory, clusterFolder);
  const nodeRed = await startNodeRed({
    userDirectory,
    port: 0,
    logLevel: 'info',
    environment: { INSTANCE: name },
    onLine: (line) => recordOutput('log', line),
    settings: SETTINGS,
    inNodeRed: inNodeRed(clockAhead),
    ...(runtime && { runtime }),
  });
  await deployFlows(nodeRed.url, flow);
  await nodeRed.logged('Started flows', 2);
  const order = async (what: string, message: object = {}) => {
    const body = JSON.stringify(message);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(new URL(what, nodeRed.url), { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${name} answered with ${answer.status}`);
  };
  return { ...nodeRed, name, order, block: (milliseconds) => nodeRed.tell({ block: milliseconds }) };
}

/** When all have ended. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Before any node is loaded, so that nobody has the right clock already. */
function inNodeRed(ahead: number): string {
  return `const { now } = Date;
const Plain = Date;
globalThis.Date = class Date extends Plain {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(now() + ${ahead});
  }
  static now() {
    return now() + ${ahead};
  }
};
process.on('message', ({ block }) => {
  if (block === undefined) return;
  for (const end = performance.now() + block; performance.now() < end; );
});`;
}
