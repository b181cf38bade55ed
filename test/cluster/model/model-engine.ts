/**
 * The steps of an engine in the model. Each is a message to the server and an answer, and both take their time; either
 * may get lost, and is sent again, as by a connection that broke, or nobody knows what became of it.
 */
import type {
  CursorEngine,
  Engine,
  HandedWindow,
  QueuedWindow,
  SlotEngine,
  SlotLook,
  Token,
  TokenLine,
  Waking,
  WorkEngine,
} from '../../../cluster/nodes/store/engine';
import type { ModelInstance } from './model-instance';
import type { ModelQueue } from './model-queue';
import type { ModelServer } from './model-server';

/** What the network does to the messages of an instance. Probabilities, and milliseconds. */
export interface Network {
  loses: number;
  /** Of those lost, how many are sent again. */
  resends: number;
  slowest: number;
}

const LINES: readonly TokenLine[] = ['shared', 'extra'];

export class ModelEngine implements Engine {
  readonly cursors: CursorEngine;
  #arrivedAt = 0;
  #answeredAt = 0;
  #ids = 0;

  constructor(
    readonly server: ModelServer,
    readonly instance: ModelInstance,
    readonly network: Network,
    /** Unique among instances. */
    readonly name: string,
  ) {
    this.cursors = this.#cursors();
  }

  uniqueId = (): string => `${this.name}-${this.#ids++}`;

  slots(key: string): SlotEngine {
    const { server } = this;
    const name = (part: string) => `slots ${key} ${part}`;
    const queues = { shared: server.queue(name('shared')), extra: server.queue(name('extra')) };
    const tokens = (count: number): { line: TokenLine; id: string }[] => [
      ...Array.from({ length: count }, (_, index) => ({ line: 'shared' as const, id: `slot-${index}` })),
      { line: 'extra', id: 'slot-extra' },
    ];
    const look = ({ line, id, seed }: Token, holder: string): SlotLook => {
      const learned = server.get(name('learned'));
      return {
        held: queues[line].renew(id, holder),
        quietFor: server.lasts(name(`quiet ${seed}`)),
        pausedFor: server.lasts(name('paused')),
        learned: learned === undefined ? undefined : { ...JSON.parse(learned), endsIn: server.lasts(name('learned')) },
        active: { shared: queues.shared.active.size, extra: queues.extra.active.size },
        refusals: Number(server.get(name('refusals')) ?? 0),
      };
    };
    return {
      hasAll: (count) => this.#ask(() => tokens(count).every(({ line, id }) => queues[line].jobs.has(id))),
      seed: (count, quiet) => {
        const seed = this.uniqueId();
        return this.#ask(() => {
          server.put(name(`quiet ${seed}`), '1', quiet);
          for (const { line, id } of tokens(count)) queues[line].add(id, seed);
        });
      },
      take: (line, holder) =>
        this.#ask(() => {
          const taken = queues[line].take(holder, this.instance.wallClock);
          if (!taken) return undefined;
          const token = { line, id: taken.id, seed: taken.job.data };
          return { ...token, look: this.instance.world.chance(0.5) ? look(token, holder) : undefined };
        }),
      look: (token, holder) => this.#ask(() => look(token, holder)),
      putBack: ({ line, id }, holder) => this.#ask(() => void queues[line].giveBack(id, holder)),
      refuse: ({ pauseFor, learned: { allowed, largest, endsIn }, first }) =>
        this.#ask(() => {
          server.put(name('paused'), '1', pauseFor);
          server.put(name('learned'), JSON.stringify({ allowed, largest }), endsIn);
          if (first) server.put(name('refusals'), String(Number(server.get(name('refusals')) ?? 0) + 1));
        }),
      recover: () =>
        this.#ask(() => {
          for (const line of LINES) queues[line].recover();
        }),
      wake: (lines, within) =>
        this.#wake(
          lines.map((line) => queues[line]),
          within,
        ),
    };
  }

  work(job: string): WorkEngine {
    const { server } = this;
    const lifeKey = `life ${job}`;
    const queue = (life: string) => server.queue(`work ${job} ${life}`);
    const known = (life: string) => server.set(`known ${job} ${life}`);
    const done = (life: string) => server.set(`done ${job} ${life}`);
    const dead = (life: string) => [...queue(life).failed].filter((id) => !done(life).has(id));
    const ended = (life: string) => `ended ${job} ${life}`;
    return {
      life: () => this.#ask(() => server.get(lifeKey)),
      begin: (life) =>
        this.#ask(() => {
          if (server.get(lifeKey) === undefined) server.put(lifeKey, life);
          return server.get(lifeKey)!;
        }),
      unknown: (life, ids) => this.#ask(() => ids.filter((id) => !known(life).has(id))),
      add: (life, windows) =>
        this.#ask(() => {
          for (const window of windows) queue(life).add(window.id, JSON.stringify(window));
        }),
      know: (life, ids) => this.#ask(() => ids.filter((id) => !known(life).has(id) && known(life).add(id)).length),
      take: (life, holder) =>
        this.#ask(() => {
          const taken = queue(life).take(holder, this.instance.wallClock);
          if (!taken) return undefined;
          const { data, attemptsMade, attemptsStarted } = taken.job;
          return { ...(JSON.parse(data) as QueuedWindow), failures: attemptsMade, handedOut: attemptsStarted };
        }),
      isDone: (life, id) => this.#ask(() => done(life).has(id)),
      renew: (life, id, holder) =>
        this.#ask(() => {
          const held = queue(life).renew(id, holder);
          if (server.get(ended(life)) !== undefined) return 'cancelled';
          return held ? 'held' : 'lost';
        }),
      confirm: (life, id, holder) =>
        this.#ask(() => {
          done(life).add(id);
          queue(life).finish(id, holder);
        }),
      repeat: async (life, id, holder, after) => {
        const now = await this.#ask(() => this.server.world.now);
        await this.#ask(() => queue(life).delay(id, holder, now + after));
      },
      giveUp: (life, id, holder, why) => this.#ask(() => queue(life).fail(id, holder, JSON.stringify(why))),
      putBack: (life, { id, handedOut }: HandedWindow, holder) =>
        this.#ask(() => {
          if (queue(life).giveBack(id, holder)) queue(life).jobs.get(id)!.attemptsStarted = handedOut - 1;
        }),
      recover: (life) => this.#ask(() => queue(life).recover()),
      wake: (life, within) => this.#wake([queue(life)], within),
      counts: (life) =>
        this.#ask(() => ({
          known: known(life).size,
          done: done(life).size,
          dead: dead(life).length,
          active: queue(life).active.size,
        })),
      dead: (life) =>
        this.#ask(() =>
          dead(life).map((failed) => {
            const { data, attemptsMade, reason } = queue(life).jobs.get(failed)!;
            const window = JSON.parse(data) as QueuedWindow;
            return { id: window.id, data: window.data, attempts: attemptsMade, error: JSON.parse(reason) };
          }),
        ),
      revive: (life, id) => this.#ask(() => queue(life).retry(id)),
      end: (life) =>
        this.#ask(() => {
          if (server.get(lifeKey) === life) server.remove(lifeKey);
          server.put(ended(life), '1', 86_400_000);
        }),
      sweep: (life) =>
        this.#ask(() => {
          queue(life).clear();
          server.remove(`known ${job} ${life}`, `done ${job} ${life}`);
        }),
    };
  }

  #cursors(): CursorEngine {
    const { server } = this;
    const lockKey = (name: string) => `lock ${name}`;
    return {
      lock: (name, holder, ttl) =>
        this.#ask(() => {
          if (![undefined, holder].includes(server.get(lockKey(name)))) return false;
          server.put(lockKey(name), holder, ttl);
          return true;
        }),
      renew: (name, holder, ttl) =>
        this.#ask(() => {
          if (server.get(lockKey(name)) !== holder) return false;
          server.put(lockKey(name), holder, ttl);
          return true;
        }),
      unlock: (name, holder) =>
        this.#ask(() => {
          if (server.get(lockKey(name)) === holder) server.remove(lockKey(name));
        }),
      read: (name) =>
        this.#ask(() => {
          const stored = server.get(`cursor ${name}`);
          return stored === undefined ? undefined : (JSON.parse(stored) as { value: string; version: number });
        }),
      replace: (name, value, version) =>
        this.#ask(() => {
          const stored = server.get(`cursor ${name}`);
          if ((stored === undefined ? undefined : JSON.parse(stored).version) !== version) return false;
          server.put(`cursor ${name}`, JSON.stringify({ value, version: (version ?? 0) + 1 }));
          return true;
        }, false),
    };
  }

  #wake(queues: readonly ModelQueue[], within: number): Waking {
    let cancel = () => {};
    const woken = new Promise<void>((resolve) => {
      let forget = [this.instance.after(within, () => cancel())];
      cancel = () => {
        resolve();
        // The server hears of it later, and may have given it a marker before.
        this.#send(() => {
          for (const each of forget) each();
        });
      };
      this.#send(() => {
        forget = [...forget, ...queues.map((queue) => queue.block(() => this.#hear(cancel)))];
      });
    });
    return { woken, cancel: () => cancel() };
  }

  /** @param mayRepeat whether a message that got lost may be sent again */
  #ask<T>(step: () => T, mayRepeat = true): Promise<T> {
    return new Promise((resolve, reject) => {
      const { world } = this.instance;
      this.#send(() => {
        const isLost = world.chance(this.network.loses);
        const isDone = !isLost || world.chance(0.5);
        const answer = isDone ? step() : undefined;
        if (!isLost) return this.#hear(() => resolve(answer as T));
        const isSentAgain = mayRepeat && world.chance(this.network.resends);
        this.instance.after(world.between(0, this.network.slowest * 4), () => {
          if (isSentAgain) this.#ask(step).then(resolve, reject);
          else reject(new Error('The connection broke.'));
        });
      });
    });
  }

  /** In the order in which they were sent. */
  #send(step: () => void): void {
    const { world } = this.instance;
    this.#arrivedAt = Math.max(world.now + world.between(1, this.network.slowest), this.#arrivedAt);
    world.at(this.#arrivedAt, () => this.server.execute(step));
  }

  #hear(answer: () => void): void {
    const { world } = this.instance;
    this.#answeredAt = Math.max(world.now + world.between(1, this.network.slowest), this.#answeredAt);
    world.at(this.#answeredAt, () => this.instance.hear(answer));
  }
}
