/** The ways to sign in, and the credentials each takes: what the dialog shows, Test connection tries and a run reads. */

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
