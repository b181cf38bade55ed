import assert from 'node:assert/strict';
import { AttemptError, type Failure } from '../../nodes/client/failures/attempt-error';
import { decideRetry, type RetryContext } from '../../nodes/client/failures/retry';
import { DataConnectError, type Facts, inEnglish } from '../../nodes/errors';

const FIRST: RetryContext = { attempt: 1, retries: 4, repeatable: true, handedOn: false, random: () => 0.5 };

const failed = (failure: Failure, sent = true) =>
  new AttemptError('NETWORK', { host: 'h', path: '/p', detail: 'd' }, failure, sent);
const status = (code: number, retryAfter?: number): Failure => ({ kind: 'status', status: code, retryAfter });

describe('what is tried again', () => {
  const RETRIED: Failure[] = [
    { kind: 'connect' },
    { kind: 'lost' },
    { kind: 'lookup', temporary: true },
    { kind: 'timeout', phase: 'connect' },
    { kind: 'timeout', phase: 'idle' },
    ...[408, 425, 429, 449, 500, 502, 503, 504, 508, 509].map((code) => status(code)),
    ...[520, 521, 522, 523, 524, 525, 527, 529, 530, 598, 599].map((code) => status(code)),
  ];
  const FINAL: Failure[] = [
    { kind: 'final' },
    { kind: 'lookup', temporary: false },
    { kind: 'timeout', phase: 'first-byte' },
    { kind: 'timeout', phase: 'total' },
    ...[301, 400, 401, 403, 404, 409, 413, 418, 421, 431, 451, 501, 505, 506, 507, 510, 511, 526, 600].map((code) =>
      status(code),
    ),
  ];

  for (const failure of RETRIED) {
    it(`${JSON.stringify(failure)} is`, () => assert.equal(decideRetry(failed(failure), FIRST).kind, 'retry'));
    it(`${JSON.stringify(failure)} is not once records were handed on`, () =>
      assert.equal(decideRetry(failed(failure), { ...FIRST, handedOn: true }).kind, 'stop'));
    it(`${JSON.stringify(failure)} is not for ever`, () => {
      assert.equal(decideRetry(failed(failure), { ...FIRST, attempt: 4 }).kind, 'retry');
      assert.equal(decideRetry(failed(failure), { ...FIRST, attempt: 5 }).kind, 'stop');
      assert.equal(decideRetry(failed(failure), { ...FIRST, retries: 0 }).kind, 'stop');
    });
  }
  for (const failure of FINAL) {
    it(`${JSON.stringify(failure)} is not`, () => assert.equal(decideRetry(failed(failure), FIRST).kind, 'stop'));
  }

  it('not what is no attempt’s error', () => {
    const cancelled = new DataConnectError('CANCELLED', {});
    assert.deepEqual(decideRetry(cancelled, FIRST), { kind: 'stop', error: cancelled });
    assert.equal(decideRetry('text', FIRST).kind, 'stop');
  });

  it('and why, in words of ours and not those of the service', () => {
    const whyOf = (failure: Failure, facts: Facts) => {
      const decision = decideRetry(new AttemptError('NETWORK', facts, failure, true), FIRST);
      return decision.kind === 'retry' ? inEnglish(decision.why) : undefined;
    };
    const phase = { phrase: 'phase-idle' } as const;
    assert.equal(whyOf(status(503), { detail: 'long words of a gateway' }), 'it answered with status 503.');
    assert.equal(whyOf({ kind: 'connect' }, { detail: { phrase: 'reason-refused' } }), 'the connection was refused.');
    assert.equal(whyOf({ kind: 'lost' }, { bytes: 12 }), 'its answer ended early (bytes received: 12).');
    assert.equal(
      whyOf({ kind: 'timeout', phase: 'idle' }, { phase, seconds: 60 }),
      'silence within the answer passed 60 s.',
    );
  });

  it('and the final error knows how often', () => {
    const busy = new AttemptError('RATE_LIMITED', { detail: 'busy' }, status(429), true);
    const decision = decideRetry(busy, { ...FIRST, attempt: 5 });
    assert.ok(decision.kind === 'stop' && decision.error instanceof DataConnectError);
    assert.equal(decision.error.code, 'RATE_LIMITED');
    assert.match(decision.error.message, /attempts: 5/);
  });
});

describe('a request that must not be done twice', () => {
  const once = { ...FIRST, repeatable: false };
  const codeOf = (failure: Failure, sent = true) => {
    const decision = decideRetry(failed(failure, sent), once);
    return decision.kind === 'retry' ? 'retry' : (decision.error as DataConnectError).code;
  };

  it('is OUTCOME_UNKNOWN when the service may have it', () => {
    assert.equal(codeOf({ kind: 'lost' }), 'OUTCOME_UNKNOWN');
    assert.equal(codeOf({ kind: 'timeout', phase: 'first-byte' }), 'OUTCOME_UNKNOWN');
    assert.equal(codeOf({ kind: 'timeout', phase: 'total' }), 'OUTCOME_UNKNOWN');
    for (const code of [408, 449, 500, 502, 503, 504, 507, 520, 524, 598])
      assert.equal(codeOf(status(code)), 'OUTCOME_UNKNOWN');
  });

  it('is tried again when the service cannot have it', () => {
    assert.equal(codeOf({ kind: 'connect' }, false), 'retry');
    assert.equal(codeOf({ kind: 'timeout', phase: 'connect' }, false), 'retry');
    assert.equal(codeOf(status(429)), 'retry', '429 is a refusal before anything was done');
    assert.equal(codeOf(status(425)), 'retry', '425 is one, too');
  });

  it('keeps the error when the service refused it', () => {
    assert.equal(codeOf(status(400)), 'NETWORK');
    assert.equal(codeOf({ kind: 'final' }), 'NETWORK');
  });
});

describe('the wait before the next attempt', () => {
  const delay = (failure: Failure, changes: Partial<RetryContext> = {}) => {
    const decision = decideRetry(failed(failure), { ...FIRST, retries: 100, ...changes });
    return decision.kind === 'retry' ? decision.delay : undefined;
  };

  it('doubles, with jitter, up to a minute', () => {
    const lost: Failure = { kind: 'lost' };
    assert.deepEqual(
      [1, 2, 3, 4].map((attempt) => delay(lost, { attempt, random: () => 1 })),
      [1000, 2000, 4000, 8000],
    );
    assert.equal(delay(lost, { random: () => 0 }), 500);
    assert.equal(delay(lost, { attempt: 50, random: () => 1 }), 60_000);
  });

  it('is what the service asks for, and a little more so that not all come at once', () => {
    assert.equal(delay(status(429, 30_000), { random: () => 0 }), 30_000);
    assert.equal(delay(status(503, 30_000), { random: () => 1 }), 30_500);
    assert.equal(delay(status(429, 0), { random: () => 0 }), 1000, 'at least our own pause');
    assert.equal(delay(status(503, 0), { random: () => 0 }), 500);
    assert.equal(delay(status(503, 10), { random: () => 1, attempt: 4 }), 8000);
  });

  it('is never hours: a service that asks for them gets an error', () => {
    assert.equal(delay(status(429, 86_400_000)), undefined);
    assert.equal(delay(status(429, 300_000), { random: () => 0 }), 300_000);
  });
});
