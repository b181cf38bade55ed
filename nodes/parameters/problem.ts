/** What can be wrong with what a node or a connection stores, and with what a message brings. */
import type { Facts, Phrase, PhraseKey } from '../errors';

export interface Problem {
  /** Key of its sentence. */
  kind: PhraseKey;
  /** `field` is what is wrong, by the name it is stored or sent by; a dialog says its label instead. */
  facts: Facts;
  /** A second sentence that says what was probably meant. */
  hint?: Phrase;
}

/** A problem of one field; `output.mode` is the name of one in a group. */
export interface FieldProblem extends Problem {
  facts: Facts & { field: string };
}

/** Problems that are said at once; a message can bring any number of names. */
export const MOST_SAID = 10;

/** At most `MOST_SAID` of them, then how many more there are. */
export function cutShort(problems: readonly Problem[]): readonly Problem[] {
  const rest = problems.length - MOST_SAID;
  return rest > 0 ? [...problems.slice(0, MOST_SAID), { kind: 'and-more', facts: { count: rest } }] : problems;
}

/** The sentences of all of them, one after another. */
export function sentencesOf(problems: readonly Problem[]): Phrase[] {
  return cutShort(problems).flatMap(({ kind, facts, hint }) => [{ phrase: kind, facts }, ...(hint ? [hint] : [])]);
}
