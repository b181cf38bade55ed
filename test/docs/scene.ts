/** One example in a running Node-RED, with what it needs beside it: the emulator, the counterparts, a mail server. */
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Email } from 'postal-mime';
import { installPackage } from '../browser/installed-package';
import { type NodeRedProcess, startNodeRed } from '../browser/node-red-process';
import { startEmulator } from '../emulator';
import { EditorSocket } from '../flows/editor-socket';
import { exampleFiles } from '../flows/example-files';
import { ImportedExample } from '../flows/imported-example';
import type { FlowNode } from '../flows/node-red';
import { openMailServer } from '../mail-server';
import { repository } from '../package-files';

export interface Scene {
  nodeRed: NodeRedProcess;
  example: ImportedExample;
  /** Mails that arrived, oldest first. */
  mails: readonly Email[];
  close(): Promise<void>;
}

const COUNTERPARTS = path.join(repository, 'test', 'counterparts', 'node_modules');

/** @param name of the example, as Node-RED's import dialog shows it */
export async function openScene(name: string): Promise<Scene> {
  const file = exampleFiles().find((each) => each.name === name);
  if (!file) throw new Error(`There is no example "${name}".`);
  const userDirectory = mkdtempSync(path.join(tmpdir(), 'dataconnect-scene-'));
  await installPackage(userDirectory);
  linkCounterparts(userDirectory);
  const mails: Email[] = [];
  const [emulator, mailServer, nodeRed] = await Promise.all([
    startEmulator(),
    openMailServer((mail) => mails.push(mail)),
    startNodeRed({ userDirectory, port: 0, logLevel: 'info' }),
  ]);
  const socket = await EditorSocket.open(nodeRed.url);
  const nodes = file.nodes.map((node) => mailedTo(mailServer.port, node));
  const example = await ImportedExample.deploy({ ...file, nodes }, nodeRed.url, socket, emulator);
  const close = async () => {
    await socket.close();
    await nodeRed.stop();
    await Promise.all([emulator.close(), mailServer.close()]);
    rmSync(userDirectory, { recursive: true, force: true, maxRetries: 5 });
  };
  return { nodeRed, example, mails, close };
}

/** Packages that are not installed are missed by the examples that need them only. */
function linkCounterparts(userDirectory: string): void {
  if (!existsSync(COUNTERPARTS)) return;
  for (const entry of readdirSync(COUNTERPARTS, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === '@dataconnect-nodes') continue;
    symlinkSync(path.join(COUNTERPARTS, entry.name), path.join(userDirectory, 'node_modules', entry.name), 'junction');
  }
}

function mailedTo(port: number, node: FlowNode): FlowNode {
  if (node.type !== 'e-mail') return node;
  return { ...node, server: '127.0.0.1', port: String(port), secure: false, tls: false, authtype: 'NONE' };
}
