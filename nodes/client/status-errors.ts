/** Every status that is not an answer, and the error it becomes (API.md, Errors and limits). */
import type { ErrorCode, Facts, Phrase } from '../errors';
import { AttemptError } from './attempt-error';

export interface RefusedAnswer {
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
  if (status >= 500 && status <= 599) return 'SERVER_ERROR';
  return CODES[status] ?? 'UNEXPECTED_STATUS';
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'BAD_REQUEST',
  401: 'AUTH_FAILED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_MANY_ROWS',
  429: 'RATE_LIMITED',
};

function extraFacts(status: number, message: string): Facts {
  if (status === 401) return { step: { phrase: 'step-none' } };
  if (status === 403) return { reason: forbiddenBecause(message) };
  if (status === 404) return { advice: { phrase: 'check-the-path' } };
  if (status === 413) return { advice: { phrase: 'ask-for-less' } };
  if (status === 414 || status === 431) return { detail: [message, { phrase: 'send-by-post' }] };
  if (status === 429 || status >= 500) return { attempts: 1 };
  return {};
}

/**
 * A 403 means "may not see this" or "is no RQ employee" (API.md). Only the text can tell; where it does not, both are
 * possible and the reason stays open.
 */
function forbiddenBecause(message: string): 'employee-mapping' | 'permission' | undefined {
  if (/\bemployee\b|\bmapp(ed|ing)\b/i.test(message)) return 'employee-mapping';
  if (/\bpermission|\bprivilege|\bnot (permitted|allowed|authori[sz]ed)\b|\brole\b/i.test(message)) return 'permission';
  return undefined;
}
