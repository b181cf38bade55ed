/**
 * Keeps what is held for a lease: renews it early, and says that it is lost before the engine may give it away. Times
 * are those of this process, counted from when a renewal was sent, for the engine cannot have begun the lease before.
 */
import type { Clock } from '../../../nodes/client/waiting/clock';
import type { StoreError } from '../../../nodes/errors';
import { storeError } from './store-errors';

/** Of the lease: how often it is renewed, and when it is taken as lost that was not. */
const RENEWED_EVERY = 0.2;
const LOST_AFTER = 0.8;

export type Renewed = 'held' | 'lost' | 'cancelled';

export class Renewal {
  #forgetRenewing = () => {};
  #forgetDeadline = () => {};
  #ended = false;

  /**
   * @param since when that was sent which began the lease
   * @param renew asks the engine
   * @param onLost called once at most, and not after `end`
   */
  constructor(
    readonly clock: Clock,
    readonly lease: number,
    since: number,
    readonly renew: () => Promise<Renewed>,
    readonly onLost: (error: StoreError) => void,
  ) {
    this.#heldSince(since);
    this.#renewLater();
  }

  /** Of no use once it is lost. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** It is given back, or nobody wants it any more. */
  end(): void {
    this.#ended = true;
    this.#forgetRenewing();
    this.#forgetDeadline();
  }

  #heldSince(since: number): void {
    this.#forgetDeadline();
    const left = Math.max(0, leftOf(this.clock, this.lease, since));
    this.#forgetDeadline = this.clock.after(left, () => this.#lost('was not renewed in time'));
  }

  #renewLater(): void {
    this.#forgetRenewing = this.clock.after(renewedEvery(this.lease), () => void this.#renewNow());
  }

  /** One at a time: an engine that does not answer is not asked again and again. */
  async #renewNow(): Promise<void> {
    const sentAt = this.clock.now();
    const renewed = await this.renew().catch(() => undefined);
    if (this.#ended) return;
    if (renewed === 'lost') this.#lost('is no longer that of this instance');
    if (renewed === 'cancelled') this.#cancelled();
    if (renewed === 'held') this.#heldSince(sentAt);
    if (!this.#ended) this.#renewLater();
  }

  #lost(why: string): void {
    this.end();
    this.onLost(storeError('LEASE_LOST', `The lease ${why}.`));
  }

  #cancelled(): void {
    this.end();
    this.onLost(storeError('CANCELLED', 'The job was cancelled.'));
  }
}

export const renewedEvery = (lease: number) => lease * RENEWED_EVERY;

/** For how long something may be used whose lease was begun by what was sent at `since`. */
export function leftOf(clock: Clock, lease: number, since: number): number {
  return since + lease * LOST_AFTER - clock.now();
}
