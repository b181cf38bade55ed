import type { StoreError, StoreErrorCode } from '../../../nodes/errors';

/** @param why in English, free of secrets */
export function storeError(code: StoreErrorCode, why: string): StoreError {
  return Object.assign(new Error(why), { code });
}

export const closedError = () => storeError('CANCELLED', 'The cluster was closed.');

/** @param cause what the engine said last, where it said something */
export function unavailable(wait: number, cause?: unknown): StoreError {
  const said = cause instanceof Error && cause.message ? ` It said last: ${cause.message}` : '';
  return storeError('CLUSTER_UNAVAILABLE', `No answer for ${Math.round(wait / 1000)} s.${said}`);
}
