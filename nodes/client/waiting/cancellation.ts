import { DataConnectError, type Phrase, type Wording } from '../../errors';

/** What the client needs of an AbortSignal, which is one. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The reason of requests that are stopped because their client closes. */
export const CONNECTION_CLOSED: Phrase = { phrase: 'connection-closed' };

/** The error for a request whose signal was aborted. A text given as the signal's reason is passed on. */
export function cancelled(signal: StopSignal, path: string): DataConnectError {
  const { reason } = signal;
  if (reason instanceof DataConnectError) return reason;
  return new DataConnectError('CANCELLED', { endpoint: path, reason: wordsOf(reason) });
}

function wordsOf(reason: unknown): Wording {
  if (typeof reason === 'string') return reason;
  return reason === CONNECTION_CLOSED ? CONNECTION_CLOSED : { phrase: 'cancelled-on-request' };
}

/** Runs `action` when the signal is aborted, at once when it already is. The returned function forgets it. */
export function onAbort(signal: StopSignal, action: () => void): () => void {
  if (signal.aborted) {
    action();
    return () => {};
  }
  signal.addEventListener('abort', action, { once: true });
  return () => signal.removeEventListener('abort', action);
}

/**
 * What the work gives, unless the signal is aborted before; the work itself goes on.
 * @throws DataConnectError `CANCELLED`
 */
export async function orCancelled<T>(work: Promise<T>, signal: StopSignal, path: string): Promise<T> {
  let forget = () => {};
  const given = new Promise<never>((_, reject) => {
    forget = onAbort(signal, () => reject(cancelled(signal, path)));
  });
  return Promise.race([work, given]).finally(forget);
}

/**
 * Stops one piece of work: by itself, with the signal it was made of, or with all others of its owner. A plain list
 * instead of AbortController and AbortSignal.any, which cost more than the rest of a small request and keep every
 * request of a long-lived signal.
 */
export class Stop implements StopSignal {
  aborted = false;
  reason: unknown;
  readonly #listeners = new Set<() => void>();
  readonly #forget: (() => void) | undefined;

  /**
   * @param signal stops this one as well
   * @param all the stops of the owner, which it is in until `end`
   */
  constructor(
    signal?: StopSignal,
    readonly all?: Set<Stop>,
  ) {
    all?.add(this);
    this.#forget = signal && onAbort(signal, () => this.stop(signal.reason));
  }

  stop(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of [...this.#listeners]) listener();
    this.#listeners.clear();
  }

  /** The work is over; must be called where there is a signal, or it keeps this one. */
  end(): void {
    this.all?.delete(this);
    this.#forget?.();
    this.#listeners.clear();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
