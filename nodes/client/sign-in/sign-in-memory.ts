/**
 * What a process knows of the credentials it has sent. Services lock a user after a few wrong passwords, whoever
 * sent them, so what was refused is not sent again: by no node, by no other connection with the same credentials, and
 * not after a deploy. Other credentials, or a person who tests the connection, begin anew.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { CredentialStanding } from './credential-standing';

/** Credentials remembered; beyond that the longest unused are forgotten. */
const REMEMBERED = 1000;

export class SignInMemory {
  readonly #salt = randomBytes(32);
  /** By a keyed hash, from which nobody gets the credentials back. */
  readonly #known = new Map<string, CredentialStanding>();

  /** @param credentials all that makes them what they are, with the address they go to */
  standingOf(credentials: readonly string[]): CredentialStanding {
    const key = createHmac('sha256', this.#salt).update(JSON.stringify(credentials)).digest('base64');
    const standing = this.#known.get(key) ?? new CredentialStanding();
    this.#known.delete(key);
    this.#known.set(key, standing);
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
    return standing;
  }
}
