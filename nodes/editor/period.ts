/** The two dates of a range as one period: what a person picks, and what of a stored pair can be shown so. */
import { parseDateExpression } from '../parameters/date-expression';
import { environmentInside, isEnvironmentText } from '../stored/environment-text';
import type { ParameterValue } from '../stored/stored-node';

export type ChosenPeriod =
  /** Neither is set. */
  | { kind: 'none' }
  /** The same words on both sides: `last 7 days` has a first day and a last one. */
  | { kind: 'words'; text: string }
  | { kind: 'dates'; from: string; to: string };

/**
 * @param start as it is stored; undefined where nothing is
 * @returns undefined for a pair that is no period before a run: one comes from a message, say
 */
export function readPeriod(
  start: ParameterValue | undefined,
  stop: ParameterValue | undefined,
): ChosenPeriod | undefined {
  if (!isTyped(start) || !isTyped(stop)) return undefined;
  const [from, to] = [start?.value ?? '', stop?.value ?? ''];
  if (from === '' && to === '') return { kind: 'none' };
  return saySame(from, to) ? { kind: 'words', text: from } : { kind: 'dates', from, to };
}

/** True for what a person typed in, or left blank: a control can show it and write it back. */
export function isTyped(stored: ParameterValue | undefined): boolean {
  if (!stored) return true;
  const { type, value, fault, optional } = stored;
  return type === 'fixed' && !fault && !optional && !isEnvironmentText(value) && environmentInside(value) === undefined;
}

/** True for words that say one instant, which no record lies in for long. */
export function isInstant(text: string): boolean {
  const kind = parseDateExpression(text)?.kind;
  return kind === 'moment' || kind === 'date-time';
}

function saySame(from: string, to: string): boolean {
  const [one, other] = [from, to].map(parseDateExpression);
  if (!one || !other) return from.trim() === to.trim();
  return one.kind !== 'date' && !isInstant(from) && JSON.stringify(one) === JSON.stringify(other);
}
