import { DataConnectError, type ErrorCode, type Facts } from '../errors';

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
}
