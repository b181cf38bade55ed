import { DataConnectError, type Phrase } from '../errors';
import type { ConnectionSettings } from './settings';

/**
 * Refuses numbers that would make requests wait for ever.
 * @throws DataConnectError `CONNECTION_INVALID`
 */
export function requireLimits({ name, requestsAtOnce, timeouts }: ConnectionSettings): void {
  const problems = Object.entries(timeouts)
    .filter(([, limit]) => !(Number.isFinite(limit) && limit >= 0))
    .map(([phase]): Phrase => ({ phrase: 'timeout-wrong', facts: { phase } }));
  if (!(Number.isInteger(requestsAtOnce) && requestsAtOnce >= 1)) problems.unshift({ phrase: 'at-once-wrong' });
  if (problems.length > 0) throw new DataConnectError('CONNECTION_INVALID', { connection: name, problems });
}
