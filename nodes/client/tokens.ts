/** Gives every request its `Authorization` header, and sees to it that a wrong password is tried once only. */
import type { DataConnectError, Fact, Facts, Phrase, Wording } from '../errors';
import { AttemptError } from './attempt-error';
import { cancelled, type StopSignal } from './cancellation';
import type { Clock } from './clock';
import { factsOf } from './reasons';
import type { Authentication } from './settings';
import { SharedFlight } from './shared-flight';
import { SignInRefused, TOKEN_PATH, type TokenEndpoint, type TokenSet } from './token-endpoint';

/** A header the service answered with 401. */
export interface Refused {
  header: string;
  /** The service's own words, scrubbed. */
  message: string;
}

/** Where requests get their header from. */
export interface Authorizer {
  /**
   * @param onSigningIn called when the caller has to wait for a sign-in
   * @throws DataConnectError `AUTH_FAILED`, `CANCELLED`, or what the accounts service's trouble gives
   */
  authorize(signal: StopSignal, onSigningIn: () => void): Promise<string>;
  /**
   * The header for the one repetition after a 401 to `refused`.
   * @throws DataConnectError `AUTH_FAILED` when there is no other
   */
  reauthorize(refused: Refused, signal: StopSignal, onSigningIn: () => void): Promise<string>;
  /** The error when the repetition got a 401 too. */
  refusedAgain(message: string): DataConnectError;
}

/** A header that never changes: an access token the person pasted, or Basic. */
export class FixedAuthorizer implements Authorizer {
  constructor(
    readonly header: string,
    readonly kind: 'token' | 'basic',
  ) {}

  async authorize(): Promise<string> {
    return this.header;
  }

  async reauthorize({ message }: Refused): Promise<string> {
    throw this.refusedAgain(message);
  }

  refusedAgain(message: string): DataConnectError {
    const reason = factsOf(this.kind === 'token' ? 'token-refused' : 'basic-refused');
    const step: Wording = this.kind === 'token' ? { phrase: 'step-token' } : 'Basic';
    return authFailed({ step, ...reason, detail: joined(reason.detail, message) });
  }
}

/** A token is renewed this long before it ends, or a tenth of its life when that is less. */
const MARGIN = 300_000;

/**
 * After a refused sign-in the same credentials are not tried again for this long. Common lock-out rules forget wrong
 * attempts within it; a new connection (redeploy) tries at once.
 */
const REFUSAL_PAUSE = 1_800_000;

/** A token that was just renewed because of a 401 and is refused as well is not renewed again for this long. */
const RENEWAL_PAUSE = 60_000;

interface Held {
  tokens: TokenSet;
  receivedAt: number;
  /** True when it replaced one the service had refused. */
  renewal: boolean;
}

/** User name and password through the accounts service; the refresh token where there is one. */
export class TokenAuthorizer implements Authorizer {
  readonly #flight = new SharedFlight<Held>();
  #held: Held | undefined;
  /** A refused sign-in or a wait the accounts service asked for: until then every request gets the same error. */
  #blocked: { error: DataConnectError; until: number } | undefined;

  constructor(
    readonly user: Extract<Authentication, { kind: 'password' }>,
    readonly endpoint: TokenEndpoint,
    readonly clock: Clock,
  ) {}

  async authorize(signal: StopSignal, onSigningIn: () => void): Promise<string> {
    const held = this.#held;
    if (held && this.#isFresh(held)) return bearer(held);
    try {
      return bearer(await this.#signIn(signal, onSigningIn, false));
    } catch (error) {
      // Renewing early leaves minutes in which the accounts service may be down.
      if (held === this.#held && held && this.#isAlive(held) && isTrouble(error)) return bearer(held);
      throw error;
    }
  }

  async reauthorize(refused: Refused, signal: StopSignal, onSigningIn: () => void): Promise<string> {
    const held = this.#held;
    if (held && bearer(held) !== refused.header) return this.authorize(signal, onSigningIn);
    if (held?.renewal && this.clock.now() - held.receivedAt < RENEWAL_PAUSE) throw this.refusedAgain(refused.message);
    return bearer(await this.#signIn(signal, onSigningIn, true));
  }

  refusedAgain(message: string): DataConnectError {
    const reason = factsOf('new-token-refused');
    return authFailed({ step: { phrase: 'step-token' }, ...reason, detail: joined(reason.detail, message) });
  }

  /** Measured from the moment of receipt by a steady clock: what the clocks of both machines show does not matter. */
  #isFresh({ tokens, receivedAt }: Held): boolean {
    const margin = Math.min(MARGIN, tokens.lifetime / 10);
    return this.clock.now() - receivedAt < tokens.lifetime - margin;
  }

  #isAlive({ tokens, receivedAt }: Held): boolean {
    return this.clock.now() - receivedAt < tokens.lifetime;
  }

  async #signIn(signal: StopSignal, onSigningIn: () => void, renewal: boolean): Promise<Held> {
    this.#throwIfBlocked();
    onSigningIn();
    return this.#flight.join(
      (shared) => this.#obtain(shared, renewal),
      signal,
      () => cancelled(signal, TOKEN_PATH),
    );
  }

  async #obtain(signal: StopSignal, renewal: boolean): Promise<Held> {
    const refreshToken = this.#held?.tokens.refreshToken;
    // A token the service has refused is of no use to anybody any more.
    if (renewal) this.#held = undefined;
    try {
      const tokens = await this.#grant(refreshToken, signal);
      this.#held = { tokens, receivedAt: this.clock.now(), renewal };
      return this.#held;
    } catch (error) {
      this.#remember(error);
      throw error;
    }
  }

  /** The refresh token may be revoked or too old (API.md: sources differ), so its refusal is no failure. */
  async #grant(refreshToken: string | undefined, signal: StopSignal): Promise<TokenSet> {
    const { username, password } = this.user;
    if (refreshToken !== undefined) {
      try {
        return await this.endpoint.request({ kind: 'refresh_token', refreshToken }, signal);
      } catch (error) {
        if (!isRefused(error)) throw error;
      }
    }
    return this.endpoint.request({ kind: 'password', username, password }, signal);
  }

  #remember(error: unknown): void {
    if (error instanceof SignInRefused) {
      this.#blocked = { error, until: this.clock.now() + REFUSAL_PAUSE };
      return;
    }
    const wait =
      error instanceof AttemptError && error.failure.kind === 'status' ? error.failure.retryAfter : undefined;
    if (wait) this.#blocked = { error: error as AttemptError, until: this.clock.now() + Math.min(wait, REFUSAL_PAUSE) };
  }

  #throwIfBlocked(): void {
    if (!this.#blocked) return;
    if (this.clock.now() < this.#blocked.until) throw this.#blocked.error;
    this.#blocked = undefined;
  }
}

/** The accounts service did not say no: it could not be reached, or had troubles of its own. */
function isTrouble(error: unknown): boolean {
  return error instanceof AttemptError && !(error instanceof SignInRefused);
}

/** Of a refresh: the server said no, in whatever words. */
function isRefused(error: unknown): boolean {
  if (error instanceof SignInRefused) return true;
  return error instanceof AttemptError && error.failure.kind === 'status' && error.failure.status === 400;
}

function bearer({ tokens }: Held): string {
  return `Bearer ${tokens.accessToken}`;
}

function authFailed(facts: Facts): AttemptError {
  return new AttemptError('AUTH_FAILED', { status: 401, ...facts }, { kind: 'final' }, true);
}

/** @param message the service's own words */
function joined(detail: Phrase, message: string): Fact {
  return message === '' ? detail : [detail, `(${message})`];
}
