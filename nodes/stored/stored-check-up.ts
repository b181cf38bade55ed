/** What the node of the check-up stores: the connection it asks by. */
import type { FieldProblem } from '../parameters/problem';
import { readField } from './field';
import { checkUpSteps, migrate, newestVersion } from './migrations';
import { textField } from './text-fields';

/** As it stands in the flow file, where anything may stand. */
export type StoredCheckUp = Readonly<Partial<Record<'connection' | 'version', unknown>>>;

export const checkUpVersion = newestVersion(checkUpSteps);

/**
 * @param stored of any version
 * @param faults takes what is wrong
 */
export function readStoredCheckUp(stored: StoredCheckUp, faults: FieldProblem[]): { connection: string } {
  const { connection }: StoredCheckUp = migrate(stored, checkUpSteps, faults) ?? {};
  return { connection: readField('connection', textField(), connection, faults) };
}
