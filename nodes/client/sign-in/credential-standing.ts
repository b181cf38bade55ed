/** How credentials stand with the service: not tried yet, accepted, refused, or met by trouble that may pass. */
import { AttemptError, type Failure } from '../failures/attempt-error';
import { orCancelled, type StopSignal } from '../waiting/cancellation';
import type { Clock } from '../waiting/clock';

/** The pause after a second trouble of the accounts service, doubled each time: no retry of a run is earlier (`retry.ts`). */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Trouble that long ago has nothing to do with that of today. */
const TROUBLE_FORGOTTEN = 60_000;

/** A password may be changed while nobody asks: what was accepted longer ago is tried alone once more. */
const PROOF_LASTS = 600_000;

/** A wait the service asked for is kept to up to this long. */
const LONGEST_ASKED = 1_800_000;

interface TurnOptions {
  signal: StopSignal;
  clock: Clock;
  /** For errors. */
  path: string;
  /** Others wait this long for what comes of the turn, in milliseconds; undefined: to its end. */
  patience?: number;
}

export class CredentialStanding {
  #provenUntil = Number.NEGATIVE_INFINITY;
  #refusal: AttemptError | undefined;
  #trouble: { error: AttemptError; until: number; running: number } | undefined;
  /** Somebody is trying them for the first time. */
  #turn: Promise<void> | undefined;

  /** True when they were accepted of late, and not refused since. */
  isProven(now: number): boolean {
    return now < this.#provenUntil;
  }

  /** @throws AttemptError what came of the last try, where another would come to the same or comes too early */
  requireHope(now: number): void {
    if (this.#refusal) throw this.#refusal.with({});
    if (this.#trouble && now < this.#trouble.until) throw waiting(this.#trouble.error, this.#trouble.until - now);
  }

  /**
   * Waits until they may be sent: at once when they are proven, else alone, so that wrong ones are sent once and not
   * by everybody who waits.
   * @returns what ends the turn; harmless when called twice
   * @throws AttemptError as `requireHope`, or `CANCELLED`
   */
  async takeTurn({ signal, clock, path, patience }: TurnOptions): Promise<() => void> {
    for (;;) {
      this.requireHope(clock.now());
      if (this.isProven(clock.now())) return () => {};
      if (!this.#turn) return this.#beginTurn(clock, patience);
      await orCancelled(this.#turn, signal, path);
    }
  }

  accepted(now: number): void {
    // What was under way when they were refused proves nothing.
    if (this.#refusal) return;
    this.#provenUntil = now + PROOF_LASTS;
    this.#trouble = undefined;
  }

  refused(error: AttemptError): void {
    this.#provenUntil = Number.NEGATIVE_INFINITY;
    this.#refusal = error;
  }

  /** Takes note of how sending them ended. What was never sent, or was stopped, says nothing. */
  failed(error: unknown, now: number): void {
    if (!(error instanceof AttemptError) || !error.sent) return;
    if (!mayPass(error.failure)) {
      this.refused(error);
      return;
    }
    const last = this.#trouble && now - this.#trouble.until < TROUBLE_FORGOTTEN ? this.#trouble.running : 0;
    const asked = error.failure.kind === 'status' ? (error.failure.retryAfter ?? 0) : 0;
    const own = last > 0 ? Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (last - 1)) : 0;
    this.#trouble = { error, until: now + Math.max(own, Math.min(asked, LONGEST_ASKED)), running: last + 1 };
  }

  /** A person wants them tried, whatever came of it before. */
  forgive(): void {
    this.#refusal = undefined;
    this.#trouble = undefined;
  }

  #beginTurn(clock: Clock, patience: number | undefined): () => void {
    let tell = () => {};
    const turn = new Promise<void>((resolve) => {
      tell = resolve;
    });
    this.#turn = turn;
    const end = () => {
      forget();
      if (this.#turn === turn) this.#turn = undefined;
      tell();
    };
    const forget = patience === undefined ? () => {} : clock.after(patience, end);
    return end;
  }
}

/** Only what is plainly trouble of the way or the service: everything else is taken for a refusal. */
function mayPass(failure: Failure): boolean {
  if (failure.kind === 'status') return failure.status >= 500 || [408, 425, 429].includes(failure.status);
  return failure.kind !== 'final';
}

/** The error again, with what is left of a wait the service asked for. */
function waiting(error: AttemptError, left: number): AttemptError {
  const { failure } = error;
  if (failure.kind !== 'status' || failure.retryAfter === undefined) return error.with({});
  return new AttemptError(error.code, error.facts, { ...failure, retryAfter: left }, error.sent);
}
