/** The one place that decides which hosts a connection may talk to. */
import { DataConnectError, type Phrase, type Wording } from '../errors';
import { readBaseUrl } from '../parameters/base-url';
import { hasControlCharacters } from '../parameters/path-rules';
import { sentencesOf } from '../parameters/problem';

/** The domain whose hosts may be named as a preferred endpoint. */
const SERVICE_DOMAIN = 'iqmetrix.net';

/**
 * The base URL of a connection.
 * @param field what the field is called
 * @throws DataConnectError `CONNECTION_INVALID`
 */
export function requireBaseUrl(text: string, field: 'service-url' | 'token-url', connection: Wording): URL {
  const base = readBaseUrl(text, { phrase: field });
  if (base.kind === 'accepted') return base.url;
  throw new DataConnectError('CONNECTION_INVALID', { connection, problems: sentencesOf([base.problem]) });
}

/**
 * Decides whether the base URL a service answer names may be used: for a service of iQmetrix any https host below
 * its domain (no port, user name or address in digits), for every other service that service alone.
 * @throws DataConnectError `HOST_NOT_ALLOWED`
 */
export function acceptPreferredEndpoint(candidate: string, service: URL): URL {
  const base = readBaseUrl(candidate, 'PreferredEndpoint');
  const inDomain = isBelow(service.hostname, SERVICE_DOMAIN);
  const allowed = inDomain ? `*.${SERVICE_DOMAIN}` : service.host;
  if (base.kind === 'refused') throw notAllowed('PreferredEndpoint', shownHost(candidate), allowed);
  const { url } = base;
  const accepted = inDomain
    ? url.protocol === 'https:' && url.port === '' && isBelow(url.hostname, SERVICE_DOMAIN)
    : url.origin === service.origin;
  if (!accepted) throw notAllowed('PreferredEndpoint', url.host, allowed);
  return url;
}

/**
 * The address a redirect leads to, when it stays on the same origin.
 * @param location the header as received
 * @throws DataConnectError `HOST_NOT_ALLOWED`
 */
export function acceptRedirect(location: string, from: URL): URL {
  if (hasControlCharacters(location) || !URL.canParse(location, from)) {
    throw notAllowed(from.pathname, UNREADABLE, from.host);
  }
  const target = new URL(location, from);
  const clean = target.username === '' && target.password === '';
  if (target.origin !== from.origin || !clean) throw notAllowed(from.pathname, target.host, from.host);
  target.hash = '';
  return target;
}

function isBelow(hostname: string, domain: string): boolean {
  return hostname.endsWith(`.${domain}`);
}

const UNREADABLE: Phrase = { phrase: 'unreadable-address' };

/** A host as it may stand in a message: whatever cannot be read as one is not repeated. */
function shownHost(text: string): Wording {
  return URL.canParse(text) ? new URL(text).host : UNREADABLE;
}

function notAllowed(path: string, host: Wording, allowed: string): DataConnectError {
  return new DataConnectError('HOST_NOT_ALLOWED', {
    path,
    host: host || UNREADABLE,
    allowed,
    advice: { phrase: 'nothing-sent-there' },
  });
}
