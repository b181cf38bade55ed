/** What a node *DataConnect confirm* stores: what it says of the window whose messages come to it. */
import type { FieldProblem } from '../parameters/problem';
import { choiceField, readField } from './field';
import { confirmSteps, migrate, newestVersion } from './migrations';

/** As it stands in the flow file, where anything may stand. */
export type StoredConfirm = Readonly<Partial<Record<'outcome' | 'version', unknown>>>;

export const confirmVersion = newestVersion(confirmSteps);

export const confirmOutcome = choiceField(['confirmed', 'failed'], 'confirmed');

/**
 * @param stored of any version
 * @param faults takes what is wrong
 */
export function readStoredConfirm(stored: StoredConfirm, faults: FieldProblem[]): 'confirmed' | 'failed' {
  const { outcome }: StoredConfirm = migrate(stored, confirmSteps, faults) ?? {};
  return readField('outcome', confirmOutcome, outcome, faults);
}
