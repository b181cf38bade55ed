/**
 * `npm start`: the emulator and a Node-RED with our nodes and the example flows, until Ctrl-C.
 *
 *   npm start -- --port 1890            Node-RED at this port
 *   npm start -- --directory elsewhere  flows kept there instead of in .playground
 */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { linkPackage } from '../browser/installed-package';
import { isTrouble, startNodeRed } from '../browser/node-red-process';
import { startEmulator } from '../emulator';
import { repository } from '../package-files';
import { layDownExamples, pointToEmulator } from './example-flows';
import { freePortFrom, isFree } from './free-port';

const NODE_RED_PORT = 1880;
const EMULATOR_PORT = 8090;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, directory: { type: 'string' } } });
  const port = await chosenPort(values.port);
  // Kept between starts, so that a person's own flows survive.
  const userDirectory = path.resolve(values.directory ?? path.join(repository, '.playground'));
  const emulator = await startEmulator({ port: await freePortFrom(EMULATOR_PORT) });
  mkdirSync(userDirectory, { recursive: true });
  linkPackage(userDirectory);
  const firstStart = !existsSync(path.join(userDirectory, 'flows.json'));
  if (!firstStart) pointToEmulator(userDirectory, emulator);
  const nodeRed = await startNodeRed({
    userDirectory,
    port,
    logLevel: 'info',
    onLine: (line) => isTrouble(line) && console.log(line),
  });
  stopWithCtrlC(async () => {
    await nodeRed.stop();
    await emulator.close();
  });
  if (firstStart) await layDownExamples(nodeRed, emulator);
  welcome({ editor: nodeRed.url, version: nodeRed.version, emulator: emulator.adminUrl, userDirectory });
  await nodeRed.ended;
  await emulator.close();
}

/** @throws Error in words when the port asked for is none, or taken */
async function chosenPort(wanted: string | undefined): Promise<number> {
  if (wanted === undefined) return freePortFrom(NODE_RED_PORT);
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port ${wanted} is no port: give a number from 1 to 65535.`);
  }
  if (await isFree(port)) return port;
  throw new Error(`Port ${port} is taken by another program. Give another: npm start -- --port ${port + 1}`);
}

function stopWithCtrlC(stop: () => Promise<void>): void {
  let stopping = false;
  const stopOnce = () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping ...');
    void stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopOnce);
}

interface Welcome {
  editor: string;
  version: string;
  /** The emulator's page. */
  emulator: string;
  userDirectory: string;
}

function welcome({ editor, version, emulator, userDirectory }: Welcome): void {
  console.log(`
  Node-RED ${version}   ${editor}
  Emulator          ${emulator}

  Open the first address. In the flow "First flow" press the button at the left of
  the inject node and look at the records in the debug sidebar (the beetle).
  Your own nodes: drag them from the groups that begin with "DataConnect".
  The emulator stands in for the service, with made-up data; its page sets faults.

  Flows are kept in ${path.relative('', userDirectory)}; delete it to start afresh.
  Ctrl-C stops everything.
`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
