/** Where requests get their `Authorization` header from. */
import type { DataConnectError, Fact, Facts, Phrase } from '../../errors';
import type { Secret } from '../../secrets/secret';
import { AttemptError } from '../failures/attempt-error';
import type { StopSignal } from '../waiting/cancellation';
import type { CredentialStanding } from './credential-standing';

/** The header for one request. */
export interface Authorization {
  readonly header: Secret;
  /** Must be told once how the request was answered: its status, undefined when no answer came. */
  settle(status: number | undefined): void;
}

/** A request that needs a header. */
export interface AuthorizationRequest {
  /** Path of the request. */
  path: string;
  signal: StopSignal;
  /** Called when the caller has to wait for a sign-in. */
  onSigningIn: () => void;
}

export interface Authorizer {
  /** How its header begins. */
  readonly scheme: 'Bearer' | 'Basic';
  /** Where it asks for tokens, if it does. */
  readonly tokenUrl: URL | undefined;
  /** How its credentials stand. */
  readonly standing: CredentialStanding;
  /** @throws DataConnectError `AUTH_FAILED`, `CANCELLED`, or what the accounts service's trouble gives */
  authorize(request: AuthorizationRequest): Promise<Authorization>;
  /**
   * The header for the one repetition after a 401.
   * @param refused what the 401 was the answer to
   * @param message the service's own words, scrubbed
   * @throws DataConnectError `AUTH_FAILED` when there is no other
   */
  reauthorize(refused: Authorization, message: string, request: AuthorizationRequest): Promise<Authorization>;
  /** The error when the repetition got a 401 too. */
  refusedAgain(message: string, path: string): DataConnectError;
}

/** True for answers that only a caller gets whom the service took for who he is. Others may come before it looked. */
export function provesSignIn(status: number): boolean {
  return (status >= 200 && status < 300) || status === 403 || status === 413;
}

/** The error of a sign-in that was refused; nothing is tried again after it. */
export function authFailed(facts: Facts): AttemptError {
  return new AttemptError('AUTH_FAILED', { status: 401, ...facts }, { kind: 'final' }, true);
}

/** @param message the service's own words */
export function joined(detail: Phrase, message: string): Fact {
  return message === '' ? detail : [detail, `(${message})`];
}
