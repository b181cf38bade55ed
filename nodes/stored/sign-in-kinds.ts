/** The ways to sign in, and the credentials each takes: what the dialog shows, Test connection tries and a run reads. */

import { cleanText } from '../parameters/clean-text';

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

/**
 * What cannot be sent the way it is signed in; a blank is nothing wrong here.
 * @returns key of the sentence in `locales/<language>/phrases.json`
 */
export function unsendable(
  kind: SignInKind,
  name: CredentialName,
  value: string,
): 'user-name-colon' | 'access-token-unsendable' | undefined {
  if (kind === 'basic' && name === 'username' && value.includes(':')) return 'user-name-colon';
  const isToken = kind === 'token' && name === 'accessToken' && bareToken(value) !== '';
  return isToken && !/^[\x21-\x7e]+$/.test(bareToken(value)) ? 'access-token-unsendable' : undefined;
}

/** People paste tokens with the scheme before and a line break after. */
export function bareToken(pasted: string): string {
  return cleanText(cleanText(pasted).replace(/^bearer\s/i, ''));
}
