/** Makes the errors of a reader, with the facts of the answer it reads. The texts name places and columns, never values. */
import { DataConnectError, type Phrase, type Wording } from '../errors';

/** Where the answer is from. */
export interface AnswerContext {
  host: string;
  path: string;
}

/** The service's own message can be any length; the first part says what went wrong. */
const LONGEST_MESSAGE = 500;

/** One for each answer. */
export class AnswerFaults {
  constructor(
    private readonly context: AnswerContext,
    private readonly format: string,
  ) {}

  /** @param where `atByte(17)`, row 3, record 12 */
  malformed(where: Phrase, detail: Phrase): DataConnectError {
    return new DataConnectError('MALFORMED', { ...this.context, format: this.format, where, detail });
  }

  truncated(bytes: number): DataConnectError {
    return new DataConnectError('TRUNCATED', { ...this.context, bytes });
  }

  limit(detail: Phrase): DataConnectError {
    return new DataConnectError('LIMIT_EXCEEDED', { ...this.context, detail });
  }

  /** The service answered with its own error in place of records. */
  apiError(message: Wording): DataConnectError {
    return new DataConnectError('API_ERROR', { ...this.context, detail: readable(message) });
  }
}

/** @param byte counted from the beginning of the decoded body */
export function atByte(byte: number): Phrase {
  return { phrase: 'at-byte', facts: { byte } };
}

function readable(message: Wording): Wording {
  if (typeof message !== 'string') return message;
  return message
    .slice(0, 4 * LONGEST_MESSAGE)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE);
}
