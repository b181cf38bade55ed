import { setTimeout as delay } from 'node:timers/promises';
import { cancelled } from '../client/cancellation';

/**
 * Waits before the next attempt.
 * @param milliseconds how long
 * @throws DataConnectError `CANCELLED` as soon as the signal says so
 */
export async function pause(milliseconds: number, signal: AbortSignal, endpoint: string): Promise<void> {
  try {
    await delay(milliseconds, undefined, { signal });
  } catch {
    throw cancelled(signal, endpoint);
  }
}
