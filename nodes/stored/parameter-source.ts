/** Where the value of a parameter comes from: what can be wrong with that, and how it is called. */
import { hasNoValue, shorten } from '../parameters/given-value';
import type { Problem } from '../parameters/problem';
import { environmentInside, unresolvedEnvironment } from './environment-text';
import { FIRST_OF_ACCOUNT, type ParameterValue } from './stored-node';

/**
 * A variable that Node-RED did not put in would be sent as its letters, and find nothing.
 * @param isListed whether a list of the account knows the values of the parameter
 */
export function problemOfSource(
  field: string,
  { type, value }: ParameterValue,
  isListed: boolean,
): Problem | undefined {
  if (type === 'account') return problemOfAccount(field, value, isListed);
  if (type !== 'fixed') return value.trim() === '' ? { kind: `blank-${type}`, facts: { field } } : undefined;
  const variable = unresolvedEnvironment(value);
  if (variable !== undefined) return { kind: 'environment-not-set', facts: { field, variable: shorten(variable) } };
  const inside = environmentInside(value);
  return inside === undefined ? undefined : { kind: 'environment-inside', facts: { field, variable: inside } };
}

function problemOfAccount(field: string, value: string, isListed: boolean): Problem | undefined {
  if (!isListed) return { kind: 'account-without-list', facts: { field } };
  return value === FIRST_OF_ACCOUNT ? undefined : { kind: 'account-unknown', facts: { field, value: shorten(value) } };
}

/** A field left blank, or to the account, which a connection can speak for, is no source; what is one must have a value, unless the person says that it may have none. */
export function problemOfNothing(field: string, source: ParameterValue, value: unknown): Problem | undefined {
  const isLeftBlank = source.type === 'account' || (source.type === 'fixed' && source.value === '');
  if (isLeftBlank || source.optional || !hasNoValue(value, field)) return undefined;
  return { kind: 'no-value', facts: { field, source: sourceText(source) } };
}

/** @param failure in the words of whoever read it */
export function evaluationFailed(field: string, source: ParameterValue, failure: string): Problem {
  const facts = { field, source: sourceText(source), detail: shorten(failure, LONGEST_DETAIL) };
  return { kind: 'evaluation-failed', facts };
}

/** Longest piece of a failure of a source that is repeated in an error. */
const LONGEST_DETAIL = 300;

/** A source as a person knows it: `msg.filter.sku`, `env STORE`. */
function sourceText({ type, value }: ParameterValue): string {
  if (type === 'fixed') return JSON.stringify(shorten(value));
  const key = value.replace(/^#:\((.+?)\)::/, '($1) ');
  return `${type}${['msg', 'flow', 'global'].includes(type) ? '.' : ' '}${shorten(key)}`;
}
