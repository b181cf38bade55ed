/** User name and password through the accounts service; the refresh token where there is one. */
import type { DataConnectError } from '../../errors';
import { Secret } from '../../secrets/secret';
import { AttemptError } from '../failures/attempt-error';
import { factsOf } from '../failures/reasons';
import type { Authentication } from '../settings';
import { cancelled, type StopSignal } from '../waiting/cancellation';
import type { Clock } from '../waiting/clock';
import { SingleFlight } from '../waiting/single-flight';
import {
  type Authorization,
  type AuthorizationRequest,
  type Authorizer,
  authFailed,
  joined,
  provesSignIn,
} from './authorizer';
import type { CredentialStanding } from './credential-standing';
import { TOKEN_PATH, type TokenEndpoint, type TokenSet } from './token-endpoint';

/** A token is renewed this long before it ends, or a tenth of its life when that is less. */
const MARGIN = 300_000;

/** A token that was just renewed because of a 401 and is refused as well is not renewed again for this long. */
const RENEWAL_PAUSE = 60_000;

/** Paths remembered that a new token was refused for. */
const MOST_PATHS = 64;

/** A token, and what is known of it. Times are of a steady clock: what the clocks of both machines show does not matter. */
class HeldToken {
  readonly header: Secret;
  /** True when a request that carried it succeeded. */
  worked = false;

  /** @param isRenewal true when it replaced one the service had refused */
  constructor(
    readonly tokens: TokenSet,
    readonly receivedAt: number,
    readonly isRenewal: boolean,
  ) {
    this.header = new Secret(`Bearer ${tokens.accessToken.reveal()}`);
  }

  isFresh(now: number): boolean {
    const { lifetime } = this.tokens;
    return now - this.receivedAt < lifetime - Math.min(MARGIN, lifetime / 10);
  }

  isAlive(now: number): boolean {
    return now - this.receivedAt < this.tokens.lifetime;
  }
}

type ByPassword = Extract<Authentication, { kind: 'password' }>;

export class TokenAuthorizer implements Authorizer {
  readonly scheme = 'Bearer';
  readonly #user: ByPassword;
  readonly #flight = new SingleFlight<HeldToken>();
  #held: HeldToken | undefined;
  /** When a new token was refused for a path: renewing it again would only revoke what other requests carry. */
  readonly #refusedPaths = new Map<string, number>();

  constructor(
    user: ByPassword,
    readonly endpoint: TokenEndpoint,
    readonly standing: CredentialStanding,
    readonly clock: Clock,
  ) {
    this.#user = user;
  }

  get tokenUrl(): URL {
    return this.endpoint.url;
  }

  async authorize(request: AuthorizationRequest): Promise<Authorization> {
    const held = this.#held;
    if (held?.isFresh(this.clock.now())) return this.#authorization(held, request);
    try {
      return this.#authorization(await this.#signIn(request, false), request);
    } catch (error) {
      // Renewing early leaves minutes in which the accounts service may be down.
      if (held === this.#held && held?.isAlive(this.clock.now()) && isTrouble(error)) {
        return this.#authorization(held, request);
      }
      throw error;
    }
  }

  async reauthorize(refused: Authorization, message: string, request: AuthorizationRequest): Promise<Authorization> {
    const held = this.#held;
    if (held && held.header !== refused.header) return this.authorize(request);
    if (held && this.#isRenewalInVain(held, request.path)) throw this.refusedAgain(message, request.path);
    return this.#authorization(await this.#signIn(request, true), request);
  }

  refusedAgain(message: string, path: string): DataConnectError {
    if (this.#refusedPaths.size >= MOST_PATHS) this.#refusedPaths.clear();
    if (!this.#isRefusedHere(path)) this.#refusedPaths.set(path, this.clock.now());
    const reason = factsOf('new-token-refused');
    return authFailed({ step: { phrase: 'step-token' }, ...reason, detail: joined(reason.detail, message) });
  }

  #authorization(held: HeldToken, { path }: AuthorizationRequest): Authorization {
    const settle = (status: number | undefined) => {
      if (status === undefined || !provesSignIn(status)) return;
      held.worked = true;
      this.#refusedPaths.delete(path);
    };
    return { header: held.header, settle };
  }

  #isRenewalInVain(held: HeldToken, path: string): boolean {
    const isNew = held.isRenewal && this.clock.now() - held.receivedAt < RENEWAL_PAUSE;
    return (isNew && !held.worked) || this.#isRefusedHere(path);
  }

  #isRefusedHere(path: string): boolean {
    const at = this.#refusedPaths.get(path);
    return at !== undefined && this.clock.now() - at < RENEWAL_PAUSE;
  }

  async #signIn({ signal, onSigningIn }: AuthorizationRequest, isRenewal: boolean): Promise<HeldToken> {
    this.standing.requireHope(this.clock.now());
    onSigningIn();
    return this.#flight.join(
      (shared) => this.#obtain(shared, isRenewal),
      signal,
      () => cancelled(signal, TOKEN_PATH),
    );
  }

  async #obtain(signal: StopSignal, isRenewal: boolean): Promise<HeldToken> {
    const refreshToken = this.#held?.tokens.refreshToken;
    // A token the service has refused is of no use to anybody any more.
    if (isRenewal) this.#held = undefined;
    const { standing, clock } = this;
    const endTurn = await standing.takeTurn({ signal, clock, path: TOKEN_PATH });
    try {
      const tokens = await this.#grant(refreshToken, signal);
      standing.accepted(clock.now());
      this.#held = new HeldToken(tokens, clock.now(), isRenewal);
      return this.#held;
    } catch (error) {
      standing.failed(error, clock.now());
      throw error;
    } finally {
      endTurn();
    }
  }

  /** A refresh token may be revoked or too old, in due form or not (docs/api.md, Authentication). */
  async #grant(refreshToken: Secret | undefined, signal: StopSignal): Promise<TokenSet> {
    const { username, password } = this.#user;
    if (refreshToken !== undefined) {
      try {
        return await this.endpoint.request({ kind: 'refresh_token', refreshToken: refreshToken.reveal() }, signal);
      } catch (error) {
        if (!mayBeDead(error)) throw error;
      }
    }
    return this.endpoint.request({ kind: 'password', username, password }, signal);
  }
}

/** The accounts service did not say no: it could not be reached, or had troubles of its own. */
function isTrouble(error: unknown): boolean {
  return error instanceof AttemptError && error.failure.kind !== 'final';
}

/** Of a refresh: whatever came of it, unless it never arrived or the service only wants us to wait. */
function mayBeDead(error: unknown): boolean {
  if (!(error instanceof AttemptError) || !error.sent) return false;
  const { failure } = error;
  return failure.kind !== 'status' || (failure.status !== 429 && failure.retryAfter === undefined);
}
