/** The errors of a body that arrived but cannot be used. */
import type { Facts, PhraseKey } from '../../errors';
import { AttemptError } from '../failures/attempt-error';
import { factsOf, type ReasonKey } from '../failures/reasons';
import { CompressionError, ExpansionError } from './body-decoder';
import type { AttemptState } from './network-errors';

/** Names what the decoder threw. What came from the caller's `take` is passed on as it is. */
export function bodyError(thrown: unknown, state: AttemptState): unknown {
  if (thrown instanceof ExpansionError) return limitError(thrown.limit, state);
  if (!(thrown instanceof CompressionError)) return thrown;
  return thrown.early ? truncatedError(state) : codingError('data-damaged', state);
}

/** The error for a body that ended early. The attempt may be repeated. */
export function truncatedError({ host, path, bytes, sent }: AttemptState): AttemptError {
  return new AttemptError('TRUNCATED', { host, path, bytes }, { kind: 'lost' }, sent);
}

/** The error for a body that passed a safety limit. */
export function limitError(reason: ReasonKey, { host, path, sent }: AttemptState): AttemptError {
  return new AttemptError('LIMIT_EXCEEDED', { host, path, ...factsOf(reason) }, { kind: 'final' }, sent);
}

/** The error for a body that names a coding nobody asked for, or is not what it says. */
export function codingError(problem: PhraseKey, { host, path, bytes, sent }: AttemptState): AttemptError {
  const facts: Facts = {
    host,
    path,
    format: { phrase: 'compressed-data' },
    where: { phrase: 'after-bytes', facts: { bytes } },
    detail: { phrase: problem },
  };
  return new AttemptError('MALFORMED', facts, { kind: 'final' }, sent);
}
