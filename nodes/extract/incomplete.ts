import { DataConnectError } from '../errors';

/**
 * Records of the window are in the flow already: whoever reads the error must know which part to ask for again.
 * @param window in words; empty where the run has one window only
 */
export function incomplete(error: unknown, window: string): unknown {
  if (!(error instanceof DataConnectError) || error.code === 'CANCELLED' || window === '') return error;
  return new DataConnectError(error.code, { ...error.facts, incompleteWindow: window }, { cause: error });
}
