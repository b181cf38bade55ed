/** Which addresses a connection may have: the base URLs of the service and of its sign-in. */
import type { Wording } from '../errors';
import { hasControlCharacters, problemOfPath } from './path-rules';
import type { Problem } from './problem';

/**
 * Base URLs of the two environments iQmetrix runs (docs/api.md, Hosts), and the name of the practice service, which
 * nobody looks up: no other service can have it, whatever was learned of this one.
 */
export const ENVIRONMENTS = {
  production: { serviceUrl: 'https://dataconnect.iqmetrix.net', tokenUrl: 'https://accounts.iqmetrix.net/v1' },
  rc: { serviceUrl: 'https://dataconnectrc.iqmetrix.net', tokenUrl: 'https://accountsrc.iqmetrix.net/v1' },
  practice: { serviceUrl: 'http://practice.localhost', tokenUrl: 'http://practice.localhost/accounts/v1' },
} as const;

type BaseUrl = { kind: 'accepted'; url: URL } | { kind: 'refused'; problem: Problem };

/**
 * Reads a base URL as a person types it: https, or http to this machine only; no user name, query or fragment.
 * A trailing slash means nothing.
 * @param field what it is called
 */
export function readBaseUrl(text: string, field: Wording): BaseUrl {
  const typed = text.trim();
  const refused = (kind: Problem['kind']): BaseUrl => ({ kind: 'refused', problem: { kind, facts: { field } } });
  if (typed === '') return refused('field-missing');
  if (hasControlCharacters(typed) || /[\s\\]/.test(typed)) return refused('url-space');
  const written = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)([^?#]*)/i.exec(typed);
  if (!written || !URL.canParse(typed)) return refused('url-not-an-address');
  if (typed.includes('?') || typed.includes('#')) return refused('url-query');
  if (written[2]!.includes('@')) return refused('url-user');
  const url = new URL(typed);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('url-not-https');
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return refused('url-plain-http');
  const problem = problemOfPath(written[3] || '/', field);
  return problem ? { kind: 'refused', problem } : { kind: 'accepted', url };
}

/** @returns the host of a URL, with its port; empty for what is none */
export function hostOfAddress(text: string): string {
  return URL.canParse(text) ? new URL(text).host : '';
}

/**
 * True for localhost, 127.0.0.0/8 and ::1.
 * @param hostname as `URL` has it: an address of four numbers, however it was written
 */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
