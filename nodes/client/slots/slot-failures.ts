/** What a store of slots that another package brings may say, as errors of ours. */
import { isStoreError, ofStore, type StoreError } from '../../errors';
import { AttemptError } from '../failures/attempt-error';
import { cancelled, type StopSignal } from '../waiting/cancellation';

/** The service may have the request, and answer into nothing: it is made again where that is harmless. */
export function slotLost(path: string, cause: StoreError): AttemptError {
  return new AttemptError('LEASE_LOST', { endpoint: path }, { kind: 'lost' }, true, { cause });
}

/** @returns what is no error of a store as it is */
export function ofSlotStore(error: unknown, signal: StopSignal, path: string): unknown {
  const isEnded = isStoreError(error) && error.code === 'CANCELLED';
  return isEnded ? cancelled(signal, path) : ofStore(error, path, { phrase: 'cancelled-on-request' });
}
