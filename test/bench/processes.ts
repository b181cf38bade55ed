/** Starts and talks to the processes of the benchmark: one server, and one contender after the other. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { linkPackage } from '../browser/installed-package';
import { repository } from '../package-files';
import { type FromContender, type ToContender, WARM_ROWS } from './contender';
import type { Measured, Order } from './order';
import type { FromServer, ServerAddress, ToServer } from './server-protocol';

export interface Bench {
  /** @throws Error when the contender fails */
  measure(order: Order): Promise<Measured>;
  /** Lets the server forget the answers it rendered. */
  forget(): Promise<void>;
  close(): void;
}

export async function startBench(): Promise<Bench> {
  const directory = mkdtempSync(path.join(tmpdir(), 'dataconnect-bench-'));
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
    measure: (order) => measure(order, contender, address, directory, tellServer),
    forget: () => tellServer({ kind: 'forget' }),
    close: () => {
      server.disconnect();
      rmSync(directory, { recursive: true });
    },
  };
}

async function measure(
  order: Order,
  file: string,
  server: ServerAddress,
  userDirectory: string,
  tellServer: (message: ToServer) => Promise<void>,
): Promise<Measured> {
  const { gzip, format } = order;
  await tellServer({ kind: 'serve', rows: WARM_ROWS, gzip, format });
  const child = fork(file, {
    execArgv: [],
    env: { ...process.env, NO_PROXY: '*', NODE_ENV: 'production' },
  });
  const send = (message: ToContender) => child.send(message);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  send({ kind: 'start', start: { order, server, userDirectory, repository } });
  await answerOf<FromContender>(child);
  await tellServer({ kind: 'serve', rows: order.rows, gzip, format });
  send({ kind: 'measure' });
  const { measured } = await answerOf<Extract<FromContender, { kind: 'measured' }>>(child);
  await ended;
  return measured;
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
