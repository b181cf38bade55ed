/** A real Node-RED in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Runtime } from '../suites';

export interface NodeRedOptions {
  /** Flows, credentials, settings and installed packages are kept here. */
  userDirectory: string;
  /** 0 takes any free port. */
  port: number;
  /** Environment variables to add. */
  environment?: Record<string, string>;
  logLevel: 'info' | 'trace';
  /** Called with each line of the log. */
  onLine?: (line: string) => void;
  /** Its Node-RED and Node, where they are not those of the suite. */
  runtime?: Runtime;
  /** More settings of Node-RED. */
  settings?: object;
  /** Code that runs in the process of Node-RED before it loads any node. */
  inNodeRed?: string;
}

export interface NodeRedProcess {
  /** Address of the editor, with a slash at its end. */
  url: string;
  /** Version of Node-RED. */
  version: string;
  /** Every line of the log so far. */
  log: string[];
  /** Waits until the log has so many lines that hold this text. */
  logged(text: string, times: number): Promise<void>;
  /**
   * Loads a package that came into the user directory while Node-RED runs, as the palette manager does.
   * @throws Error with Node-RED's words when it cannot be loaded
   */
  addPackage(name: string): Promise<void>;
  /** Settles when Node-RED has ended, however it ended. */
  ended: Promise<void>;
  /** Ends Node-RED as Ctrl-C would, and waits for it. */
  stop(): Promise<void>;
  /** Gives a message to the code that the test has in it. */
  tell(message: object): void;
  /** Ends it as a system does that shuts down, and waits for it. @returns with which code it ended */
  terminate(): Promise<number | null>;
  /** Ends it at once, as a crash or the system would: nothing of it is heard any more. */
  kill(): Promise<void>;
}

const home = process.env.NODE_RED_HOME ?? path.dirname(path.dirname(__dirname));

/** Version of the Node-RED that is started. */
export const nodeRedVersion = versionOf(nodeRedOf(home));

/** In English, and of a server in French. */
const FLOWS_READY = /Started flows|Waiting for missing types|Flux démarrés/;
const LISTENING = /(?:Server now running at|Le serveur est disponible à l'adresse) (\S+)/;
const LONGEST_START = 90_000;
const LONGEST_STOP = 20_000;

/**
 * Starts the Node-RED of `NODE_RED_HOME` (this repository's own where it is not set) on the Node that runs this code,
 * without telemetry, update checks and tours, and waits until its server runs and its flows do, or wait for types
 * that are not installed.
 * @throws Error with the log when Node-RED ends or does not start in time
 */
export async function startNodeRed(options: NodeRedOptions): Promise<NodeRedProcess> {
  const settings = writeSettings(options);
  const { runtime = { node: process.execPath, home } } = options;
  const folder = nodeRedOf(runtime.home);
  const child = fork(path.join(folder, 'red.js'), ['--userDir', options.userDirectory, '--settings', settings], {
    execPath: runtime.node,
    execArgv: [],
    // Where database nodes write files that name no folder.
    cwd: options.userDirectory,
    env: { ...process.env, NO_COLOR: '1', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const log: string[] = [];
  for (const output of [child.stdout!, child.stderr!]) {
    byLine(output, (line) => {
      log.push(line);
      options.onLine?.(line);
    });
  }
  const until = (isSo: () => boolean) => waitUntil(isSo, child, log);
  await until(() => addressIn(log) !== undefined && log.some((line) => FLOWS_READY.test(line))).catch(async (error) => {
    child.kill('SIGKILL');
    await ended;
    throw error;
  });
  return {
    url: addressIn(log)!,
    version: versionOf(folder),
    log,
    logged: (text, times) => until(() => log.filter((line) => line.includes(text)).length >= times),
    addPackage: (name) => addPackage(child, name),
    ended,
    stop: () => stop(child, ended),
    tell: (message) => void child.send(message),
    terminate: async () => {
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** @throws Error with the log when Node-RED ends before it is so, or takes too long */
async function waitUntil(isSo: () => boolean, child: ChildProcess, log: string[]): Promise<void> {
  const latest = Date.now() + LONGEST_START;
  while (!isSo()) {
    const over = child.exitCode !== null || child.signalCode !== null || Date.now() > latest;
    if (over) throw new Error(`Node-RED ended, or did not do what was waited for:\n${log.join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function nodeRedOf(directory: string): string {
  return path.join(directory, 'node_modules', 'node-red');
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

function addressIn(log: string[]): string | undefined {
  return log.map((line) => LISTENING.exec(line)?.[1]).find(Boolean);
}

/** True for a warning or an error in the log, except for what Node-RED itself says at a first start. */
export function isTrouble(line: string): boolean {
  const usual =
    /Projects disabled|Encrypted credentials not found|Projets désactivés|Identifiants chiffrés introuvables/;
  return /\[(warn|error|fatal)\]/.test(line) && !usual.test(line);
}

function writeSettings({ userDirectory, port, logLevel, settings: more, inNodeRed = '' }: NodeRedOptions): string {
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    // Where file nodes write that name no folder.
    fileWorkingDirectory: userDirectory,
    credentialSecret: 'only-for-this-computer',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, palette: { catalogues: [] } },
    logging: { console: { level: logLevel, metrics: false, audit: false } },
    ...more,
  };
  const file = path.join(userDirectory, 'settings.js');
  writeFileSync(file, `${IN_NODE_RED}\n${inNodeRed}\nmodule.exports = ${JSON.stringify(settings, undefined, 2)};\n`);
  return file;
}

/** Runs in the process of Node-RED: ends with its parent, and loads packages that it names. */
const IN_NODE_RED = `process.on('disconnect', () => process.exit());
process.on('message', async ({ addPackage }) => {
  if (addPackage === undefined) return;
  const ofNodeRed = require('node:module').createRequire(require.main.filename);
  try {
    const { nodes, plugins } = await ofNodeRed('@node-red/registry').addModule(addPackage);
    const tell = (id, payload) => ofNodeRed('@node-red/util').events.emit('runtime-event', { id, retain: false, payload });
    if (plugins.length > 0) tell('plugin/added', plugins);
    tell('node/added', nodes);
    process.send({ addedPackage: addPackage });
  } catch (error) {
    process.send({ addedPackage: addPackage, failed: String(error) });
  }
});`;

function addPackage(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      child.off('message', heard);
      child.off('close', gone);
    };
    const gone = () => {
      settle();
      reject(new Error(`Node-RED ended before it had loaded ${name}.`));
    };
    const heard = (message: { addedPackage?: string; failed?: string }) => {
      if (message.addedPackage !== name) return;
      settle();
      if (message.failed === undefined) resolve();
      else reject(new Error(`Node-RED cannot load ${name}: ${message.failed}`));
    };
    child.on('message', heard);
    child.on('close', gone);
    child.send({ addPackage: name });
  });
}

function byLine(output: NodeJS.ReadableStream, take: (line: string) => void): void {
  let open = '';
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    const lines = (open + text).split('\n');
    open = lines.pop()!;
    lines.forEach(take);
  });
  output.on('end', () => open && take(open));
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.connected) child.send('shutdown');
  const stuck = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP);
  await ended;
  clearTimeout(stuck);
}
