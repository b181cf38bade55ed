/**
 * BullMQ's own steps, without its workers: those renew, fetch and close in their own time, and leave out what this store
 * must know, as whether a lease was there to be renewed.
 */
import {
  createIORedisClient,
  type IRedisTransaction,
  type JobJson,
  type MinimalJob,
  QueueKeys,
  RedisConnection,
  RedisQueueBackend,
  type WorkerOptions,
} from 'bullmq';
import type { ChainableCommander, Redis } from 'ioredis';

/** A transaction that also takes BullMQ's steps. */
export type Transaction = IRedisTransaction & Pick<ChainableCommander, PlainCommand>;
type PlainCommand =
  | 'set'
  | 'get'
  | 'pttl'
  | 'exists'
  | 'incr'
  | 'pexpire'
  | 'scard'
  | 'zcard'
  | 'llen'
  | 'lrange'
  | 'sadd'
  | 'sismember'
  | 'hincrby';

/** BullMQ counts how often a lease ran out and makes an end of it; that is our decision. */
const ANY_NUMBER = 1_000_000_000;

/** What BullMQ says of a job that has none. */
const NO_DATA = '{}';

/** So many events of a queue are kept, which nobody reads. */
const EVENTS_KEPT = 10;

export class BullQueues {
  readonly #connection: RedisConnection;

  constructor(
    readonly client: Redis,
    readonly prefix: string,
    readonly lease: number,
  ) {
    // Nothing is asked at the start, where Redis may be away; what is sent then waits for it.
    this.#connection = new RedisConnection(client, {
      shared: true,
      blocking: false,
      skipVersionCheck: true,
      skipWaitingForReady: true,
    });
    this.#connection.on('error', () => {});
  }

  queue(name: string): BullQueue {
    const keys = new QueueKeys(this.prefix);
    const options: WorkerOptions = {
      connection: this.client,
      prefix: this.prefix,
      lockDuration: this.lease,
      stalledInterval: Math.round(this.lease / 4),
      maxStalledCount: ANY_NUMBER,
    };
    return new BullQueue(
      this.#connection,
      name,
      keys.getKeys(name),
      (type) => keys.toKey(name, type),
      options,
      undefined,
      false,
    );
  }

  transaction(): Transaction {
    return createIORedisClient(this.client).multi() as unknown as Transaction;
  }

  /** @returns what each step of a transaction has answered */
  async answersOf(transaction: Pick<Transaction, 'exec'>): Promise<unknown[]> {
    const answers = (await transaction.exec()) as [Error | null, unknown][];
    const failure = answers.find(([error]) => error)?.[0];
    // Redis has dropped BullMQ's scripts. A new connection brings them along; this one believes that they are there.
    if (failure?.message.startsWith('NOSCRIPT')) this.client.disconnect(true);
    if (failure) throw failure;
    return answers.map(([, answer]) => answer);
  }
}

export class BullQueue extends RedisQueueBackend {
  #behindTaking = () => {};

  /** Puts a job in, unless its id is known. */
  addTo(transaction: IRedisTransaction, id: string, data: unknown): void {
    const job: JobJson = {
      id,
      name: 'x',
      data: JSON.stringify(data),
      opts: { attempts: 1 },
      progress: 0,
      attemptsMade: 0,
      attemptsStarted: 0,
      timestamp: 0,
      failedReason: '',
      returnvalue: '',
      stalledCounter: 0,
    };
    transaction.hset(this.keys.meta!, { 'opts.maxLenEvents': EVENTS_KEPT });
    void this.addJobToTransaction(transaction, job, id);
  }

  /**
   * The next one, which is the holder's for a lease.
   * @param behind what it sends comes to Redis behind the order to take, unless Redis does not know that script yet
   */
  async takeNext(holder: string, behind = () => {}): Promise<JobJson | undefined> {
    this.#behindTaking = behind;
    const [job, id] = (await this.moveToActive(holder)) as [JobJson | null | undefined, string];
    return job ? { ...job, id } : undefined;
  }

  override execCommand(...command: Parameters<RedisQueueBackend['execCommand']>): unknown {
    const answer: unknown = super.execCommand(...command);
    if (command[1] === 'moveToActive') this.#behindTaking();
    return answer;
  }

  /** Whether there is nothing left of a job but its place: Redis evicts keys where it is told to. */
  isEvicted(job: JobJson): boolean {
    return job.data === NO_DATA;
  }

  renewIn(transaction: IRedisTransaction, id: string, holder: string, lease = this.#lease): void {
    void this.extendLock(id, holder, lease, transaction);
  }

  get #lease(): number {
    return (this.queue.opts as WorkerOptions).lockDuration!;
  }

  /** Ends it, and it is gone. Nothing happens when the holder has it no longer. */
  completeIn(transaction: IRedisTransaction, id: string, holder: string): void {
    this.execCommand(transaction, 'moveToFinished', this.moveToCompletedArgs(minimal(id), null, true, holder));
  }

  /** Ends it, and it is kept. */
  async fail(id: string, holder: string, reason: string): Promise<void> {
    await this.moveToFailed(minimal(id), reason, false, holder, false);
  }

  /** Ids of those that failed, the oldest first. */
  async failed(): Promise<string[]> {
    const client = await this.client;
    return client.zrange(this.keys.failed!, 0, -1);
  }

  /** Those of them that there are. */
  async jobsOf(ids: readonly string[]): Promise<JobJson[]> {
    const jobs = await Promise.all(ids.map((id) => this.getJobData(id)));
    return jobs.filter((job) => job !== undefined);
  }

  /** @returns false when it was not among those that failed */
  async retryFailed(id: string): Promise<boolean> {
    try {
      await this.retryFinishedJob(minimal(id), 'failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    } catch (error) {
      if (isNoLongerHeld(error)) return false;
      throw error;
    }
  }

  /** Removes a key that has this value. */
  releaseIn(transaction: IRedisTransaction, key: string, value: string): void {
    this.execCommand(transaction, 'releaseLock', [key, value]);
  }

  /** Nothing happens when the holder has it no longer. */
  async giveBack(id: string, holder: string): Promise<void> {
    try {
      await this.moveJobFromActiveToWait(id, holder);
    } catch (error) {
      if (!isNoLongerHeld(error)) throw error;
    }
  }
}

/** What BullMQ's steps need of a job that they know. */
function minimal(id: string): MinimalJob {
  return { id, opts: { attempts: 1 } } as MinimalJob;
}

/** BullMQ's word for a job that is gone, or whose lock is gone or somebody else's, or that is not active. */
export function isNoLongerHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && [-1, -2, -3, -6].includes(error.code as number);
}

/** Any text as a part of a key, told apart from all others. */
export function keyPart(text: string): string {
  // Of half a character, which cannot be encoded, JSON makes an escape.
  return encodeURIComponent(JSON.stringify(text).slice(1, -1));
}
