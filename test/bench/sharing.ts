/** How many requests several instances get through that share the slots of one service, beside one process alone. */
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { type RedisServer, startRedis } from '../cluster/redis-server';
import { StandInService } from '../cluster/stand-in-service';
import { median } from './samples';
import type { FromSharer, ToSharer } from './sharer';

/** Who asks: one process with slots of its own; instances that share slots; those that share windows as well. */
export const SHARINGS = ['alone', 'slots', 'windows'] as const;

export type Sharing = (typeof SHARINGS)[number];

/** Of one round, or the medians of all. */
export interface Shared {
  /** Milliseconds. */
  time: number;
  /** As many as the service had at once, at most. */
  most: number;
  /** Requests of the instance that had the fewest, and of that with the most. */
  fewest: number;
  largest: number;
}

export const REQUESTS = 1000;
export const INSTANCES = 4;
export const LIMIT = 5;
/** Milliseconds that the service takes. */
export const ANSWER = 30;

/** Who asks with so many at once, of whom the limit lets a quarter through: all wait for slots. */
const LINES = 20;
/** Milliseconds; as long nothing is given at first. */
const LEASE = 5000;

/** Empty where the machine has no Redis. */
export async function measureSharing(rounds: number): Promise<Map<Sharing, Shared>> {
  const redis = await startRedis({ appendOnly: false });
  if (!redis) return new Map();
  const samples = new Map(SHARINGS.map((sharing) => [sharing, [] as Shared[]]));
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const [sharing, all] of samples) {
        const shared = await measureOnce(sharing, redis);
        all.push(shared);
        const each = `${shared.fewest} to ${shared.largest} of each instance`;
        console.log(
          `cluster ${round}/${rounds}  ${sharing}: ${Math.round(shared.time)} ms, ${shared.most} at once, ${each}`,
        );
      }
    }
  } finally {
    await redis.stop();
  }
  return new Map([...samples].map(([sharing, all]) => [sharing, mediansOfShared(all)]));
}

/** The limit is kept by the worst of them. */
function mediansOfShared(all: readonly Shared[]): Shared {
  return {
    time: median(all.map(({ time }) => time)),
    most: Math.max(...all.map(({ most }) => most)),
    fewest: median(all.map(({ fewest }) => fewest)),
    largest: median(all.map(({ largest }) => largest)),
  };
}

async function measureOnce(sharing: Sharing, redis: RedisServer): Promise<Shared> {
  const service = new StandInService();
  service.takes = ANSWER;
  const port = await service.listen();
  const count = sharing === 'alone' ? 1 : INSTANCES;
  const options = sharing === 'alone' ? undefined : optionsOf(redis, `bench-${port}`);
  const sharers = Array.from({ length: count }, () =>
    fork(path.join(__dirname, 'sharer.ts'), { execArgv: ['--import', 'tsx'] }),
  );
  try {
    // One after the other would wait for the first slots one after the other.
    await Promise.all(sharers.map((sharer) => ask(sharer, { kind: 'open', options, port, limit: LIMIT })));
    if (sharing === 'windows') await ask(sharers[0]!, { kind: 'plan', windows: REQUESTS });
    const order: ToSharer =
      sharing === 'windows' ? { kind: 'take' } : { kind: 'send', requests: REQUESTS / count, lines: LINES / count };
    const begun = performance.now();
    const done = await Promise.all(sharers.map((sharer) => ask(sharer, order)));
    const time = performance.now() - begun;
    const requests = done.map(({ requests: own }) => own);
    const all = requests.reduce((sum, own) => sum + own, 0);
    if (all !== REQUESTS) throw new Error(`${all} requests were sent instead of ${REQUESTS}.`);
    return { time, most: service.most, fewest: Math.min(...requests), largest: Math.max(...requests) };
  } finally {
    for (const sharer of sharers) sharer.kill();
    await service.close();
  }
}

function optionsOf({ port }: RedisServer, prefix: string) {
  const account = { username: undefined, password: undefined, tls: undefined };
  return { ...account, host: '127.0.0.1', port, database: 0, prefix, lease: LEASE, wait: 60_000 };
}

function ask(sharer: ChildProcess, order: ToSharer): Promise<FromSharer> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('An instance of the benchmark ended without an answer.'));
    sharer.once('exit', gone);
    sharer.once('message', (answer) => {
      sharer.off('exit', gone);
      resolve(answer as FromSharer);
    });
    sharer.send(order);
  });
}
