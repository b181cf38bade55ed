/**
 * Records every DataConnectError made in this process, whether a test looks at it or not: as it is at the end of the
 * test, because what a run throws is cleaned on its way out.
 */
import * as errors from '../../nodes/errors';
import { recordOutput } from './transcript';

/** So many are kept at most: tests that make more do nothing else. */
const MOST = 10_000;

const made: object[] = [];

/** Must run before any module that imports `nodes/errors` is loaded. */
export function recordErrors(): void {
  const loaded = require.cache[require.resolve('../../nodes/errors')];
  if (!loaded) throw new Error('nodes/errors was not loaded as CommonJS, so its errors cannot be recorded.');
  const Recording = new Proxy(errors.DataConnectError, {
    construct(target, parameters, newTarget) {
      const error: object = Reflect.construct(target, parameters, newTarget);
      made.push(error);
      if (made.length >= 2 * MOST) record(made.splice(0, MOST));
      return error;
    },
  });
  loaded.exports = { ...errors, DataConnectError: Recording };
  process.on('beforeExit', recordMadeErrors);
}

/** Records the errors made so far. */
export function recordMadeErrors(): void {
  record(made.splice(0));
}

function record(some: readonly object[]): void {
  for (const error of some) recordOutput('error', error);
}
