/**
 * `npm start`: the emulator and a Node-RED with our nodes, the example flows and what stands behind them, until Ctrl-C.
 *
 *   npm start -- --port 1890            Node-RED at this port
 *   npm start -- --instances 3          three Node-RED that share one account by way of Redis; see several.ts
 *   npm start -- --directory elsewhere  flows, mails and databases kept there instead of in .playground
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { linkPackage } from '../browser/installed-package';
import { isTrouble, startNodeRed } from '../browser/node-red-process';
import { endForPeople, startEmulator } from '../emulator';
import { repository } from '../package-files';
import { addSqlite, linkQuickCounterparts, sqliteTables } from './counterpart-nodes';
import { startDatabaseServers } from './database-servers';
import { type Ground, type LaidDown, layDownExamples, moveKeptFlows } from './example-flows';
import { freePortFrom, isFree } from './free-port';
import { Inbox } from './inbox';
import { readKept, writeKept } from './kept';
import { servePages } from './pages/pages';
import { EMULATOR_PORT, type Places, USUAL_MAIL_PORT } from './places';
import { chosenInstances, startSeveral } from './several';
import { Stopping } from './stopping';
import { type Links, tabOf } from './welcome-tab';

const NODE_RED_PORT = 1880;
const PAGES_PORT = 8190;

const stopping = new Stopping();

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: text, directory: text, instances: text } });
  const instances = chosenInstances(values.instances);
  const port = await chosenPort(values.port);
  // Kept between starts, so that a person's own flows survive.
  const userDirectory = path.resolve(values.directory ?? path.join(repository, '.playground'));
  mkdirSync(userDirectory, { recursive: true });
  if (instances > 1)
    return startSeveral({ instances, port, directory: path.join(userDirectory, 'instances'), stopping });

  const worldEnd = endForPeople(Date.now());
  const emulator = await startEmulator({ port: await freePortFrom(EMULATOR_PORT), worldEnd });
  stopping.add(() => emulator.close());
  const inbox = await Inbox.open(path.join(userDirectory, 'inbox'), await freePortFrom(USUAL_MAIL_PORT));
  stopping.add(() => inbox.close());
  const databases = { directory: userDirectory, driver: sqliteTables };
  const pages = await servePages({ inbox, databases }, await freePortFrom(PAGES_PORT));
  stopping.add(() => pages.close());

  linkPackage(userDirectory);
  const hasCounterparts = await linkQuickCounterparts(userDirectory, stopping.signal);
  const servers = hasCounterparts ? await startDatabaseServers(userDirectory) : undefined;
  if (servers) stopping.add(() => servers.end());

  const { serviceUrl, tokenUrl, credentials, adminUrl } = emulator;
  const { postgresqlPort, mariadbPort } = servers ?? {};
  const fileFolder = path.join(userDirectory, 'files');
  mkdirSync(fileFolder, { recursive: true });
  const places: Places = { serviceUrl, tokenUrl, mailPort: inbox.port, fileFolder, postgresqlPort, mariadbPort };
  const kept = readKept(userDirectory);
  if (kept) moveKeptFlows(userDirectory, kept.places, places);
  stopping.signal.throwIfAborted();
  const nodeRed = await startNodeRed({
    userDirectory,
    port,
    logLevel: 'info',
    onLine: (line) => isTrouble(line) && console.log(line),
  });
  stopping.add(() => nodeRed.stop());

  const links = {
    inbox: `${pages.origin}/inbox`,
    dashboard: new URL('dashboard', nodeRed.url).href,
    database: `${pages.origin}/database`,
    emulator: adminUrl,
    files: path.relative('', fileFolder),
  };
  const ground: Ground = { nodeRed, places, credentials, links };
  let laidDown = await layDownExamples(ground, kept?.examples);
  writeKept(userDirectory, { examples: laidDown.examples, places });
  sayReady({ editor: nodeRed.url, version: nodeRed.version, links, laidDown, userDirectory });
  if (await addSqlite(nodeRed, userDirectory, stopping.signal)) {
    laidDown = await layDownExamples(ground, laidDown.examples);
    writeKept(userDirectory, { examples: laidDown.examples, places });
    console.log('The SQLite examples are here now: load the page of the editor again.');
  }
  await nodeRed.ended;
  await stopping.stop();
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

interface Ready {
  editor: string;
  version: string;
  links: Links;
  laidDown: LaidDown;
  userDirectory: string;
}

function sayReady({ editor, version, links, laidDown, userDirectory }: Ready): void {
  const left = laidDown.leftOut.map(({ example }) => tabOf(example).label).join(', ');
  console.log(`
  Node-RED ${version}   ${editor}
  Inbox             ${links.inbox}
  Dashboard         ${links.dashboard}
  Database          ${links.database}
  Emulator          ${links.emulator}
  Files             ${links.files}

  Open the first address: the tab "Welcome" says what is here. In the tab "First flow"
  press the button at the left of the inject node and look at the records in the debug
  sidebar (the beetle). Your own nodes: drag them from the groups that begin with
  "DataConnect". The emulator stands in for the service, with made-up data.
${left && `\n  Not among the tabs, for reasons that "Welcome" gives: ${left}.\n`}
  Flows are kept in ${path.relative('', userDirectory)}; delete it to start afresh.
  Ctrl-C stops everything.
`);
}

main().catch(async (error: unknown) => {
  // What was being started when it was stopped.
  if (stopping.signal.aborted) return;
  console.error(error instanceof Error ? error.message : error);
  await stopping.stop();
  process.exit(1);
});
