import type { Phase } from '../failures/attempt-error';
import type { Clock } from '../waiting/clock';

/** All in milliseconds; 0 means no limit. */
export interface TimeLimits {
  connect: number;
  firstByte: number;
  idle: number;
  total: number;
}

/** The same limits, none of them above `most` and none missing. */
export function capped({ connect, firstByte, idle, total }: TimeLimits, most: number): TimeLimits {
  const cap = (limit: number) => (limit > 0 ? Math.min(limit, most) : most);
  return { connect: cap(connect), firstByte: cap(firstByte), idle: cap(idle), total: cap(total) };
}

/**
 * The four clocks of one attempt: connecting, waiting for the first byte, silence within the body, and the whole.
 * Time in which we do not read (`hold`) counts for none of them.
 */
export class Timeouts {
  readonly #startedAt: number;
  #phase: Exclude<Phase, 'total'> = 'connect';
  /** When the phase began, or the last bytes came. */
  #since: number;
  #heldSince: number | undefined;
  #holds = 0;
  #heldFor = 0;
  #forget: (() => void) | undefined;
  /** When the timer fires; it may be early, never late. */
  #armedFor = Number.POSITIVE_INFINITY;
  #over = false;

  /** @param expired called once, with the phase and its limit in milliseconds */
  constructor(
    readonly limits: TimeLimits,
    readonly clock: Clock,
    readonly expired: (phase: Phase, limit: number) => void,
  ) {
    this.#startedAt = clock.now();
    this.#since = this.#startedAt;
    this.#arm();
  }

  enter(phase: Exclude<Phase, 'total'>): void {
    this.#phase = phase;
    this.#since = this.clock.now();
    this.#arm();
  }

  /** Bytes came. Cheap: the timer looks at the time when it fires. */
  alive(): void {
    this.#since = this.clock.now();
  }

  /** From now on we are the ones who do not read. May be nested. */
  hold(): void {
    this.#holds += 1;
    if (this.#holds === 1) this.#heldSince = this.clock.now();
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0 || this.#heldSince === undefined) return;
    const now = this.clock.now();
    this.#heldFor += now - this.#heldSince;
    this.#heldSince = undefined;
    this.#since = now;
    this.#arm();
  }

  stop(): void {
    this.#over = true;
    this.#disarm();
  }

  /** Sets the timer for the nearest limit, unless it fires before that anyway. */
  #arm(): void {
    if (this.#over || this.#heldSince !== undefined) return;
    const { left } = this.#nearest();
    if (left === Number.POSITIVE_INFINITY) return;
    const at = this.clock.now() + Math.max(1, left);
    if (this.#armedFor <= at) return;
    this.#disarm();
    this.#armedFor = at;
    this.#forget = this.clock.after(at - this.clock.now(), () => this.#look());
  }

  #disarm(): void {
    this.#forget?.();
    this.#forget = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  /** When the timer fires the socket may have bytes that nobody has read yet, because the event loop was busy. */
  #look(): void {
    setImmediate(() => {
      if (this.#over) return;
      this.#disarm();
      const { phase, left } = this.#nearest();
      if (left > 0 || this.#heldSince !== undefined) {
        this.#arm();
        return;
      }
      this.stop();
      this.expired(phase, this.limits[LIMIT_OF[phase]]);
    });
  }

  /** The limit that is reached first, and the time left until then. */
  #nearest(): { phase: Phase; left: number } {
    const now = this.clock.now();
    const phase = this.limits[LIMIT_OF[this.#phase]] || Number.POSITIVE_INFINITY;
    const total = this.limits.total || Number.POSITIVE_INFINITY;
    const leftOfPhase = phase - (now - this.#since);
    const leftOfTotal = total - (now - this.#startedAt - this.#heldFor);
    return leftOfPhase <= leftOfTotal
      ? { phase: this.#phase, left: leftOfPhase }
      : { phase: 'total', left: leftOfTotal };
  }
}

const LIMIT_OF = { connect: 'connect', 'first-byte': 'firstByte', idle: 'idle', total: 'total' } as const;
