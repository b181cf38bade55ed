/** `POST /v1/oauth2/token`: the password and refresh grants, all in a form body (docs/api.md, Authentication). */
import type { DialValues } from '../dials';
import type { Token, Users } from './users';

export type TokenAnswer = { status: number; body: Record<string, string | number> };

export function tokenAnswer(
  method: string,
  contentType: string,
  body: string,
  users: Users,
  dials: DialValues,
): TokenAnswer {
  if (method !== 'POST') return { status: 405, body: { error: 'invalid_request', error_description: 'Use POST.' } };
  if (!contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return { status: 415, body: { error: 'invalid_request', error_description: 'Send a form.' } };
  }
  const form = new URLSearchParams(body);
  const client = users.clients.find((candidate) => candidate.id === form.get('client_id'));
  if (!client || client.secret !== form.get('client_secret')) return refusal('invalid_client');

  const grant = form.get('grant_type');
  if (grant === 'password') return granted(byPassword(form, users, dials));
  if (grant === 'refresh_token') return granted(byRefreshToken(form, users, dials));
  return refusal('unsupported_grant_type');
}

function byPassword(
  form: URLSearchParams,
  users: Users,
  dials: DialValues,
): { token: Token; lifetime: number } | undefined {
  users.logins.password++;
  const user = users.signIn(form.get('username') ?? '', form.get('password') ?? '', dials.lockAfter);
  return user && { token: users.issue(user, dials.tokenLifetime), lifetime: dials.tokenLifetime };
}

function byRefreshToken(
  form: URLSearchParams,
  users: Users,
  dials: DialValues,
): { token: Token; lifetime: number } | undefined {
  users.logins.refresh++;
  if (dials.refreshTokens === 'refused') return undefined;
  const token = users.redeem(form.get('refresh_token') ?? '', dials.tokenLifetime);
  return token && { token, lifetime: dials.tokenLifetime };
}

function granted(grant: { token: Token; lifetime: number } | undefined): TokenAnswer {
  if (!grant) return refusal('invalid_grant');
  const { token, lifetime } = grant;
  return { status: 200, body: { access_token: token.access, expires_in: lifetime, refresh_token: token.refresh } };
}

function refusal(error: string): TokenAnswer {
  return { status: 400, body: { error } };
}
