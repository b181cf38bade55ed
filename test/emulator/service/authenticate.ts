/** Who sends a request. Bearer header before Basic header before `Auth` in the query (docs/api.md, Authentication). */
import type { IncomingMessage } from 'node:http';
import type { User, Users } from '../accounts/users';

export interface Identity {
  user: User;
  /** The Bearer token sent; undefined for a Basic caller. */
  accessToken: string | undefined;
  /** The Basic credentials sent, as they were encoded. */
  basicToken: string | undefined;
}

export function authenticate(
  request: IncomingMessage,
  url: URL,
  users: Users,
  lockAfter: number,
): Identity | undefined {
  const headers = authorizations(request);
  const bearer = headers.find(({ scheme }) => scheme === 'bearer');
  if (bearer) return byToken(bearer.credentials, users);
  const basic = headers.find(({ scheme }) => scheme === 'basic');
  if (basic) return byPassword(basic.credentials, users, lockAfter);
  const inQuery = [...url.searchParams].find(([name]) => name.toLowerCase() === 'auth')?.[1];
  return inQuery ? (byToken(inQuery, users) ?? byPassword(inQuery, users, lockAfter)) : undefined;
}

/** Every Authorization header; Node keeps only the first in `headers`. */
function authorizations({ rawHeaders }: IncomingMessage): Array<{ scheme: string; credentials: string }> {
  const found: Array<{ scheme: string; credentials: string }> = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'authorization') continue;
    const [scheme = '', credentials = ''] = (rawHeaders[index + 1] ?? '').trim().split(/\s+/, 2);
    found.push({ scheme: scheme.toLowerCase(), credentials });
  }
  return found;
}

function byToken(access: string, users: Users): Identity | undefined {
  const token = users.byAccess(access);
  return token && { user: token.user, accessToken: access, basicToken: undefined };
}

function byPassword(encoded: string, users: Users, lockAfter: number): Identity | undefined {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) return undefined;
  const user = users.signIn(decoded.slice(0, colon), decoded.slice(colon + 1), lockAfter);
  return user && { user, accessToken: undefined, basicToken: encoded };
}
