/** Checks the credentials of a connection and makes of them what signs requests, and the list of what must stay secret. */
import { DataConnectError } from '../../errors';
import { type Problem, sentencesOf } from '../../parameters/problem';
import { Redactor } from '../../secrets/redact';
import type { Secret } from '../../secrets/secret';
import { inConnection, labelled } from '../../stored/field-labels';
import { bareToken, CREDENTIALS_OF, type CredentialName, problemOfCredential } from '../../stored/sign-in-kinds';
import { requireBaseUrl } from '../host-rules';
import type { Access, Authentication, ConnectionSettings } from '../settings';
import { secretsOfProxy } from '../transport/proxy';
import { encodeCredentials } from '../transport/proxy-address';
import type { Clock } from '../waiting/clock';
import type { Authorizer } from './authorizer';
import { FixedAuthorizer } from './fixed-authorizer';
import type { SignInMemory } from './sign-in-memory';
import { type PostForm, TokenEndpoint } from './token-endpoint';
import { TokenAuthorizer } from './tokens';

/** A redactor that knows every secret of a connection. */
export function redactorFor(access: Secret<Access>): Redactor {
  const revealed = access.reveal();
  return new Redactor([...secretsOf(revealed), ...secretsOfProxy(revealed.proxy)]);
}

/**
 * What signs the requests of a connection; undefined for one that does not sign in.
 * @throws DataConnectError `CONNECTION_INVALID` when a credential is missing or cannot be sent
 */
export function authorizerFor(
  settings: ConnectionSettings,
  service: URL,
  post: PostForm,
  redactor: Redactor,
  memory: SignInMemory,
  clock: Clock,
): Authorizer | undefined {
  const { access, name: connection } = settings;
  const { authentication } = access.reveal();
  const problems = problemsOf(authentication);
  if (problems.length > 0) {
    throw new DataConnectError('CONNECTION_INVALID', {
      connection,
      problems: sentencesOf(labelled(problems, inConnection)),
    });
  }
  const fixed = (kind: 'token' | 'basic', header: string) =>
    new FixedAuthorizer(header, kind, memory.standingOf([service.origin, header]), clock);
  switch (authentication.kind) {
    case 'none':
      return undefined;
    case 'token':
      return fixed('token', `Bearer ${bareToken(authentication.accessToken)}`);
    case 'basic':
      return fixed('basic', `Basic ${encodeCredentials(authentication.username, authentication.password)}`);
    case 'password': {
      const { username, password, clientId, clientSecret } = authentication;
      const base = requireBaseUrl(settings.tokenUrl, 'token-url', connection);
      const endpoint = new TokenEndpoint(base, { id: clientId, secret: clientSecret }, post, redactor);
      const standing = memory.standingOf([endpoint.url.href, clientId, clientSecret, username, password]);
      return new TokenAuthorizer(authentication, endpoint, standing, clock);
    }
  }
}

function problemsOf({ kind, ...given }: Authentication): Problem[] {
  const credentials: Partial<Record<CredentialName, string>> = given;
  return CREDENTIALS_OF[kind].flatMap((name) => problemOfCredential(kind, name, credentials[name] ?? '') ?? []);
}

function secretsOf({ authentication, tls }: Access): (string | undefined)[] {
  const passphrase = typeof tls?.passphrase === 'string' ? tls.passphrase : undefined;
  if (authentication.kind === 'none') return [passphrase];
  if (authentication.kind === 'token') {
    return [passphrase, authentication.accessToken, bareToken(authentication.accessToken)];
  }
  const { username, password } = authentication;
  const basic = password ? encodeCredentials(username, password) : undefined;
  return [passphrase, password, basic, authentication.kind === 'password' ? authentication.clientSecret : undefined];
}
