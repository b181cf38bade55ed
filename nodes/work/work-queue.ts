/**
 * What a long job needs of whoever shares out its windows among instances. `ProcessWork` does it in one process; a queue
 * that several machines share fits in its place, and no caller can tell. Times in milliseconds. At least once: a window
 * may come again after a failure, none is left out while the engine keeps what it was given.
 *
 * Every promise that is rejected is so with a `StoreError`: `CLUSTER_UNAVAILABLE` when the engine did not answer for as
 * long as the cluster's node says. It may have done what it was told; to tell it once more does no harm.
 */

/** A piece of a job that is done in one go. */
export interface SharedWindow {
  /** Any text, told apart from all others of the job, upper and lower case too. */
  id: string;
  /** What JSON can say; who takes it gets a copy. */
  data: unknown;
}

/** When a window whose attempt failed is tried again. */
export interface RetryPolicy {
  /** So many failed attempts, and the window is dead. */
  attempts: number;
  /** Before the second attempt; doubled before each further one. */
  backOff: number;
}

/** A window in the hands of one instance. */
export interface TakenWindow extends SharedWindow {
  /** 1 at first, more each time that it was handed out. */
  readonly attempt: number;
  /**
   * Aborts with a `StoreError`: `LEASE_LOST` when the lease was not renewed for 0.8 of its time or another instance has
   * the window, `CANCELLED` when the job was. What `handle` comes to then is no longer heard.
   */
  readonly lost: AbortSignal;
}

/** Each window of a job is counted in one of the four. */
export interface JobProgress {
  /** Those to be repeated, too. */
  waiting: number;
  active: number;
  done: number;
  dead: number;
  /** Added since the job began, as the engine remembers: less than the planner added means that it lost data. */
  expected: number;
}

/** A window that was given up. */
export interface DeadWindow extends SharedWindow {
  /** Failed ones. */
  attempts: number;
  /** The last failure; `code` where it had one. Free of secrets, as it was when it was given. */
  error: { code: string | undefined; message: string };
}

/** What is given by `take`. */
export interface Taking {
  /**
   * No further window is taken. Settled when those under way have come to an end, which is left to them: whoever wants
   * it soon aborts his own work. A window that fails behind the call is given back: it waits again at once and no
   * attempt is counted. Never rejects, and may be called again.
   */
  stop(): Promise<void>;
}

/** A job is any text, made by the first window that is added to it. Jobs know nothing of each other. */
export interface WorkQueue {
  /**
   * Resolved when the engine has all of them. A window whose id the job knows (it waits, is active, done or dead) is
   * left as it is, with the data and the policy that it had, whoever adds it again.
   */
  add(job: string, windows: readonly SharedWindow[], retry: RetryPolicy): Promise<{ added: number }>;
  /**
   * Hands out windows of the job, also those that are added later, until it is stopped; in the order in which they were
   * added, but for those that wait before they are repeated. At most `atOnce` are under way of one call, and a window is
   * in one hand at a time, whatever the instances and calls. Returns at once and never throws; while the engine is out
   * of reach nothing is handed out, and it goes on by itself.
   *
   * A window is done when `handle` resolves and the engine has heard of it; else, after its lease, it is handed out
   * again. When `handle` rejects, the attempt has failed. A window that was handed out three times as often as it may
   * fail, and came to no end, is dead as well, with `LEASE_LOST`: it ends process after process.
   */
  take(job: string, atOnce: number, handle: (window: TakenWindow) => Promise<void>): Taking;
  /** All zero for a job that nobody knows. */
  progress(job: string): Promise<JobProgress>;
  /** Those given up, the oldest first. */
  dead(job: string): Promise<DeadWindow[]>;
  /** They wait behind the others, as if none had been tried. @returns how many */
  retryDead(job: string): Promise<number>;
  /**
   * Ends the job, and forgets it: what waits, is dead or done is gone, what is active is lost to whoever has it. Every
   * id is new then. Whoever takes windows of the job goes on taking those that are added afterwards.
   */
  cancel(job: string): Promise<void>;
}
