import { DataConnectError } from '../errors';
import { type Problem, sentencesOf } from './problem';

/** Thrown before any traffic when parameters cannot be sent as they are; carries all that is wrong at once. */
export class ParameterError extends DataConnectError {
  /** @param endpoint title of the endpoint, for the sentence */
  constructor(endpoint: string, problems: readonly Problem[]) {
    super('PARAMETER_INVALID', { endpoint, problems: sentencesOf(problems) });
  }
}
