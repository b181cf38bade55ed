/** A header that never changes: an access token the person pasted, or Basic. */
import type { Wording } from '../../errors';
import { Secret } from '../../secrets/secret';
import type { AttemptError } from '../failures/attempt-error';
import { factsOf } from '../failures/reasons';
import type { Clock } from '../waiting/clock';
import {
  type Authorization,
  type AuthorizationRequest,
  type Authorizer,
  authFailed,
  joined,
  provesSignIn,
} from './authorizer';
import type { CredentialStanding } from './credential-standing';

/** A service that refuses a password does so at once: whoever has not been refused by then computes a report. */
const VERDICT = 10_000;

export class FixedAuthorizer implements Authorizer {
  readonly tokenUrl = undefined;
  /** For credentials that nobody has to wait for. */
  readonly #free: Authorization;

  /** @param kind a wrong token locks nobody, so it may be sent by several requests before the first is answered */
  constructor(
    header: string,
    readonly kind: 'token' | 'basic',
    readonly standing: CredentialStanding,
    readonly clock: Clock,
  ) {
    this.#free = { header: new Secret(header), settle: (status) => this.#note(status) };
  }

  get scheme(): Authorizer['scheme'] {
    return this.kind === 'token' ? 'Bearer' : 'Basic';
  }

  async authorize({ path, signal, onSigningIn }: AuthorizationRequest): Promise<Authorization> {
    const { standing, clock } = this;
    if (standing.isProven(clock.now())) return this.#free;
    standing.requireHope(clock.now());
    if (this.kind === 'token') return this.#free;
    onSigningIn();
    const endTurn = await standing.takeTurn({ signal, clock, path, patience: VERDICT });
    const settle = (status: number | undefined) => {
      this.#note(status);
      endTurn();
    };
    return { header: this.#free.header, settle };
  }

  async reauthorize(_refused: Authorization, message: string): Promise<Authorization> {
    throw this.refusedAgain(message);
  }

  refusedAgain(message: string): AttemptError {
    const error = this.#refusal(message);
    this.standing.refused(error);
    return error;
  }

  #note(status: number | undefined): void {
    if (status === undefined) return;
    // What the service says about it is read later, and those who wait must not go on until then.
    if (status === 401) this.standing.refused(this.#refusal(''));
    else if (provesSignIn(status)) this.standing.accepted(this.clock.now());
  }

  #refusal(message: string): AttemptError {
    const reason = factsOf(this.kind === 'token' ? 'token-refused' : 'basic-refused');
    const step: Wording = this.kind === 'token' ? { phrase: 'step-token' } : 'Basic';
    return authFailed({ step, ...reason, detail: joined(reason.detail, message) });
  }
}
