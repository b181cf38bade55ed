/** Errors of a node as they leave it: in words, and free of secrets. */
import type { DataConnectError, Say } from '../errors';
import { cleanError, redacted } from '../secrets/clean-error';
import type { Redactor } from '../secrets/redact';
import { asDataConnectError } from './failure-text';
import type { RunReport } from './messages/run-report';
import { type Translate, translateError } from './translate';

/** @param more sentences that belong to it */
export function inWords(thrown: unknown, translate: Translate, more: readonly string[] = []): DataConnectError {
  const error = asDataConnectError(thrown);
  error.message = [translateError(error, translate), ...more].join(' ');
  return error;
}

/**
 * @param redactor of the node's connection; undefined without one, which knows no secret either
 * @returns the error to report, and what its message says of it
 */
export function saidOf(
  error: DataConnectError,
  report: RunReport,
  say: Say,
  redactor: Redactor | undefined,
): { cleaned: DataConnectError; facts: Record<string, unknown> } {
  const facts = report.failure(error, say);
  return redactor
    ? { cleaned: cleanError(error, redactor), facts: redacted(facts, redactor) }
    : { cleaned: error, facts };
}
