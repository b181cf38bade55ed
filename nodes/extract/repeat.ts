/** Carries out one attempt after the other, as the retry table says. */

import { decideRetry, type RetryContext } from '../client/failures/retry';
import type { StopSignal } from '../client/waiting/cancellation';
import { pause } from './pause';

export interface Repetition {
  endpoint: string;
  retries: number;
  repeatable: boolean;
  signal: StopSignal;
  /** True while nothing of the failed attempt was handed on. */
  canReturn: () => boolean;
  /** Called before the wait for the next attempt. */
  onRetry: (delay: number, attempt: number) => void;
  /** For tests. */
  timing?: Pick<RetryContext, 'random' | 'firstDelay'>;
}

/**
 * @param attempt makes one attempt
 * @throws what the last attempt threw, as the retry table words it; DataConnectError `CANCELLED` during a wait
 */
export async function repeat<T>(attempt: () => Promise<T>, options: Repetition): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      const { retries, repeatable, timing } = options;
      const decision = decideRetry(error, {
        ...timing,
        attempt: count,
        retries,
        repeatable,
        handedOn: !options.canReturn(),
      });
      if (decision.kind === 'stop') throw decision.error;
      options.onRetry(decision.delay, count + 1);
      await pause(decision.delay, options.signal, options.endpoint);
    }
  }
}
