/** The process of one order: warms up with ten records, says so, and measures when it is told to. */
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { messagesOf } from './databases/sinks';
import { FIRST, flowFor, WARM } from './flows';
import { Meter } from './meter';
import { startNodeRed } from './node-red';
import type { Contender, DatabaseAddress, Measured, Order } from './order';
import { pathFor, type ServerAddress } from './server-protocol';

/** Records of the answers to warm up with. */
export const WARM_ROWS = 10;

export interface ContenderStart {
  order: Order;
  server: ServerAddress;
  /** Where the report goes, if it goes into a database. */
  database?: DatabaseAddress | undefined;
  userDirectory: string;
  /** Directory of package.json and node_modules. */
  repository: string;
}

export type ToContender = { kind: 'start'; start: ContenderStart } | { kind: 'measure' };
export type FromContender = { kind: 'warm' } | { kind: 'measured'; measured: Measured };

/** Small answers are asked for that often before, as in a Node-RED that has run for a while; one is enough for a report. */
const WARM_ANSWERS = 2000;

/** Milliseconds in which V8 finishes what it does in the background. */
const SETTLING = 500;

/**
 * Asks for one answer. Resolves when all its records, `rows` of them, were counted or are in database or file, and what
 * goes on from them is confirmed.
 * @param isWarming by the node to warm up with, where there is one
 */
type Ask = (rows: number, onRecords: () => void, isWarming?: boolean) => Promise<void>;

async function main({ order, server, database, userDirectory, repository }: ContenderStart): Promise<void> {
  const requireThere = createRequire(path.join(repository, 'package.json'));
  const ask = await askerFor(order, { server, database }, userDirectory, requireThere);
  const { load } = order;
  const answers = load.kind === 'windows' ? 1 : load.count;
  const atOnce = load.kind === 'answers' ? load.atOnce : 1;
  collectGarbage();
  await wait(SETTLING);
  const atRest = process.memoryUsage.rss();
  const warm: Ask = (rows, onRecords) => ask(rows, onRecords, order.goesOn !== undefined);
  await askMany(warm, load.kind === 'answers' ? WARM_ANSWERS : 1, atOnce, WARM_ROWS, () => {});
  // V8 is busy for a while with undici's parser, which is WebAssembly: with 40 MB, and with the other core.
  await wait(SETTLING);
  const told = new Promise((resolve) => process.once('message', resolve));
  tell({ kind: 'warm' });
  await told;

  const meter = new Meter(atRest);
  await askMany(ask, answers, atOnce, order.rows, () => meter.records());
  tell({ kind: 'measured', measured: await meter.end() });
}

/** Whether V8 does it by itself between start and measurement is chance, and 30 MB. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

async function askerFor(
  order: Order,
  { server, database }: Pick<ContenderStart, 'server' | 'database'>,
  userDirectory: string,
  requireThere: NodeJS.Require,
): Promise<Ask> {
  if (WITHOUT_NODE_RED.has(order.contender)) {
    const undici = requireThere('undici') as typeof import('undici');
    return askDirectly(order, server, path.join(userDirectory, 'piped'), undici);
  }
  const asked: Asked[] = [];
  const flow = flowFor(order, server, userDirectory, database);
  const give = await startNodeRed(requireThere('node-red'), userDirectory, flow, {
    tally: (payload: unknown) => asked[0]?.count(Array.isArray(payload) ? payload.length : 1),
    ended: (failure?: string) => asked[0]?.end(failure),
  });
  return (rows, onRecords, isWarming = false) =>
    new Promise((resolve, reject) => {
      let counted = 0;
      const expected = isWarming ? rows : expectedOf(order, rows);
      const over = (failure?: string) => {
        asked.shift();
        if (failure === undefined) resolve();
        else reject(new Error(failure));
      };
      asked.push({
        count: (records) => {
          onRecords();
          counted += records;
          if (counted >= expected && !order.goesOn) over();
        },
        end: (failure) =>
          over(failure ?? (counted === expected ? undefined : `${counted} came instead of ${expected}.`)),
      });
      give(isWarming ? WARM : FIRST);
    });
}

/** An answer that is on its way through the flow. */
interface Asked {
  count(records: number): void;
  /** The run has ended, where the flow tells. */
  end(failure?: string): void;
}

const WITHOUT_NODE_RED: ReadonlySet<Contender> = new Set(['body.json()', 'socket', 'pipe']);

/** Records, or messages where there are none. */
function expectedOf(order: Order, rows: number): number {
  const { contender, into, toFile, goesOn } = order;
  if (toFile) return 1;
  if (goesOn === 'new again' || goesOn === 'changes again') return 0;
  return into ? messagesOf(contender, into, rows) : rows;
}

/** Over as many connections as there are requests at once. */
function askDirectly(order: Order, server: ServerAddress, file: string, undici: typeof import('undici')): Ask {
  const connections = order.load.kind === 'answers' ? order.load.atOnce : 1;
  const pool = new undici.Pool(server.serviceUrl, { connections });
  const headers = { authorization: `Bearer ${server.credentials.accessToken}` };
  return async (rows, onRecords) => {
    const { body } = await pool.request({ path: pathFor(order), method: 'GET', headers });
    if (order.contender === 'socket') {
      body.once('data', onRecords);
      await finished(body.resume());
      return;
    }
    if (order.contender === 'pipe') return pipeline(body, createWriteStream(file));
    const records = (await body.json()) as unknown[];
    onRecords();
    if (records.length !== rows) throw new Error(`${records.length} records came instead of ${rows}.`);
  };
}

async function askMany(ask: Ask, count: number, atOnce: number, rows: number, onRecords: () => void): Promise<void> {
  let left = count;
  const line = async () => {
    while (left-- > 0) await ask(rows, onRecords);
  };
  await Promise.all(Array.from({ length: atOnce }, line));
}

function tell(message: FromContender): void {
  process.send!(message);
}

process.once('message', (message: ToContender) => {
  if (message.kind !== 'start') return;
  main(message.start).then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
