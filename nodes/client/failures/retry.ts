/** The one place that decides whether a failed attempt is made again, and when. Pure: the waiting is the caller's. */
import { DataConnectError, type Fact, type Phrase } from '../../errors';
import { AttemptError, type Failure } from './attempt-error';

export interface RetryContext {
  /** Attempts made so far, this one included: 1 after the first. */
  attempt: number;
  /** Attempts allowed after the first. */
  retries: number;
  /** False for requests that do something: they are not sent again once the service may have them. */
  repeatable: boolean;
  /** True once records of this attempt were handed on: repeating it would hand them on twice. */
  handedOn: boolean;
  /** Between 0 and 1; for tests. Default: `Math.random`. */
  random?: () => number;
  /** Milliseconds before the first retry; doubled each time. Default: `FIRST_DELAY`, after a 429 `FIRST_DELAY_BUSY`. */
  firstDelay?: number;
}

type RetryDecision =
  /** Wait `delay` milliseconds, then make the next attempt. `why` this one failed, in words of ours. */
  | { kind: 'retry'; delay: number; why: Phrase }
  /** Give up with `error`, which knows how many attempts were made. */
  | { kind: 'stop'; error: unknown };

const FIRST_DELAY = 1000;
/** A slot of another client frees when its report ends, which takes longer than a hiccup of a gateway. */
const FIRST_DELAY_BUSY = 2000;
const LONGEST_DELAY = 60_000;

/** A service that asks for a longer wait than this gets an error instead: a flow must not hang for a day. */
export const LONGEST_RETRY_AFTER = 300_000;

/**
 * Statuses that may pass by themselves: those of the service (docs/api.md, Errors and limits), and what servers and
 * gateways in front of it say of a connection that was idle, of load, and of a service they do not reach. Not among
 * them is what stays as it is: 501, 505, 506, 507 (no room left), 510, 511 (a network wants a sign-in), 526 (a
 * certificate).
 */
export const PASSING_STATUS: ReadonlySet<number> = new Set([
  ...[408, 425, 429, 449, 500, 502, 503, 504],
  // Web hosts: out of resources, out of bandwidth.
  ...[508, 509],
  // Cloudflare and others: the service is down, silent, out of reach or overloaded.
  ...[520, 521, 522, 523, 524, 525, 527, 529, 530],
  // Proxies: timeouts of the network behind them.
  ...[598, 599],
]);

/** A refusal before anything was done. After every other status that may pass nobody knows. */
const UNTOUCHED: ReadonlySet<number> = new Set([425, 429]);

export function decideRetry(error: unknown, context: RetryContext): RetryDecision {
  if (!(error instanceof AttemptError)) return { kind: 'stop', error };
  if (!context.repeatable && error.sent && isOutcomeOpen(error.failure)) {
    return { kind: 'stop', error: outcomeUnknown(error) };
  }
  const { attempt: attempts, retries, handedOn } = context;
  const delay = handedOn || attempts > retries ? undefined : delayBefore(error.failure, context);
  if (delay !== undefined) return { kind: 'retry', delay, why: whyOf(error) };
  return { kind: 'stop', error: error.with({ facts: { ...error.facts, attempts } }) };
}

/** A first-byte timeout is no hiccup: the report would run as long again, and the service would do the work twice. */
function mayPass(failure: Failure): boolean {
  switch (failure.kind) {
    case 'connect':
    case 'lost':
      return true;
    case 'lookup':
      return failure.temporary;
    case 'timeout':
      return failure.phase === 'connect' || failure.phase === 'idle';
    case 'status':
      return PASSING_STATUS.has(failure.status);
    case 'final':
      return false;
  }
}

function isOutcomeOpen(failure: Failure): boolean {
  if (failure.kind === 'status') {
    return failure.status >= 500 || (PASSING_STATUS.has(failure.status) && !UNTOUCHED.has(failure.status));
  }
  return failure.kind === 'lost' || failure.kind === 'timeout';
}

/** Nothing where another attempt makes no sense. */
function delayBefore(failure: Failure, context: RetryContext): number | undefined {
  if (!mayPass(failure)) return undefined;
  const asked = failure.kind === 'status' ? failure.retryAfter : undefined;
  if (asked !== undefined && asked > LONGEST_RETRY_AFTER) return undefined;
  const busy = failure.kind === 'status' && failure.status === 429;
  const first = context.firstDelay ?? (busy ? FIRST_DELAY_BUSY : FIRST_DELAY);
  const backoff = Math.min(LONGEST_DELAY, first * 2 ** (context.attempt - 1));
  const random = (context.random ?? Math.random)();
  const own = Math.round(backoff * (0.5 + random / 2));
  // "At once" and moments gone by are asked for as well; they are no reason to hammer.
  return asked === undefined ? own : Math.max(own, asked + Math.round((random * first) / 2));
}

function outcomeUnknown(error: AttemptError): DataConnectError {
  const { host, path } = error.facts;
  const options = error.cause === undefined ? undefined : { cause: error.cause };
  return new DataConnectError('OUTCOME_UNKNOWN', { host, path, detail: whatHappened(error) }, options);
}

/** The service's own words or a reason, else what the failure itself says. */
function whatHappened(error: AttemptError): Fact {
  return error.facts.detail || whyOf(error);
}

/** Without the service's own words: they may be long, and a status line is not. */
function whyOf({ facts, failure }: AttemptError): Phrase {
  if (failure.kind === 'status') return { phrase: 'answered-with-status', facts: { status: failure.status } };
  if (failure.kind === 'timeout') {
    return { phrase: 'timeout-passed', facts: { phase: facts.phase, seconds: facts.seconds } };
  }
  const { detail } = facts;
  if (typeof detail === 'object' && 'phrase' in detail) return detail;
  return { phrase: 'answer-ended-early', facts: { bytes: facts.bytes } };
}
