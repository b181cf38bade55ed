import { DataConnectError, type ErrorCode, type Facts } from '../../errors';

/** What went wrong with one attempt, as far as the decision to try again needs it. */
export type Failure =
  /** The service answered with this status; `retryAfter` in milliseconds where it named a wait. */
  | { kind: 'status'; status: number; retryAfter: number | undefined }
  /** The name of the host was not found; `temporary` when the name server itself did not answer. */
  | { kind: 'lookup'; temporary: boolean }
  /** No connection came about. */
  | { kind: 'connect' }
  /** The connection was lost, or the answer ended early. */
  | { kind: 'lost' }
  | { kind: 'timeout'; phase: Phase }
  /** Nothing that passes by itself. */
  | { kind: 'final' };

export type Phase = 'connect' | 'first-byte' | 'idle' | 'total';

/** The error of one attempt. `sent` tells whether any part of the request may have reached the service. */
export class AttemptError extends DataConnectError {
  constructor(
    code: ErrorCode,
    facts: Facts,
    readonly failure: Failure,
    readonly sent: boolean,
    options?: { cause?: unknown },
  ) {
    super(code, facts, options);
  }

  /** The same error with other facts, or with another answer to whether the request was sent. */
  with(changes: { facts?: Facts; sent?: boolean }): AttemptError {
    const { facts = this.facts, sent = this.sent } = changes;
    const options = this.cause === undefined ? undefined : { cause: this.cause };
    return new AttemptError(this.code, facts, this.failure, sent, options);
  }
}
