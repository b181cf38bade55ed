import type { Phase } from './attempt-error';
import type { Clock } from './clock';

/** All in milliseconds; 0 means no limit. */
export interface Limits {
  connect: number;
  firstByte: number;
  idle: number;
  total: number;
}

/**
 * The four clocks of one attempt: connecting, waiting for the first byte, silence within the body, and the whole.
 * Time in which we do not read (`hold`) counts for none of them.
 */
export class TimeOuts {
  readonly #startedAt: number;
  #phase: Exclude<Phase, 'total'> = 'connect';
  /** When the phase began, or the last bytes came. */
  #since: number;
  #heldSince: number | undefined;
  #holds = 0;
  #heldFor = 0;
  #forget: (() => void) | undefined;
  #over = false;

  /** @param expired called once, with the phase and its limit in milliseconds */
  constructor(
    readonly limits: Limits,
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
    if (!this.#forget) this.#arm();
  }

  stop(): void {
    this.#over = true;
    this.#forget?.();
    this.#forget = undefined;
  }

  #arm(): void {
    this.#forget?.();
    this.#forget = undefined;
    if (this.#over || this.#heldSince !== undefined) return;
    const [next] = this.#remaining();
    if (next) this.#forget = this.clock.after(Math.max(1, next.left), () => this.#look());
  }

  /** When the timer fires the socket may have bytes that nobody has read yet, because the event loop was busy. */
  #look(): void {
    setImmediate(() => {
      if (this.#over) return;
      this.#forget = undefined;
      const late = this.#heldSince === undefined ? this.#remaining().find(({ left }) => left <= 0) : undefined;
      if (!late) {
        this.#arm();
        return;
      }
      this.stop();
      this.expired(late.phase, late.limit);
    });
  }

  /** What is left of the limits that apply now, the nearest first. */
  #remaining(): { phase: Phase; limit: number; left: number }[] {
    const now = this.clock.now();
    const phase = { phase: this.#phase, limit: this.limits[LIMIT_OF[this.#phase]], passed: now - this.#since };
    const total = { phase: 'total' as const, limit: this.limits.total, passed: now - this.#startedAt - this.#heldFor };
    return [phase, total]
      .filter(({ limit }) => limit > 0)
      .map(({ phase: name, limit, passed }) => ({ phase: name, limit, left: limit - passed }))
      .sort((one, other) => one.left - other.left);
  }
}

const LIMIT_OF = { connect: 'connect', 'first-byte': 'firstByte', idle: 'idle' } as const;
