/**
 * The queue before the service. It admits a number of active requests per database (docs/api.md, Errors and limits)
 * and answers 429 to more; one queue per service host and company, shared by every client in the process, keeps us
 * below that.
 */
import { LONGEST_RETRY_AFTER } from '../failures/retry';
import { cancelled, onAbort } from '../waiting/cancellation';
import { type Clock, systemClock } from '../waiting/clock';
import { type QueuedView, type QueueView, queueOf } from './queue-view';
import type { Slot, SlotRequest, SlotStore } from './slot-store';

/** What the service is known to admit at most. */
const SERVICE_CEILING = 8;

/** How long a shrunk queue stays as it is before it grows by one. */
const GROWS_EVERY = 30_000;

/** Pause after a 429 that names no wait. */
const COOL_DOWN = 1000;

/** So many light requests may pass a waiting report one after the other. */
const LIGHT_IN_A_ROW = 4;

interface Waiting {
  request: SlotRequest;
  since: number;
  place: number;
  start: (slot: Slot) => void;
}

/** The slots of one process, where none gets lost. */
export class Slots implements SlotStore {
  readonly #queues = new Map<string, SlotQueue>();

  constructor(readonly clock: Clock = systemClock) {}

  acquire(request: SlotRequest): Promise<Slot> {
    const known = this.#queues.get(request.key);
    if (known) return known.acquire(request);
    for (const [key, queue] of this.#queues) {
      if (queue.isUnused()) this.#queues.delete(key);
    }
    const queue = new SlotQueue(this.clock);
    this.#queues.set(request.key, queue);
    return queue.acquire(request);
  }

  /** The queues that have something in them, or are held up. */
  view(): QueueView[] {
    return [...this.#queues]
      .filter(([, queue]) => queue.isBusy())
      .map(([key, queue]) => ({ ...queueOf(key), ...queue.view() }));
  }
}

class SlotQueue {
  readonly #light: Waiting[] = [];
  readonly #reports: Waiting[] = [];
  /** Those that hold a slot, and since when. */
  readonly #active = new Map<Waiting, number>();
  #lightInARow = 0;
  /** How many the service seems to admit; Infinity until it complains. */
  #allowed = Number.POSITIVE_INFINITY;
  /** The largest limit asked for: a queue that has grown back to it is as good as new. */
  #largest = 0;
  /** Counts the times it shrank, to tell one burst of refusals from the next. */
  #shrinks = 0;
  #changedAt = 0;
  #heldUntil = 0;
  #forgetTimer: (() => void) | undefined;

  constructor(readonly clock: Clock) {}

  isUnused(): boolean {
    this.#grow(this.clock.now());
    return this.#isEmpty && this.#allowed === Number.POSITIVE_INFINITY;
  }

  isBusy(): boolean {
    return !this.#isEmpty || this.#heldUntil > this.clock.now();
  }

  view(): Omit<QueueView, 'host' | 'company'> {
    const now = this.clock.now();
    this.#grow(now);
    const seen = ({ path, run }: SlotRequest, since: number): QueuedView => ({ path, run, time: now - since });
    return {
      most: Math.min(this.#largest, this.#allowed),
      pausedFor: Math.max(0, this.#heldUntil - now),
      active: [...this.#active].map(([{ request }, since]) => seen(request, since)),
      waiting: [...this.#light, ...this.#reports].map(({ request, since }) => seen(request, since)),
    };
  }

  get #isEmpty(): boolean {
    return this.#active.size + this.#light.length + this.#reports.length === 0;
  }

  acquire(request: SlotRequest): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (request.signal.aborted) {
        reject(cancelled(request.signal, request.path));
        return;
      }
      const line = request.weight === 'light' ? this.#light : this.#reports;
      let forget: (() => void) | undefined;
      const start = (slot: Slot) => {
        forget?.();
        resolve(slot);
      };
      const waiting: Waiting = { request, since: this.clock.now(), place: 0, start };
      this.#largest = Math.max(this.#largest, request.limit);
      line.push(waiting);
      this.#admit();
      if (!line.includes(waiting)) return;
      forget = onAbort(request.signal, () => {
        line.splice(line.indexOf(waiting), 1);
        this.#admit();
        reject(cancelled(request.signal, request.path));
      });
    });
  }

  /**
   * Starts whoever may start, in order, and tells the others their place. All of it goes by one moment: a pause that
   * ended between two looks at the clock would be waited for no more, and nobody would wake the queue.
   */
  #admit(): void {
    const now = this.clock.now();
    this.#grow(now);
    for (let next = this.#next(); next && this.#mayStart(next, now); next = this.#next()) this.#start(next);
    this.#wakeLater(now);
    this.#tellPlaces();
  }

  /** Light requests first, but a report is passed only so many times. */
  #next(): Waiting | undefined {
    const [light] = this.#light;
    const [report] = this.#reports;
    if (light && report && this.#lightInARow >= LIGHT_IN_A_ROW) return report;
    return light ?? report;
  }

  #mayStart(waiting: Waiting, now: number): boolean {
    return (
      now >= this.#heldUntil && this.#active.size < Math.min(this.#allowed, roomFor(waiting.request, this.#allowed))
    );
  }

  #start(waiting: Waiting): void {
    const light = waiting.request.weight === 'light';
    (light ? this.#light : this.#reports).shift();
    this.#lightInARow = light ? this.#lightInARow + 1 : 0;
    const now = this.clock.now();
    this.#active.set(waiting, now);
    waiting.start(this.#slot(waiting, now - waiting.since));
  }

  #slot(waiting: Waiting, queuedFor: number): Slot {
    const startedAfter = this.#shrinks;
    let held = true;
    return {
      queuedFor,
      refused: (retryAfter) => {
        if (held) this.#shrink(startedAfter === this.#shrinks, retryAfter);
      },
      release: () => {
        if (!held) return;
        held = false;
        this.#active.delete(waiting);
        this.#admit();
      },
    };
  }

  /**
   * Out of the blue, a refusal halves what was active beside it: how many of those the service would still admit is
   * not known. Later ones tell it: those beside them were admitted, so a burst of six refusals out of eight ends at
   * two, and a probe for one more at what it was before.
   */
  #shrink(first: boolean, retryAfter: number | undefined): void {
    const others = this.#active.size - 1;
    const isNews = first && this.#allowed === Number.POSITIVE_INFINITY;
    const wanted = isNews ? Math.floor(others / 2) : Math.min(this.#allowed, others);
    this.#allowed = Math.max(1, wanted);
    if (first) this.#shrinks += 1;
    const now = this.clock.now();
    this.#changedAt = now;
    this.#heldUntil = Math.max(
      this.#heldUntil,
      now + Math.min(Math.max(COOL_DOWN, retryAfter ?? 0), LONGEST_RETRY_AFTER),
    );
  }

  #grow(now: number): void {
    if (this.#allowed === Number.POSITIVE_INFINITY) return;
    const steps = Math.floor((now - Math.max(this.#changedAt, this.#heldUntil)) / GROWS_EVERY);
    if (steps <= 0) return;
    this.#allowed += steps;
    this.#changedAt = now;
    if (this.#allowed >= this.#largest) this.#allowed = Number.POSITIVE_INFINITY;
  }

  #tellPlaces(): void {
    if (this.#light.length + this.#reports.length === 0) return;
    [...this.#light, ...this.#reports].forEach((waiting, index) => {
      if (waiting.place === index + 1) return;
      waiting.place = index + 1;
      waiting.request.onPlace?.(waiting.place);
    });
  }

  /** Without a release nothing would wake the queue when a pause ends or when it has grown. */
  #wakeLater(now: number): void {
    this.#forgetTimer?.();
    this.#forgetTimer = undefined;
    if (this.#light.length + this.#reports.length === 0) return;
    const grown = Math.max(this.#changedAt, this.#heldUntil) + GROWS_EVERY;
    const at = this.#heldUntil > now ? this.#heldUntil : grown;
    if (at > now && (this.#heldUntil > now || this.#allowed !== Number.POSITIVE_INFINITY)) {
      this.#forgetTimer = this.clock.after(at - now, () => this.#admit());
    }
  }
}

/**
 * How many may be active when this one starts. While the service has not complained a light request may use one more
 * than a report, within the service's ceiling, so that a list does not wait minutes for a report to end.
 */
function roomFor({ weight, limit }: SlotRequest, allowed: number): number {
  const extra = weight === 'light' && limit > 1 && limit < SERVICE_CEILING && allowed === Number.POSITIVE_INFINITY;
  return extra ? limit + 1 : limit;
}
