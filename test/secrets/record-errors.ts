/**
 * Records every DataConnectError made in this process, whether a test looks at it or not: as it is at the end of the
 * test, because what a run throws is cleaned on its way out.
 */
import * as errors from '../../nodes/errors';
import { recordOutput } from './transcript';

/**
 * So many of a kind are kept of one test: the thousands of a test that changes answers at random say no more. Those
 * that are not kept have no stack either, which is most of what an error costs.
 */
const MOST_OF_A_KIND = 100;

type Parameters = ConstructorParameters<typeof errors.DataConnectError>;

let made: errors.DataConnectError[] = [];
/** How many of each kind there were since the last test ended. */
const counts = new Map<string, number>();

/** Must run before any module that imports `nodes/errors` is loaded. */
export function recordErrors(): void {
  const loaded = require.cache[require.resolve('../../nodes/errors')];
  if (!loaded) throw new Error('nodes/errors was not loaded as CommonJS, so its errors cannot be recorded.');
  const Recording = new Proxy(errors.DataConnectError, {
    construct(target, parameters: Parameters, newTarget) {
      const construct = (): errors.DataConnectError => Reflect.construct(target, parameters, newTarget);
      if (isOneOfMany(parameters)) return withoutStack(construct);
      const error = construct();
      made.push(error);
      return error;
    },
  });
  loaded.exports = { ...errors, DataConnectError: Recording };
  process.on('beforeExit', recordMadeErrors);
}

/** Records the errors made so far: at the end of a test. */
export function recordMadeErrors(): void {
  const ended = made;
  made = [];
  counts.clear();
  for (const error of ended) recordOutput('error', error);
}

/** Counts it. A kind is a code and the phrases of ours in its sentence: those are put together at one place. */
function isOneOfMany([code, facts = {}]: Parameters): boolean {
  let kind: string = code;
  for (const fact of Object.values(facts)) if (typeof fact === 'object' && 'phrase' in fact) kind += ` ${fact.phrase}`;
  const before = counts.get(kind) ?? 0;
  counts.set(kind, before + 1);
  return before >= MOST_OF_A_KIND;
}

function withoutStack<T>(make: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
