/**
 * What the decisions of this folder need of an engine: BullMQ on Redis (`redis/`), or one of a test that loses messages,
 * stops and forgets. Each method is one step of the engine, done as a whole or not at all. It settles in the end, but
 * that may be long after; when it rejects, nobody knows whether it was done. Only the engine's clock counts in it. Times
 * in milliseconds.
 */
import type { RetryPolicy, SharedWindow } from '../../../nodes/work/work-queue';

export interface Engine {
  /** @param key of requests that share a limit */
  slots(key: string): SlotEngine;
  work(job: string): WorkEngine;
  readonly cursors: CursorEngine;
}

/** That somebody waits for something to take. */
export interface Waking {
  /** When there may be something, the time is over or it is cancelled. May be too early or too late; never rejects. */
  readonly woken: Promise<void>;
  cancel(): void;
}

/** `extra` has the token for one light request more than the limit. */
export type TokenLine = 'shared' | 'extra';

/** Whoever has it may send one request. It is somebody's for a lease, and free again when that was not renewed. */
export interface Token {
  readonly line: TokenLine;
  readonly id: string;
  /** Tells those apart that were put in at different times. */
  readonly seed: string;
}

/** What is known of the tokens of a key at one moment, seen by who has one. */
export interface SlotLook {
  /** The token still is the holder's; its lease begins anew. */
  held: boolean;
  /** Until the token may be used: it is new, and somebody may use one that was lost. */
  quietFor: number;
  /** Until the service may be asked again. */
  pausedFor: number;
  /** What the service seems to admit, where it refused something lately. */
  learned: LearnedLimit | undefined;
  /** How many are somebody's. */
  active: Record<TokenLine, number>;
  /** Counts the bursts of refusals. */
  refusals: number;
}

export interface LearnedLimit {
  /** At the refusal. */
  allowed: number;
  /** What was asked for then. */
  largest: number;
  /** Until nothing of it is left. */
  endsIn: number;
}

export interface Refusal {
  pauseFor: number;
  learned: LearnedLimit;
  /** The first of a burst. */
  first: boolean;
}

export interface SlotEngine {
  /** @param count of the `shared` tokens */
  hasAll(count: number): Promise<boolean>;
  /** Puts in those that are missing, also the extra one; they are quiet for so long. */
  seed(count: number, quiet: number): Promise<void>;
  /**
   * @param holder unique for each call
   * @returns with what is known of the tokens since it was taken, where that came along
   */
  take(line: TokenLine, holder: string): Promise<(Token & { look?: SlotLook | undefined }) | undefined>;
  look(token: Token, holder: string): Promise<SlotLook>;
  /** Nothing happens when the holder has it no longer. */
  putBack(token: Token, holder: string): Promise<void>;
  refuse(refusal: Refusal): Promise<void>;
  /** Frees what was not renewed. Takes two calls: one that suspects, one that is sure. */
  recover(): Promise<void>;
  wake(lines: readonly TokenLine[], within: number): Waking;
}

/** A window in the queue of a job. */
export interface QueuedWindow extends SharedWindow {
  retry: RetryPolicy;
}

export interface HandedWindow extends QueuedWindow {
  /** Attempts that failed. */
  failures: number;
  /** How often it was taken, this time too. */
  handedOut: number;
}

export interface WindowFailure {
  code: string | undefined;
  message: string;
}

export interface WindowCounts {
  known: number;
  done: number;
  /** Given up, and not done by somebody else. */
  dead: number;
  active: number;
}

export interface GivenUpWindow extends SharedWindow {
  attempts: number;
  error: WindowFailure;
}

/**
 * The windows of a job. A job has a life, from its first window until it is cancelled; the next one of that name knows
 * nothing of it.
 */
export interface WorkEngine {
  /** Undefined for a job that nobody knows. */
  life(): Promise<string | undefined>;
  /** @returns the one that counts, which is `life` where there was none */
  begin(life: string): Promise<string>;
  /** Those of the ids that were never added. */
  unknown(life: string, ids: readonly string[]): Promise<string[]>;
  /** Those that are in the queue stay as they are. */
  add(life: string, windows: readonly QueuedWindow[]): Promise<void>;
  /** What was added is known from now on. @returns how many were not */
  know(life: string, ids: readonly string[]): Promise<number>;
  /** @param holder unique for each call */
  take(life: string, holder: string): Promise<HandedWindow | undefined>;
  isDone(life: string, id: string): Promise<boolean>;
  renew(life: string, id: string, holder: string): Promise<'held' | 'lost' | 'cancelled'>;
  /** Notes that it is done, whoever has it by now, and takes it out where the holder has it still. */
  confirm(life: string, id: string, holder: string): Promise<void>;
  /** The attempt has failed; it waits for so long. */
  repeat(life: string, id: string, holder: string, after: number): Promise<void>;
  giveUp(life: string, id: string, holder: string, why: WindowFailure): Promise<void>;
  /** It waits at once, before the others, as if it had not been handed out. */
  putBack(life: string, window: HandedWindow, holder: string): Promise<void>;
  recover(life: string): Promise<void>;
  wake(life: string, within: number): Waking;
  counts(life: string): Promise<WindowCounts>;
  /** The oldest first. */
  dead(life: string): Promise<GivenUpWindow[]>;
  /** As if it had not been tried. @returns false when it was not dead */
  revive(life: string, id: string): Promise<boolean>;
  /** Ends this life, if it still is the one. */
  end(life: string): Promise<void>;
  /** Removes what is left of one that has ended. */
  sweep(life: string): Promise<void>;
}

export interface CursorEngine {
  /** From now on for so long, also for who has it already. */
  lock(name: string, holder: string, ttl: number): Promise<boolean>;
  renew(name: string, holder: string, ttl: number): Promise<boolean>;
  unlock(name: string, holder: string): Promise<void>;
  read(name: string): Promise<{ value: string; version: number } | undefined>;
  /** @returns whether `version` was the stored one and it is written */
  replace(name: string, value: string, version: number | undefined): Promise<boolean>;
}
