/** The ways to sign in, and the credentials each takes: what the dialog shows, Test connection tries and a run reads. */
import { cleanText, unseenCharacter } from '../parameters/clean-text';
import type { Problem } from '../parameters/problem';

export type CredentialName = 'username' | 'password' | 'clientId' | 'clientSecret' | 'accessToken';

export const CREDENTIALS_OF = {
  password: ['username', 'password', 'clientId', 'clientSecret'],
  token: ['accessToken'],
  basic: ['username', 'password'],
  none: [],
} as const satisfies Record<string, readonly CredentialName[]>;

export type SignInKind = keyof typeof CREDENTIALS_OF;

export const SIGN_IN_KINDS = Object.keys(CREDENTIALS_OF) as SignInKind[];

/** @returns undefined for what is none of them */
export function signInKind(stored: string): SignInKind | undefined {
  return SIGN_IN_KINDS.find((kind) => kind === stored);
}

/** What a credential is wrong by, said without its value. Whoever signs in that way needs it. */
export function problemOfCredential(kind: SignInKind, field: CredentialName, given: string): Problem | undefined {
  const value = field === 'accessToken' ? bareToken(given) : given;
  if (value === '') return { kind: 'field-missing', facts: { field } };
  if (field === 'accessToken') {
    return /^[\x21-\x7e]+$/.test(value) ? undefined : { kind: 'access-token-unsendable', facts: { field } };
  }
  if (field !== 'username') return undefined;
  const code = unseenCharacter(value);
  if (code !== undefined) return { kind: 'unseen-character', facts: { field, code } };
  return kind === 'basic' && value.includes(':') ? { kind: 'user-name-colon', facts: { field } } : undefined;
}

/** People paste tokens with the scheme before and a line break after. */
export function bareToken(pasted: string): string {
  return cleanText(cleanText(pasted).replace(/^bearer\s/i, ''));
}
