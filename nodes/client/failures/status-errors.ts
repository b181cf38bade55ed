/** Every status that is not an answer, and the error it becomes (docs/api.md, Errors and limits). */
import type { ErrorCode, Facts, Phrase, Wording } from '../../errors';
import { AttemptError } from './attempt-error';
import { PASSING_STATUS } from './retry';

interface RefusedAnswer {
  status: number;
  /** The service's own words, scrubbed. */
  message: string;
  /** Ours, said in their place. */
  detail?: Phrase | undefined;
  /** Milliseconds, where the answer named a wait. */
  retryAfter: number | undefined;
  host: string;
  path: string;
}

/** The error for an answer with another status than 200 or 204. A 401 to credentials has its own, see `tokens.ts`. */
export function statusError(answer: RefusedAnswer): AttemptError {
  const { status, message, detail = message, retryAfter, host, path } = answer;
  const facts = { status, detail, host, path, ...extraFacts(status, message) };
  return new AttemptError(codeOf(status), facts, { kind: 'status', status, retryAfter }, true);
}

function codeOf(status: number): ErrorCode {
  const failed = (status >= 500 && status <= 599) || PASSING_STATUS.has(status);
  return CODES[status] ?? (failed ? 'SERVER_ERROR' : 'UNEXPECTED_STATUS');
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'AUTH_FAILED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_MANY_ROWS',
  429: 'RATE_LIMITED',
};

/** The URL, or the headers it is among, are too long; 494 is nginx's. */
const TOO_LONG: ReadonlySet<number> = new Set([414, 431, 494]);

function extraFacts(status: number, message: string): Facts {
  if (status === 401) return { step: { phrase: 'step-none' } };
  if (status === 403) return { reason: forbiddenBecause(message) };
  if (status === 404) return { advice: { phrase: 'check-the-path' } };
  if (status === 413) return { advice: { phrase: 'ask-for-less' } };
  if (TOO_LONG.has(status)) return { detail: [message, { phrase: 'send-by-post' }] };
  if (PASSING_STATUS.has(status) || status >= 500) return { attempts: 1 };
  return {};
}

/**
 * A 403 means "may not see this" or "is no RQ employee" (docs/api.md, Authentication). Only the text can tell; where it
 * does not, both are possible and the reason stays open.
 */
function forbiddenBecause(message: string): 'employee-mapping' | 'permission' | undefined {
  if (/\bemployee\b|\bmapp(ed|ing)\b/i.test(message)) return 'employee-mapping';
  if (/\bpermission|\bprivilege|\bnot (permitted|allowed|authori[sz]ed)\b|\brole\b/i.test(message)) return 'permission';
  return undefined;
}

/** What servers of Microsoft take in a query unless they are told otherwise. */
const LONG_URL = 2048;

/** A URL that is too long is answered in the strangest ways: as a bad request, as not found, or not at all. */
const PERHAPS_TOO_LONG: ReadonlySet<number> = new Set([400, 404]);

/** The error with the advice to use POST where the length of the URL may be the reason. */
export function advisePost(error: unknown, url: URL): unknown {
  if (!(error instanceof AttemptError) || url.href.length <= LONG_URL) return error;
  const { failure, facts } = error;
  const phrase: Phrase = { phrase: 'long-for-a-url', facts: { characters: url.href.length } };
  if (failure.kind === 'lost' && error.code === 'NETWORK') return error.with({ facts: { ...facts, advice: phrase } });
  if (failure.kind !== 'status' || !PERHAPS_TOO_LONG.has(failure.status)) return error;
  const said = facts.detail === undefined ? [] : [facts.detail].flat();
  return error.with({ facts: { ...facts, detail: [...(said as Wording[]), phrase] } });
}
