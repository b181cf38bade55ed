/**
 * Windows as jobs of BullMQ. A life of a job is a queue; beside it lie the ids of all its windows and of those that are
 * done, which BullMQ forgets.
 */
import type {
  GivenUpWindow,
  HandedWindow,
  QueuedWindow,
  Waking,
  WindowCounts,
  WindowFailure,
  WorkEngine,
} from '../engine';
import type { Bell } from './bell';
import { type BullQueue, type BullQueues, isNoLongerHeld, keyPart } from './bull-queues';

/** Milliseconds for which it is remembered that a life was ended, so that who has a window of it is told. */
const REMEMBERED = 86_400_000;
/** Jobs that are removed in one step. */
const SWEPT_AT_ONCE = 1000;

export class RedisWork implements WorkEngine {
  readonly #name: string;
  /** Of all jobs: which life they have. */
  readonly #lives: BullQueue;
  readonly #queues = new Map<string, BullQueue>();

  constructor(
    readonly bull: BullQueues,
    readonly bell: Bell,
    job: string,
  ) {
    this.#name = keyPart(job);
    this.#lives = bull.queue('work');
  }

  async life(): Promise<string | undefined> {
    return (await this.bull.client.get(this.#lifeKey)) ?? undefined;
  }

  async begin(life: string): Promise<string> {
    const transaction = this.bull.transaction();
    transaction.set(this.#lifeKey, life, 'NX').get(this.#lifeKey);
    const [, begun] = await this.bull.answersOf(transaction);
    return begun as string;
  }

  async unknown(life: string, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const known = await this.bull.client.smismember(this.#key(life, 'known'), ...ids.map(jobId));
    return ids.filter((_, index) => known[index] === 0);
  }

  async add(life: string, windows: readonly QueuedWindow[]): Promise<void> {
    const transaction = this.bull.transaction();
    for (const window of windows) this.#queue(life).addTo(transaction, jobId(window.id), window);
    await this.bull.answersOf(transaction);
  }

  async know(life: string, ids: readonly string[]): Promise<number> {
    return this.bull.client.sadd(this.#key(life, 'known'), ...ids.map(jobId));
  }

  async take(life: string, holder: string): Promise<HandedWindow | undefined> {
    const job = await this.#queue(life).takeNext(holder);
    if (!job) return undefined;
    if (this.#queue(life).isEvicted(job)) return this.#forget(life, job.id, holder);
    return { ...(JSON.parse(job.data) as QueuedWindow), failures: job.attemptsMade, handedOut: job.attemptsStarted };
  }

  /** Not known any more, it is missing to who planned it. */
  async #forget(life: string, id: string, holder: string): Promise<undefined> {
    await this.bull.client.srem(this.#key(life, 'known'), id);
    const transaction = this.bull.transaction();
    this.#queue(life).completeIn(transaction, id, holder);
    await this.bull.answersOf(transaction);
  }

  async isDone(life: string, id: string): Promise<boolean> {
    return (await this.bull.client.sismember(this.#key(life, 'done'), jobId(id))) === 1;
  }

  async renew(life: string, id: string, holder: string): Promise<'held' | 'lost' | 'cancelled'> {
    const transaction = this.bull.transaction();
    transaction.exists(this.#key(life, 'ended'));
    this.#queue(life).renewIn(transaction, jobId(id), holder);
    const [ended, held] = await this.bull.answersOf(transaction);
    if (ended === 1) return 'cancelled';
    return held === 1 ? 'held' : 'lost';
  }

  async confirm(life: string, id: string, holder: string): Promise<void> {
    const transaction = this.bull.transaction();
    transaction.sadd(this.#key(life, 'done'), jobId(id));
    this.#queue(life).completeIn(transaction, jobId(id), holder);
    await this.bull.answersOf(transaction);
  }

  async repeat(life: string, id: string, holder: string, after: number): Promise<void> {
    const [seconds, microseconds] = await this.bull.client.time();
    const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
    await whileHeld(this.#queue(life).moveToDelayed(jobId(id), now, Math.ceil(after), holder));
  }

  async giveUp(life: string, id: string, holder: string, why: WindowFailure): Promise<void> {
    await whileHeld(this.#queue(life).fail(jobId(id), holder, JSON.stringify(why)));
  }

  async putBack(life: string, { id, handedOut, failures }: HandedWindow, holder: string): Promise<void> {
    // BullMQ counts a failure here.
    const fieldsToUpdate = { ats: String(handedOut - 1), atm: String(failures - 1) };
    await whileHeld(this.#queue(life).retryJob(jobId(id), true, holder, { fieldsToUpdate }));
  }

  async recover(life: string): Promise<void> {
    await this.#queue(life).moveStalledJobsToWait();
  }

  wake(life: string, within: number): Waking {
    return this.bell.wake([this.#queue(life).keys.marker!], within);
  }

  async counts(life: string): Promise<WindowCounts> {
    const transaction = this.bull.transaction();
    transaction.scard(this.#key(life, 'known')).scard(this.#key(life, 'done')).llen(this.#queue(life).keys.active!);
    const [known, done, active] = (await this.bull.answersOf(transaction)) as [number, number, number];
    const dead = await this.#deadOf(life);
    return { known, done, dead: dead.length, active };
  }

  async dead(life: string): Promise<GivenUpWindow[]> {
    const jobs = await this.#queue(life).jobsOf(await this.#deadOf(life));
    return jobs.map(({ data, attemptsMade, failedReason }) => {
      const { id, data: window } = JSON.parse(data) as QueuedWindow;
      const { code, message } = JSON.parse(failedReason) as WindowFailure;
      return { id, data: window, attempts: attemptsMade, error: { code, message } };
    });
  }

  /** Without those that were done after all, by who had lost it to the one that gave it up. */
  async #deadOf(life: string): Promise<string[]> {
    const failed = await this.#queue(life).failed();
    if (failed.length === 0) return [];
    const done = await this.bull.client.smismember(this.#key(life, 'done'), ...failed);
    return failed.filter((_, index) => done[index] === 0);
  }

  revive(life: string, id: string): Promise<boolean> {
    return this.#queue(life).retryFailed(jobId(id));
  }

  async end(life: string): Promise<void> {
    const transaction = this.bull.transaction();
    this.#lives.releaseIn(transaction, this.#lifeKey, life);
    transaction.set(this.#key(life, 'ended'), 1, 'PX', REMEMBERED);
    await this.bull.answersOf(transaction);
  }

  async sweep(life: string): Promise<void> {
    const queue = this.#queue(life);
    await queue.pause(true);
    for (let left = 1; left !== 0; ) left = (await queue.obliterate({ force: true, count: SWEPT_AT_ONCE })) as number;
    await this.bull.client.unlink(this.#key(life, 'known'), this.#key(life, 'done'));
    this.#queues.delete(life);
  }

  get #lifeKey(): string {
    return this.#lives.toKey(`life:${this.#name}`);
  }

  #key(life: string, kind: 'known' | 'done' | 'ended'): string {
    return this.#queue(life).toKey(`our:${kind}`);
  }

  #queue(life: string): BullQueue {
    const known = this.#queues.get(life);
    if (known) return known;
    // One at a time is of use.
    this.#queues.clear();
    const queue = this.bull.queue(`work ${this.#name} ${life}`);
    this.#queues.set(life, queue);
    return queue;
  }
}

/** No name of a key that BullMQ has for itself. */
function jobId(id: string): string {
  return `window-${keyPart(id)}`;
}

async function whileHeld(step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (!isNoLongerHeld(error)) throw error;
  }
}
