/** What of a message is kept for a run that is to be the same again. */
import { isDeepStrictEqual } from 'node:util';
import { redacted } from '../../secrets/clean-error';
import type { Redactor } from '../../secrets/redact';
import type { NotedRun } from './noted-run';

/** Characters of JSON. */
const MOST_KEPT = 4000;

/**
 * @param params of the message, whatever they are
 * @param redactor undefined where there is no connection: then nobody knows what is secret
 */
export function keptParams(params: unknown, redactor: Redactor | undefined): Pick<NotedRun, 'params' | 'notKept'> {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return {};
  const text = jsonOf(params);
  if (text === '{}') return {};
  if (text === undefined || text.length > MOST_KEPT) return { notKept: 'unwritable' };
  const kept = JSON.parse(text) as Record<string, unknown>;
  if (!isDeepStrictEqual(kept, params)) return { notKept: 'unwritable' };
  // One text for all of them: a name beside its value is what tells some secrets.
  if (!redactor || redactor.redact(text) !== text || redacted(kept, redactor) !== kept) return { notKept: 'secret' };
  return { params: kept };
}

/** Undefined for what JSON cannot say. */
function jsonOf(value: object): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
