import { cancelled, onAbort, type StopSignal } from '../client/waiting/cancellation';

/**
 * Waits before the next attempt.
 * @param milliseconds how long
 * @throws DataConnectError `CANCELLED` as soon as the signal says so
 */
export function pause(milliseconds: number, signal: StopSignal, endpoint: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      reject(cancelled(signal, endpoint));
    });
  });
}
