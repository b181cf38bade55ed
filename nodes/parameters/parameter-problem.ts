/** What can be wrong with a parameter, and the error that carries all that is wrong at once. */
import english from '../../locales/en-US/problems.json';
import { DataConnectError, type Facts, sentence } from '../errors';

export interface Problem {
  /** Key of the sentence in `locales/<language>/problems.json`. */
  kind: keyof typeof english;
  facts: Facts;
  /** A second sentence that says what was probably meant. */
  hint?: { kind: keyof typeof english; facts: Facts };
}

export type ProblemWriter = (kind: Problem['kind'], facts: Facts) => string;

/** Thrown before any traffic when parameters cannot be sent as they are. */
export class ParameterError extends DataConnectError {
  /** @param endpoint title of the endpoint, for the sentence */
  constructor(
    readonly endpoint: string,
    readonly problems: readonly Problem[],
  ) {
    super('PARAMETER_INVALID', { endpoint, problems: describeProblems(problems, inEnglish) });
  }
}

/** All problems in one text, written by `write` (the translation in use). */
export function describeProblems(problems: readonly Problem[], write: ProblemWriter): string {
  return problems
    .map(({ kind, facts, hint }) => write(kind, { ...facts, hint: hint ? ` ${write(hint.kind, hint.facts)}` : '' }))
    .join(' ');
}

export const inEnglish: ProblemWriter = (kind, facts) => sentence(english[kind], facts);
