/** Carries out one attempt after the other, as the retry table says. */
import { decideRetry } from '../client/failures/retry';
import { cancelled, onAbort, type StopSignal } from '../client/waiting/cancellation';
import type { RunOptions } from './run-options';
import type { RunPlan } from './run-plan';

/** What an attempt leaves behind where it fails. */
export interface Traces {
  /** True while nothing of it was handed on. */
  canBeUndone: () => boolean;
  undo: () => void | Promise<void>;
}

/**
 * @param attempt makes one attempt
 * @param traces default: none
 * @throws what the last attempt threw, as the retry table words it; DataConnectError `CANCELLED` during a wait
 */
export async function repeat<T>(
  attempt: () => Promise<T>,
  { endpoint, request, terms }: RunPlan,
  { signal, timing, facts, onProgress }: RunOptions,
  traces?: Traces,
): Promise<T> {
  const { repeatable } = request;
  const { retries } = terms;
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      const handedOn = traces?.canBeUndone() === false;
      const decision = decideRetry(error, { ...timing, attempt: count, retries, repeatable, handedOn });
      if (decision.kind === 'stop') throw decision.error;
      await traces?.undo();
      facts.retries++;
      onProgress?.({ kind: 'retrying', delay: decision.delay, attempt: count + 1, why: decision.why });
      await pause(decision.delay, signal, endpoint);
    }
  }
}

/** @throws DataConnectError `CANCELLED` as soon as the signal says so */
function pause(milliseconds: number, signal: StopSignal, endpoint: string): Promise<void> {
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
