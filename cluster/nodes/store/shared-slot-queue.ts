/**
 * The requests of this instance that share a limit with those of others, service host and company. A request is sent
 * with a token; the engine has as many as may be under way. One token is fetched at a time, for whoever is the next of
 * this instance, so that instances take turns.
 *
 * What keeps the limit: a token that was not renewed is free a lease later, but its request was aborted before; a
 * token that is put in anew, after the engine has lost its data or at first, is quiet for a lease; and before a request
 * starts the engine is asked whether the token still is ours.
 */

import type { QueuedView, QueueView } from '../../../nodes/client/slots/queue-view';
import type { Slot, SlotRequest } from '../../../nodes/client/slots/slot-store';
import type { StoreError } from '../../../nodes/errors';
import type { SlotEngine, SlotLook, Token, TokenLine, Waking } from './engine';
import { allowedBy, hasExtra, pauseAfter, refusalOf } from './learned-limit';
import { Nap } from './nap';
import { leftOf, Renewal, renewedEvery } from './renewal';
import { SlotWaiters, type Waiter } from './slot-waiters';
import { closedError, storeError, unavailable } from './store-errors';
import { lookedEvery, type StoreSettings, tendedEvery } from './store-settings';

/** What is waited before a token is fetched again that could not be used: half of it at least. */
const NO_ROOM = 200;

/** A slot that somebody has. */
interface Held {
  request: SlotRequest;
  since: number;
  token: Token;
  holder: string;
  renewal: Renewal;
  /** Bursts of refusals before it. */
  refusals: number;
  /** What is told to the engine, in order. */
  told: Promise<void>;
  /** Once at most. */
  tellLoss: (error: StoreError) => void;
}

type TakenToken = NonNullable<Awaited<ReturnType<SlotEngine['take']>>>;

export class SharedSlotQueue {
  readonly #waiting = new SlotWaiters<Slot>();
  readonly #held = new Set<Held>();
  readonly #nap: Nap;
  /** Settles when no token is fetched any more. */
  #fetching: Promise<void> | undefined;
  /** What is waited for before one is fetched. */
  #waking: (Waking & { lines: number }) | undefined;
  #closed = false;
  /** As last heard. */
  #look: SlotLook | undefined;
  /** Others had so many then. */
  #elsewhere = 0;
  /** By a refusal that this instance saw. */
  #pausedUntil = 0;
  #heardAt: number;
  #failure: unknown;
  #limit = 0;
  #tending = false;
  #puttingIn = false;
  #forgetTending = () => {};
  #onEmpty = () => {};

  constructor(
    readonly engine: SlotEngine,
    readonly settings: StoreSettings,
  ) {
    this.#nap = new Nap(settings.clock);
    this.#heardAt = this.#now;
  }

  get isUnused(): boolean {
    return this.#waiting.size + this.#held.size === 0 && !this.#fetching && !this.#tending;
  }

  view(): Omit<QueueView, 'host' | 'company'> {
    const seen = ({ path, run }: SlotRequest, since: number): QueuedView => ({ path, run, time: this.#now - since });
    return {
      most: Math.min(this.#limit, allowedBy(this.#look?.learned)),
      pausedFor: Math.max(0, this.#pausedUntil - this.#now),
      active: this.#using.map(({ request, since }) => seen(request, since)),
      waiting: this.#waiting.all.map(({ request, since }) => seen(request, since)),
      elsewhere: this.#elsewhere,
    };
  }

  acquire(request: SlotRequest): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closedError());
      if (request.signal.aborted) return reject(storeError('CANCELLED', 'It was cancelled before it began.'));
      const giveUp = () => {
        if (this.#waiting.remove(waiter)) this.#changed();
        waiter.reject(storeError('CANCELLED', 'It was cancelled while it waited.'));
      };
      const forget = () => request.signal.removeEventListener('abort', giveUp);
      const waiter: Waiter<Slot> = {
        request,
        since: this.#now,
        resolve: (slot) => {
          forget();
          resolve(slot);
        },
        reject: (error) => {
          forget();
          reject(error);
        },
      };
      request.signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(waiter);
      this.#changed();
    });
  }

  /** Who waits is told. Who has a slot is told that it is lost, and gives it back when he has stopped. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#forgetTending();
    for (const waiter of this.#waiting.all) {
      this.#waiting.remove(waiter);
      waiter.reject(closedError());
    }
    this.#wakeUp();
    for (const { tellLoss } of this.#using) tellLoss(storeError('LEASE_LOST', 'The cluster was closed.'));
    await this.#fetching;
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
      this.#letGo();
    });
  }

  /** Those that are not being given back. */
  get #using(): Held[] {
    return [...this.#held].filter(({ renewal }) => !renewal.hasEnded);
  }

  get #now(): number {
    return this.settings.clock.now();
  }

  #changed(): void {
    const limits = [...this.#waiting.all, ...this.#held].map(({ request }) => request.limit);
    if (limits.length > 0) this.#limit = Math.max(...limits);
    this.#waiting.tellPlaces();
    this.#wakeUp();
    if (this.#waiting.size === 0) return;
    this.#tend();
    this.#fetching ??= this.#fetchAll();
  }

  /** Whoever naps looks again; who waits for a token does so only where it looks for another one now. */
  #wakeUp(): void {
    this.#nap.cut();
    if (this.#waking && this.#waking.lines !== this.#lines().length) this.#waking.cancel();
  }

  /** While somebody waits: puts in what is missing, frees what was left behind, gives up when the engine is away. */
  #tend(): void {
    if (this.#tending || this.#closed) return;
    this.#tending = true;
    this.#giveUpLongWaits();
    void this.#putInAndFree();
    this.#forgetTending = this.settings.clock.after(tendedEvery(this.settings), () => {
      this.#tending = false;
      if (this.#waiting.size > 0) this.#tend();
    });
  }

  /** One that is away is asked once, not again and again. */
  async #putInAndFree(): Promise<void> {
    if (this.#puttingIn) return;
    this.#puttingIn = true;
    try {
      if (!(await this.engine.hasAll(this.#limit))) await this.engine.seed(this.#limit, this.settings.lease);
      await this.engine.recover();
      this.#heard();
    } catch (error) {
      this.#failure = error;
    }
    this.#puttingIn = false;
  }

  #heard(): void {
    this.#heardAt = this.#now;
    this.#failure = undefined;
  }

  #giveUpLongWaits(): void {
    const { wait, trouble } = this.settings;
    for (const waiter of this.#waiting.all) {
      if (this.#now - Math.max(this.#heardAt, waiter.since) < wait) continue;
      this.#waiting.remove(waiter);
      waiter.reject(unavailable(wait, this.#failure ?? trouble()));
    }
    this.#waiting.tellPlaces();
  }

  async #fetchAll(): Promise<void> {
    while (this.#waiting.size > 0) {
      try {
        await this.#fetchOne();
      } catch (error) {
        this.#failure = error;
        await this.#nap.sleep(lookedEvery(this.settings));
      }
    }
    this.#fetching = undefined;
  }

  async #fetchOne(): Promise<void> {
    const lines = this.#lines();
    this.#waking = { ...this.engine.wake(lines, lookedEvery(this.settings)), lines: lines.length };
    await this.#waking.woken;
    this.#waking = undefined;
    for (const line of this.#lines()) {
      const holder = this.settings.uniqueId();
      const sentAt = this.#now;
      const token = await this.engine.take(line, holder);
      this.#heard();
      if (token) return this.#use(token, holder, sentAt);
    }
  }

  /** Where there may be a token for the next one. */
  #lines(): TokenLine[] {
    const next = this.#waiting.next()?.request;
    if (!next) return [];
    return next.weight === 'light' && hasExtra(next.limit) ? ['shared', 'extra'] : ['shared'];
  }

  /** Keeps the token until it may be used, and gives it to whoever is the next then. */
  async #use({ look: first, ...token }: TakenToken, holder: string, takenAt: number): Promise<void> {
    let known = first && this.#isHeld(takenAt) ? this.#seen(first, 1) : undefined;
    for (let heldSince = takenAt; ; known = undefined) {
      const sentAt = known ? takenAt : this.#now;
      const look = known ?? (await this.#lookAt(token, holder, heldSince));
      if (!look?.held) return;
      heldSince = sentAt;
      this.#pausedUntil = Math.max(this.#pausedUntil, this.#now + look.pausedFor);
      const next = this.#waiting.next();
      if (!next) return this.engine.putBack(token, holder);
      // What is old news is asked again: this process was busy, and of what it starts a lease must be left.
      if (this.#now - sentAt > renewedEvery(this.settings.lease)) continue;
      const still = Math.max(look.quietFor, this.#pausedUntil - this.#now);
      if (still > 0) {
        await this.#nap.sleep(Math.min(still, lookedEvery(this.settings)));
        continue;
      }
      if (!hasRoom(next.request, token, look)) {
        await this.engine.putBack(token, holder);
        return this.#nap.sleep(NO_ROOM * (0.5 + this.settings.random()));
      }
      return this.#start(next, token, holder, look, heldSince);
    }
  }

  /** @returns undefined when the engine could not be asked while it was surely held */
  async #lookAt(token: Token, holder: string, heldSince: number): Promise<SlotLook | undefined> {
    while (this.#isHeld(heldSince)) {
      try {
        const look = this.#seen(await this.engine.look(token, holder), 1);
        this.#heard();
        return look;
      } catch (error) {
        this.#failure = error;
        await this.#nap.sleep(lookedEvery(this.settings));
      }
    }
    return undefined;
  }

  /** @param fetched tokens of this instance that no request has yet */
  #seen(look: SlotLook, fetched = 0): SlotLook {
    const { shared, extra } = look.active;
    this.#look = look;
    this.#elsewhere = Math.max(0, shared + extra - this.#held.size - fetched);
    return look;
  }

  /** Not, for one, when this process was asleep in between. */
  #isHeld(since: number): boolean {
    return leftOf(this.settings.clock, this.settings.lease, since) > 0;
  }

  #start(waiter: Waiter<Slot>, token: Token, holder: string, look: SlotLook, sentAt: number): void {
    const { clock, lease } = this.settings;
    const { request } = waiter;
    this.#waiting.start(waiter);
    const renew = async () => {
      const seen = this.#seen(await this.engine.look(token, holder));
      this.#heard();
      return seen.held ? 'held' : 'lost';
    };
    const renewal = new Renewal(clock, lease, sentAt, renew, (error) => {
      held.tellLoss(error);
      this.#letGo(held);
    });
    const { refusals } = look;
    const told = Promise.resolve();
    let isLost = false;
    const tellLoss = (error: StoreError) => {
      if (isLost) return;
      isLost = true;
      request.onLost(error);
    };
    const held: Held = { request, since: this.#now, token, holder, renewal, refusals, told, tellLoss };
    this.#held.add(held);
    waiter.resolve({
      queuedFor: this.#now - waiter.since,
      release: () => void this.#release(held),
      refused: (retryAfter) => this.#refused(held, retryAfter),
    });
    this.#waiting.tellPlaces();
  }

  async #release(held: Held): Promise<void> {
    if (held.renewal.hasEnded) return;
    held.renewal.end();
    await held.told;
    // Not heard of it, the engine frees it in the end.
    await this.engine.putBack(held.token, held.holder).catch(() => {});
    this.#letGo(held);
  }

  #letGo(held?: Held): void {
    if (held) this.#held.delete(held);
    if (this.#held.size === 0) this.#onEmpty();
    this.#changed();
  }

  #refused(held: Held, retryAfter: number | undefined): void {
    if (held.renewal.hasEnded) return;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now + pauseAfter(retryAfter));
    held.told = held.told.then(() => this.#tellRefusal(held, retryAfter));
  }

  /** Tried for a lease: what it is about is over then. */
  async #tellRefusal(held: Held, retryAfter: number | undefined): Promise<void> {
    for (const since = this.#now; this.#isHeld(since); ) {
      try {
        const look = this.#seen(await this.engine.look(held.token, held.holder));
        const isFirst = look.refusals === held.refusals;
        return await this.engine.refuse(refusalOf(look, isFirst, this.#limit, retryAfter));
      } catch {
        await new Promise<void>((resolve) => this.settings.clock.after(lookedEvery(this.settings), resolve));
      }
    }
  }
}

/** Whether the limit of the request allows what is active, the token's holder among it. */
function hasRoom({ weight, limit }: SlotRequest, token: Token, { active, learned }: SlotLook): boolean {
  const mayBeOneMore = weight === 'light' && hasExtra(limit) && !learned;
  if (token.line === 'extra' && !mayBeOneMore) return false;
  return active.shared + active.extra <= Math.min(mayBeOneMore ? limit + 1 : limit, allowedBy(learned));
}
