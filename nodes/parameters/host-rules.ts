/** The one place that decides which hosts a connection may talk to. */
import { DataConnectError, type Facts, type Phrase, type PhraseKey, type Wording } from '../errors';
import { hasControlCharacters, problemOfPath } from './path-rules';

/** Base URLs of the two environments iQmetrix runs (docs/api.md, Hosts). */
export const ENVIRONMENTS = {
  production: { serviceUrl: 'https://dataconnect.iqmetrix.net', tokenUrl: 'https://accounts.iqmetrix.net/v1' },
  rc: { serviceUrl: 'https://dataconnectrc.iqmetrix.net', tokenUrl: 'https://accountsrc.iqmetrix.net/v1' },
} as const;

/** The domain whose hosts may be named as a preferred endpoint. */
const SERVICE_DOMAIN = 'iqmetrix.net';

/** `problem` lacks the fact `field`, the name of the field. */
export type BaseUrl = { kind: 'accepted'; url: URL } | { kind: 'refused'; problem: Phrase };

/**
 * Reads a base URL as a person types it: https, or http to this machine only; no user name, query or fragment.
 * A trailing slash means nothing.
 */
export function readBaseUrl(text: string): BaseUrl {
  const typed = text.trim();
  if (typed === '') return refused('url-empty');
  if (hasControlCharacters(typed) || /[\s\\]/.test(typed)) return refused('url-space');
  const written = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)([^?#]*)/i.exec(typed);
  if (!written || !URL.canParse(typed)) return refused('url-not-an-address');
  if (typed.includes('?') || typed.includes('#')) return refused('url-query');
  if (written[2]!.includes('@')) return refused('url-user');
  const url = new URL(typed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('url-not-https');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return refused('url-plain-http');
  const problem = problemOfPath(written[3] || '/');
  return problem ? refused('url-path', { problem }) : { kind: 'accepted', url };
}

function refused(phrase: PhraseKey, facts: Facts = {}): BaseUrl {
  return { kind: 'refused', problem: { phrase, facts } };
}

/**
 * The base URL of a connection.
 * @param field what the field is called
 * @throws DataConnectError `CONNECTION_INVALID`
 */
export function requireBaseUrl(text: string, field: 'service-url' | 'token-url', connection: string): URL {
  const base = readBaseUrl(text);
  if (base.kind === 'accepted') return base.url;
  const { phrase, facts } = base.problem;
  const problems: Phrase = { phrase, facts: { ...facts, field: { phrase: field } } };
  throw new DataConnectError('CONNECTION_INVALID', { connection, problems });
}

/**
 * True for localhost, 127.0.0.0/8 and ::1.
 * @param hostname of a URL: there an address is written in full, however it was typed
 */
export function isThisMachine(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

/**
 * Decides whether the base URL a service answer names may be used: for a service of iQmetrix any https host below
 * its domain (no port, user name or address in digits), for every other service that service alone.
 * @throws DataConnectError `HOST_NOT_ALLOWED`
 */
export function acceptPreferredEndpoint(candidate: string, service: URL): URL {
  const base = readBaseUrl(candidate);
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
