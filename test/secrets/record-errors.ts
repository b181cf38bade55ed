/** Records every DataConnectError made in this process, whether a test looks at it or not. */
import * as errors from '../../nodes/errors';
import { recordOutput } from './transcript';

/** Must run before any module that imports `nodes/errors` is loaded. */
export function recordErrors(): void {
  const loaded = require.cache[require.resolve('../../nodes/errors')];
  if (!loaded) throw new Error('nodes/errors was not loaded as CommonJS, so its errors cannot be recorded.');
  const Recording = new Proxy(errors.DataConnectError, {
    construct(target, parameters, newTarget) {
      const error: object = Reflect.construct(target, parameters, newTarget);
      recordOutput('error', error);
      return error;
    },
  });
  loaded.exports = { ...errors, DataConnectError: Recording };
}
