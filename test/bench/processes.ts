/** Starts and talks to the processes of the benchmark: one server, and one contender after the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { linkPackage } from '../browser/installed-package';
import { linkCounterparts } from '../counterparts/link';
import { repository } from '../package-files';
import { type FromContender, type ToContender, WARM_ROWS } from './contender';
import type { OpenDatabase } from './databases/databases';
import { writeLoadFile } from './databases/load-file';
import { KeptState } from './kept-state';
import type { Measured, Order } from './order';
import type { FromServer, ServerAddress, ToServer } from './server-protocol';

export interface Bench {
  /**
   * @param database where the order's report goes
   * @throws Error when the contender fails
   */
  measure(order: Order, database?: OpenDatabase): Promise<Measured>;
  /** Lets the server forget the answers it rendered. */
  forget(): Promise<void>;
  close(): void;
}

export async function startBench(): Promise<Bench> {
  const directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-bench-'));
  // Database servers, which run as somebody else, read files in it.
  chmodSync(directory, 0o755);
  const contender = path.join(directory, 'contender.cjs');
  // Bundled, so that nothing but Node-RED and the package is in the contenders' processes.
  await build({
    entryPoints: [path.join(__dirname, 'contender.ts')],
    outfile: contender,
    bundle: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  linkPackage(directory);
  const server = fork(path.join(__dirname, 'server.ts'), { execArgv: ['--import', 'tsx'], cwd: repository });
  const { address } = await answerOf<Extract<FromServer, { kind: 'started' }>>(server);
  const tellServer = async (message: ToServer) => {
    server.send(message);
    await answerOf<FromServer>(server);
  };
  return {
    measure: (order, database) => {
      const surroundings = { contender, server: address, directory, tellServer };
      return database ? measureInto(database, order, surroundings) : measure(order, directory, surroundings);
    },
    forget: () => tellServer({ kind: 'forget' }),
    close: () => {
      server.disconnect();
      rmSync(directory, { recursive: true });
    },
  };
}

interface Surroundings {
  /** File of the contenders' process. */
  contender: string;
  server: ServerAddress;
  /** All that is written lies in it. */
  directory: string;
  tellServer(message: ToServer): Promise<void>;
}

/** A user directory for each database, so that Node-RED loads no other's node. */
async function measureInto(database: OpenDatabase, order: Order, surroundings: Surroundings): Promise<Measured> {
  const into = order.into!;
  const userDirectory = path.join(surroundings.directory, into);
  mkdirSync(userDirectory, { recursive: true });
  linkPackage(userDirectory);
  linkCounterparts(userDirectory, [into]);
  await database.empty();
  const measured = await (order.contender === 'bulk'
    ? measureBulkLoad(order, surroundings, database)
    : measure(order, userDirectory, surroundings, database));
  if (order.contender !== 'records' && order.contender !== 'text') await database.check(order.rows);
  return measured;
}

/** The database does it alone: of this process there is nothing to measure. */
async function measureBulkLoad(order: Order, surroundings: Surroundings, database: OpenDatabase): Promise<Measured> {
  const { directory, server, tellServer } = surroundings;
  const file = path.join(directory, `${order.rows}.tsv`);
  if (!existsSync(file)) {
    await tellServer({ ...order, kind: 'serve' });
    await writeLoadFile(file, server);
  }
  const [begun, before] = [performance.now(), database.processorTime()];
  await database.bulkLoad(file);
  const time = performance.now() - begun;
  return {
    ...{ time, processor: 0, first: time, growth: 0, stall: 0, disk: 0 },
    server: database.processorTime() - before,
  };
}

async function measure(
  order: Order,
  userDirectory: string,
  { contender, server, tellServer }: Surroundings,
  database?: OpenDatabase,
): Promise<Measured> {
  const state = order.goesOn && new KeptState(userDirectory);
  state?.prepare(order);
  await tellServer({ ...order, kind: 'serve', rows: WARM_ROWS });
  const child = fork(contender, {
    execArgv: [],
    env: { ...process.env, NO_PROXY: '*', NODE_ENV: 'production' },
  });
  const send = (message: ToContender) => child.send(message);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  send({ kind: 'start', start: { order, server, database: database?.address, userDirectory, repository } });
  await answerOf<FromContender>(child);
  await tellServer({ ...order, kind: 'serve' });
  const before = database?.processorTime() ?? 0;
  send({ kind: 'measure' });
  const { measured } = await answerOf<Extract<FromContender, { kind: 'measured' }>>(child);
  await ended;
  const disk = state ? state.keep(order) : 0;
  return { ...measured, server: (database?.processorTime() ?? 0) - before, disk };
}

/** The next message of a process. */
function answerOf<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('A process of the benchmark ended without an answer.'));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message as Message);
    });
  });
}
