/** Which redirects are followed: those of the same request to the same host. */
import type { Phrase } from '../../errors';
import { percentDecoded } from '../../parameters/path-rules';
import { acceptRedirect } from '../host-rules';
import type { ServiceRequest } from '../request';
import { headerText } from './answer-headers';
import { readBytes } from './header-text';
import type { RawAnswer } from './transport';

/** More redirects than this are a loop. */
export const MOST_REDIRECTS = 3;

/** Whether an answer leads elsewhere: a status that says so, and a place. */
export function isRedirect({ statusCode, headers }: RawAnswer): boolean {
  return [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined;
}

/** A POST would become a GET, or be done twice; so might whatever else does something. */
export function mayBeRedirected({ method, repeatable }: ServiceRequest): boolean {
  return method === 'GET' && repeatable;
}

/**
 * Where a redirect leads.
 * @param asked the address the request was sent to first
 * @returns the address, and whether it is the same request: no filter lost, no other report, no page to sign in at
 * @throws DataConnectError `HOST_NOT_ALLOWED`
 */
export function redirectTarget(answer: RawAnswer, asked: URL): { target: URL; isSame: boolean } {
  const target = acceptRedirect(readBytes(headerText(answer.headers.location) ?? ''), answer.url);
  return { target, isSame: reportOf(target) === reportOf(asked) && questionOf(target) === questionOf(asked) };
}

/** Why a redirect was not followed. */
export function redirectAdvice(request: ServiceRequest): Phrase {
  if (!mayBeRedirected(request)) return { phrase: 'post-not-redirected' };
  return { phrase: 'redirected-too-often', facts: { limit: MOST_REDIRECTS } };
}

/** The last part of the path. What is before it, the letters' case and a slash behind it are how a server is set up. */
function reportOf({ pathname }: URL): string {
  const parts = pathname.split('/').filter((part) => part !== '');
  const last = parts.at(-1) ?? '';
  return (percentDecoded(last) ?? last).toLowerCase();
}

/** The parameters, however they are encoded and in whatever order. */
function questionOf({ searchParams }: URL): string {
  return JSON.stringify([...searchParams].map((pair) => JSON.stringify(pair)).sort());
}
