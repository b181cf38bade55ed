import { DataConnectError } from '../errors';
import type { ConnectionSettings } from './settings';

/**
 * Refuses numbers that would make requests wait for ever.
 * @throws DataConnectError `CONNECTION_INVALID`
 */
export function requireLimits({ name, requestsAtOnce, timeouts }: ConnectionSettings): void {
  const problems = [
    Number.isInteger(requestsAtOnce) && requestsAtOnce >= 1
      ? ''
      : '"Requests at once" must be a whole number from 1 up.',
    ...Object.entries(timeouts)
      .filter(([, limit]) => !(Number.isFinite(limit) && limit >= 0))
      .map(([phase]) => `The time-out "${phase}" must be a number from 0 up.`),
  ].filter((problem) => problem !== '');
  if (problems.length > 0) {
    throw new DataConnectError('CONNECTION_INVALID', { connection: name, problems: problems.join(' ') });
  }
}
