import { DataConnectError } from '../../errors';

/** @param cause where it could not be read at all */
export function stateDamaged(file: string, cause?: unknown): DataConnectError {
  return new DataConnectError('STATE_DAMAGED', { file }, { cause });
}
