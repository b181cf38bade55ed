/** From what a connection node stores to what the client needs, with every fault of it named. */
import { ENVIRONMENTS } from '../client/hosts';
import type { Authentication, ConnectionSettings, Proxy as ProxySettings } from '../client/settings';
import { LIMITS, type Limit, readLimit } from '../connection-limits';
import type { Problem } from '../extract/parameter-problem';
import { CREDENTIALS_OF, type CredentialName, signInKind } from '../sign-in-kinds';

/** As it stands in the flow file. Numbers may be text: the whole value of a field may come from the environment. */
export interface StoredConnection {
  name?: string;
  environment?: string;
  serviceUrl?: string;
  tokenUrl?: string;
  authentication?: string;
  companyId?: string | number;
  timeZone?: string;
  stopDate?: string;
  preferredEndpoint?: boolean | string;
  requestsAtOnce?: number | string;
  retries?: number | string;
  connectTimeout?: number | string;
  firstByteTimeout?: number | string;
  idleTimeout?: number | string;
  totalTimeout?: number | string;
}

export type StoredCredentials = { [name in CredentialName]?: string };

/** What other config nodes add. */
export interface ConnectionSurroundings {
  tls: Readonly<Record<string, unknown>> | undefined;
  proxy: ProxySettings;
}

/**
 * @returns the settings, or everything that is wrong with them; addresses are checked by the client
 */
export function readConnection(
  stored: StoredConnection,
  credentials: StoredCredentials,
  { tls, proxy }: ConnectionSurroundings,
): { settings: ConnectionSettings; problems: Problem[] } {
  const problems: Problem[] = [];
  const number = (field: Limit) => {
    const { byDefault, least, most } = LIMITS[field];
    const given = stored[field];
    if (given === undefined || given === '') return byDefault;
    const value = readLimit(field, given);
    if (value === undefined) {
      problems.push({ kind: 'field-not-a-number', facts: { field, least, most, value: String(given) } });
    }
    return value ?? byDefault;
  };
  const authentication = readAuthentication(stored, credentials, problems);
  const settings: ConnectionSettings = {
    name: stored.name ?? '',
    ...addresses(stored, problems),
    authentication,
    tls,
    proxy,
    // A company says who asks.
    companyId: authentication.kind === 'none' ? undefined : blankToUndefined(stored.companyId),
    usePreferredEndpoint: String(stored.preferredEndpoint) === 'true',
    requestsAtOnce: number('requestsAtOnce'),
    retries: number('retries'),
    timeouts: {
      connect: number('connectTimeout') * 1000,
      firstByte: number('firstByteTimeout') * 1000,
      idle: number('idleTimeout') * 1000,
      total: number('totalTimeout') * 1000,
    },
  };
  return { settings, problems };
}

function addresses(stored: StoredConnection, problems: Problem[]): Pick<ConnectionSettings, 'serviceUrl' | 'tokenUrl'> {
  const preset = stored.environment === 'rc' ? ENVIRONMENTS.rc : ENVIRONMENTS.production;
  if (stored.environment !== 'custom') return preset;
  const { serviceUrl = '', tokenUrl = '' } = stored;
  if (serviceUrl === '') problems.push(missing('serviceUrl'));
  if (tokenUrl === '' && stored.authentication === 'password') problems.push(missing('tokenUrl'));
  return { serviceUrl, tokenUrl };
}

function readAuthentication(
  stored: StoredConnection,
  credentials: StoredCredentials,
  problems: Problem[],
): Authentication {
  const kind = signInKind(stored.authentication ?? '') ?? 'password';
  problems.push(...CREDENTIALS_OF[kind].filter((field) => !credentials[field]).map(missing));
  const { username = '', password = '', clientId = '', clientSecret = '', accessToken = '' } = credentials;
  switch (kind) {
    case 'none':
      return { kind };
    case 'token':
      return { kind, accessToken: accessToken.trim() };
    case 'basic':
      return { kind, username, password };
    case 'password':
      return { kind, username, password, clientId, clientSecret };
  }
}

function missing(field: string): Problem {
  return { kind: 'field-missing', facts: { field } };
}

function blankToUndefined(value: string | number | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}
