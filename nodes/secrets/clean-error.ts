/** Takes secrets out of an error and of all that hangs on it: its text, its facts, its stack, its causes. */
import type { Redactor } from './redact';

/** Never of the service's making; code decides by them. */
const FIXED: ReadonlySet<string> = new Set(['name', 'code', 'failure', 'syscall', 'errno', 'cause']);
/** The same of a fact: keys of our own sentences. */
const FIXED_IN_FACTS: ReadonlySet<string> = new Set(['phrase', 'kind']);

/** @returns the same error, cleaned */
export function cleanError<T>(error: T, redactor: Pick<Redactor, 'redact'>): T {
  clean(error, redactor, new Set());
  return error;
}

function clean(thrown: unknown, redactor: Pick<Redactor, 'redact'>, seen: Set<unknown>): void {
  if (!(thrown instanceof Error) || seen.has(thrown)) return;
  seen.add(thrown);
  const fields = thrown as unknown as Record<string, unknown>;
  for (const name of new Set(['message', 'stack', ...Object.keys(thrown)])) {
    const value = fields[name];
    if (FIXED.has(name)) continue;
    const cleaned = redacted(value, redactor);
    if (cleaned !== value) Object.defineProperty(thrown, name, { value: cleaned, writable: true, configurable: true });
  }
  if (typeof thrown.cause === 'string') thrown.cause = redactor.redact(thrown.cause);
  else clean(thrown.cause, redactor, seen);
  if (thrown instanceof AggregateError) for (const error of thrown.errors) clean(error, redactor, seen);
}

/**
 * A copy of plain data with every text in it redacted. Names stay, so that whoever reads it finds its way.
 * @returns the value itself where nothing had to be changed
 */
export function redacted<T>(value: T, redactor: Pick<Redactor, 'redact'>): T {
  if (typeof value === 'string') return redactor.redact(value) as T;
  if (Array.isArray(value)) {
    const items = value.map((item) => redacted(item, redactor));
    return items.some((item, index) => item !== value[index]) ? (items as T) : value;
  }
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const before = Object.entries(value);
  const after = before.map(
    ([name, item]) => [name, FIXED_IN_FACTS.has(name) ? item : redacted(item, redactor)] as const,
  );
  return after.some(([, item], index) => item !== before[index]![1]) ? (Object.fromEntries(after) as T) : value;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
