/** From what a connection node stores to what the client needs, with every fault of it named. */
import type { Access, Authentication, ConnectionSettings } from '../../client/settings';
import { ENVIRONMENTS } from '../../parameters/base-url';
import type { StopDateMeaning } from '../../parameters/date-axis';
import { type EndpointPaths, readPaths } from '../../parameters/path-list';
import type { FieldProblem, Problem } from '../../parameters/problem';
import { Secret } from '../../secrets/secret';
import { faultOf } from '../../stored/field';
import { connectionLabel } from '../../stored/field-labels';
import { CREDENTIALS_OF, type CredentialName } from '../../stored/sign-in-kinds';
import {
  type ConnectionReading,
  companySent,
  neededAddresses,
  readCredentials,
  readHashKey,
  readStoredConnection,
  type StoredConnection,
  stopDateOf,
} from '../../stored/stored-connection';

/** As Node-RED holds them; in its file anything may stand. */
export type StoredCredentials = Partial<Record<CredentialName | 'hashKey', string>>;

/** What other config nodes add. */
export type ConnectionSurroundings = Pick<Access, 'tls' | 'proxy'>;

export interface ReadConnection {
  settings: ConnectionSettings;
  /** Asks no service: its data is invented, inside this process. */
  isPractice: boolean;
  /** Empty where the person named none. */
  timeZone: string;
  stopDate: StopDateMeaning;
  /** Whether somebody said, or found out, what the service takes StopDate for. */
  knowsStopDate: boolean;
  postBody: ConnectionReading['postBody'];
  paths: EndpointPaths;
  /** Empty where nodes may not write files. */
  fileFolder: string;
  /** For hashes of personal data; undefined where there is none, which is wrong only for a node that hashes. */
  hashKey: Secret | undefined;
  /** Everything that is wrong: with any of it the settings must not be used. Addresses are checked by the client. */
  problems: Problem[];
}

export function readConnection(
  stored: StoredConnection & { name?: unknown },
  credentials: unknown,
  { tls, proxy }: ConnectionSurroundings,
): ReadConnection {
  const faults: FieldProblem[] = [];
  const read = readStoredConnection(stored, faults);
  const isReadable = (field: string) => !faults.some(({ facts }) => facts.field === field || facts.field === 'version');
  if (isReadable('environment') && isReadable('authentication')) {
    const blank = neededAddresses(read).filter((name) => read[name] === '' && isReadable(name));
    faults.push(...blank.map((name) => faultOf(name, 'field-missing', {})));
  }
  const isPractice = isReadable('environment') && read.environment === 'practice';
  const settings: ConnectionSettings = {
    name: connectionLabel(stored),
    ...(isReadable('environment') ? addresses(read) : NOWHERE),
    access: new Secret({
      authentication: isPractice
        ? { kind: 'none' }
        : authentication(read, isReadable('authentication') ? credentials : undefined, faults),
      tls,
      proxy: isPractice ? { kind: 'none' } : proxy,
    }),
    companyId: companySent(read.authentication, read.companyId),
    usePreferredEndpoint: read.preferredEndpoint,
    requestsAtOnce: read.requestsAtOnce,
    retries: read.retries,
    timeouts: {
      connect: read.connectTimeout * 1000,
      firstByte: read.firstByteTimeout * 1000,
      idle: read.idleTimeout * 1000,
      total: read.totalTimeout * 1000,
    },
  };
  const { timeZone, postBody, fileFolder } = read;
  const paths: EndpointPaths = readPaths(read.paths) ?? new Map();
  const key = readHashKey(credentials);
  const hashKey = key === '' ? undefined : new Secret(key);
  const dates = { timeZone, ...stopDateOf(read.stopDate) };
  return { settings, isPractice, ...dates, postBody, paths, fileFolder, hashKey, problems: faults };
}

type Addresses = Pick<ConnectionSettings, 'serviceUrl' | 'tokenUrl'>;

/** Of an environment that cannot be read: it means no host, and least of all production. */
const NOWHERE: Addresses = { serviceUrl: '', tokenUrl: '' };

function addresses({ environment, serviceUrl, tokenUrl }: ConnectionReading): Addresses {
  return environment === 'custom' ? { serviceUrl, tokenUrl } : ENVIRONMENTS[environment];
}

function authentication(read: ConnectionReading, stored: unknown, faults: FieldProblem[]): Authentication {
  const kind = read.authentication;
  const needed = stored === undefined ? [] : CREDENTIALS_OF[kind];
  const { username, password, clientId, clientSecret, accessToken } = readCredentials(stored, needed, faults);
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
