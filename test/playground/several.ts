/**
 * `npm start -- --instances 3`: several Node-RED that share an account of the emulator by way of a Redis of their own,
 * each with a user directory of its own and the same flows. One that ends leaves the others alone.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { linkPackage } from '../browser/installed-package';
import { isTrouble, type NodeRedProcess, startNodeRed } from '../browser/node-red-process';
import { redisProgram, startKeptRedis } from '../cluster/redis-server';
import { type Emulator, endForPeople, startEmulator } from '../emulator';
import { exampleFiles } from '../examples/example-files';
import { clusterFolder } from '../package-files';
import { addExamples, moveKeptFlows } from './example-flows';
import { freePortFrom } from './free-port';
import { readKept, writeKept } from './kept';
import { EMULATOR_PORT, type Places, USUAL_MAIL_PORT } from './places';
import type { Stopping } from './stopping';
import { tabOf } from './welcome-tab';

/** Each takes a processor for seconds at the start, and about 150 MB. */
const MOST_INSTANCES = 9;

/** Milliseconds that the emulator takes for an answer, so that a person sees who waits for whom. */
const ANSWER = 1500;

interface Several {
  instances: number;
  /** Of the first; those of the others are the next ones that are free. */
  port: number;
  /** All is kept below it. */
  directory: string;
  stopping: Stopping;
}

/** @throws Error in words for what is no number of instances */
export function chosenInstances(wanted: string | undefined): number {
  if (wanted === undefined) return 1;
  if (/^[1-9]$/.test(wanted) && Number(wanted) <= MOST_INSTANCES) return Number(wanted);
  throw new Error(`--instances ${wanted} is no number of Node-RED: give a whole number from 1 to ${MOST_INSTANCES}.`);
}

/** @throws Error in words, before anything is started, where the machine has no Redis */
export async function startSeveral({ instances, port, directory, stopping }: Several): Promise<void> {
  const program = redisProgram();
  if (program === undefined) {
    throw new Error(
      'Several Node-RED share an account by way of Redis or Valkey, and this machine has neither (no redis-server, no valkey-server), so nothing was started. On Debian: sudo apt-get install redis-server',
    );
  }
  const redisFolder = path.join(directory, 'redis');
  mkdirSync(redisFolder, { recursive: true });
  const dials = { delay: ANSWER };
  const worldEnd = endForPeople(Date.now());
  const emulator = await startEmulator({ port: await freePortFrom(EMULATOR_PORT), worldEnd, dials });
  stopping.add(() => emulator.close());
  const redis = await startKeptRedis(program, redisFolder);
  stopping.add(() => redis.end());
  const nodeReds: NodeRedProcess[] = [];
  stopping.add(() => Promise.all(nodeReds.map((nodeRed) => nodeRed.stop())));
  for (let number = 1, next = port; number <= instances; number++) {
    stopping.signal.throwIfAborted();
    const chosen = await freePortFrom(next);
    const nodeRed = await startOne({ number, port: chosen, directory, emulator, redisPort: redis.port });
    nodeReds.push(nodeRed);
    next = chosen + 1;
  }
  sayReady(nodeReds, emulator, redis.port, directory);
  await Promise.all(nodeReds.map((nodeRed, index) => nodeRed.ended.then(() => sayEnded(index + 1, stopping.signal))));
  await stopping.stop();
}

interface One {
  number: number;
  port: number;
  directory: string;
  emulator: Emulator;
  redisPort: number;
}

async function startOne({ number, port, directory, emulator, redisPort }: One): Promise<NodeRedProcess> {
  const userDirectory = path.join(directory, String(number));
  const fileFolder = path.join(userDirectory, 'files');
  const sharedFolder = path.join(directory, 'shared');
  for (const folder of [fileFolder, sharedFolder]) mkdirSync(folder, { recursive: true });
  linkPackage(userDirectory);
  linkPackage(userDirectory, clusterFolder);
  const { serviceUrl, tokenUrl, credentials } = emulator;
  const places: Places = { serviceUrl, tokenUrl, mailPort: USUAL_MAIL_PORT, fileFolder, redisPort, sharedFolder };
  const kept = readKept(userDirectory);
  if (kept) moveKeptFlows(userDirectory, kept.places, places);
  const nodeRed = await startNodeRed({
    userDirectory,
    port,
    logLevel: 'info',
    onLine: (line) => isTrouble(line) && console.log(`Node-RED ${number}: ${line}`),
  });
  const files = exampleFiles(clusterFolder);
  await addExamples({ nodeRed, places, credentials }, files, kept?.examples);
  const examples = [...new Set([...(kept?.examples ?? []), ...files.map(({ name }) => name)])];
  writeKept(userDirectory, { examples, places });
  return nodeRed;
}

/** Their editors can be open in one browser side by side: what they keep there goes by the port, and none sets a cookie. */
function sayReady(nodeReds: readonly NodeRedProcess[], emulator: Emulator, redisPort: number, directory: string): void {
  const editors = nodeReds.map(({ url }, index) => `  Node-RED ${index + 1}   ${url}`);
  const tabs = exampleFiles(clusterFolder).map((file) => `"${tabOf(file).label}"`);
  console.log(`
${editors.join('\n')}
  Redis        127.0.0.1:${redisPort}
  Emulator     ${emulator.adminUrl}

  ${nodeReds.length} Node-RED with the same flows share one account. In each, open the tab ${tabs.join(' or ')} and press
  the button at the left of the inject node: together they never have more requests active than the connection
  says. The sidebar "DataConnect" shows the queue; the page of the emulator says how many were active at most,
  and takes ${ANSWER / 1000} s for each answer, so that you see it. What you change in one Node-RED is not in the others: import it there.

  Flows are kept in ${path.relative('', directory)}; delete it to start afresh.
  Ctrl-C stops everything.
`);
}

function sayEnded(number: number, stopping: AbortSignal): void {
  if (!stopping.aborted) console.log(`Node-RED ${number} has ended; the others go on.`);
}
