/**
 * The lease of a cursor among processes and machines that share a folder, by a lock file. Nobody's clock is believed:
 * whoever waits measures with a steady clock of its own how long a beat stands still.
 */
import { unlink } from 'node:fs/promises';
import type { Clock } from '../../client/waiting/clock';
import type { CursorLease } from './cursor-store';
import {
  beatLock,
  endToken,
  isGone,
  isOwnToken,
  lockHolder,
  makeLock,
  newToken,
  readLock,
  removeDeadLock,
} from './lock-file';

/** Beats of a holder in the time of a lease, and looks of somebody who waits. */
const BEATS = 9;
const LOOKS = 900;
/** The share of its time after which a holder who could not renew a lease gives up. */
const GIVEN_UP = 0.8;

/** What was seen of other holders, by lock file. */
export type SeenLocks = Map<string, { text: string; since: number }>;

/** Of one holder, from `take` to `release`. */
export class FileLease implements CursorLease {
  readonly #lost = new AbortController();
  #forgetTimer: (() => void) | undefined;
  #beat = 0;
  #renewedAt: number;
  #isReleased = false;

  private constructor(
    readonly file: string,
    readonly ttl: number,
    readonly token: string,
    readonly clock: Clock,
  ) {
    this.#renewedAt = clock.now();
    this.#waitForBeat();
  }

  /**
   * Waits as long as it is not known whether a holder lives: until its beat moves, or stood still for the time.
   * @param seen is remembered from one call to the next
   * @returns undefined when it does
   */
  static async take(file: string, ttl: number, clock: Clock, seen: SeenLocks): Promise<FileLease | undefined> {
    const token = newToken();
    try {
      while (!(await makeLock(file, token))) {
        const text = await readLock(file);
        if (text === undefined) continue;
        const found = await judged(text, file, ttl, clock, seen);
        if (found === 'living') {
          endToken(token);
          return undefined;
        }
        if (found === 'dead') await removeDeadLock(file, text);
      }
    } catch (error) {
      endToken(token);
      throw error;
    }
    seen.delete(file);
    return new FileLease(file, ttl, token, clock);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Reads the lock back. */
  async isHeld(): Promise<boolean> {
    if (this.#isReleased || this.lost.aborted) return false;
    const text = await readLock(this.file);
    if (text === undefined || lockHolder(text)?.token !== this.token || this.#isOverdue()) this.#lose();
    return !this.lost.aborted;
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    const isHeld = await this.isHeld().catch(() => false);
    this.#isReleased = true;
    this.#forgetTimer?.();
    // What cannot be removed is known to be of nobody, once its token has ended.
    if (isHeld) await unlink(this.file).catch(() => undefined);
    endToken(this.token);
  }

  #waitForBeat(): void {
    this.#forgetTimer = this.clock.after(this.ttl / BEATS, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    if (this.#isOverdue()) return this.#lose();
    const begun = this.clock.now();
    // A folder that is away for a moment comes back, or the lease runs out.
    const isHeld = await beatLock(this.file, this.token, ++this.#beat).catch(() => undefined);
    if (this.#isReleased) return;
    if (isHeld === false) return this.#lose();
    if (isHeld) this.#renewedAt = begun;
    this.#waitForBeat();
  }

  #isOverdue(): boolean {
    return this.clock.now() - this.#renewedAt > this.ttl * GIVEN_UP;
  }

  #lose(): void {
    this.#forgetTimer?.();
    this.#lost.abort(Object.assign(new Error('the lease of the cursor is lost'), { code: 'LEASE_LOST' }));
  }
}

/** @returns `other` when it is somebody else's by now */
async function judged(
  first: string,
  file: string,
  ttl: number,
  clock: Clock,
  seen: SeenLocks,
): Promise<'living' | 'dead' | 'other'> {
  const holder = lockHolder(first);
  if (isGone(holder)) return 'dead';
  if (holder && isOwnToken(holder.token)) return 'living';
  noteLock(file, first, clock, seen);
  const { since } = seen.get(file)!;
  while (clock.now() - since < ttl) {
    await new Promise<void>((resolve) => clock.after(ttl / LOOKS, resolve));
    const text = await readLock(file);
    if (text === undefined || lockHolder(text)?.token !== holder?.token) return 'other';
    if (text !== first) return 'living';
    // It may end while it is waited for.
    if (isGone(holder)) return 'dead';
  }
  return 'dead';
}

/** From now on this lock is known to stand still, unless it was known to before. */
export function noteLock(file: string, text: string, clock: Clock, seen: SeenLocks): void {
  if (seen.get(file)?.text !== text) seen.set(file, { text, since: clock.now() });
}
