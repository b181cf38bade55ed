/** What a person edits while the dialog of Records to SQL is open, written back with Done. */
import type { FieldProblem } from '../../parameters/problem';
import { bringUpToDate, migrate, sqlSteps } from '../../stored/migrations';
import {
  readStoredSql,
  type SqlFieldName,
  type SqlSettings,
  type StoredSql,
  sqlFieldNames,
  sqlFields,
} from '../../stored/stored-sql';
import { isFinal } from '../check-params';
import type { EditorNode } from '../red';

/** As they stand in the flow, where anything may stand. */
export type SqlDraft = Partial<Record<SqlFieldName, unknown>>;

/** @param node of any version; nothing of one that cannot be read */
export function readSqlDraft(node: EditorNode): SqlDraft {
  const stored: StoredSql = migrate(node, sqlSteps, []) ?? {};
  return Object.fromEntries(sqlFieldNames.map((name) => [name, stored[name]]));
}

/** What a run would take the draft for, and what is wrong with it as far as an editor can know. */
export function judgeSqlDraft(draft: StoredSql): { settings: SqlSettings; faults: FieldProblem[] } {
  const faults: FieldProblem[] = [];
  const settings = readStoredSql(draft, faults);
  return { settings, faults: faults.filter(isFinal) };
}

/** Writes what the person changed, and nothing else: Node-RED takes every new value of a property for a change. */
export function writeSqlDraft(node: EditorNode, draft: SqlDraft): void {
  const before = readSqlDraft(node);
  const changed = sqlFieldNames.filter((name) => JSON.stringify(draft[name]) !== JSON.stringify(before[name]));
  if (changed.length === 0 || !migrate(node, sqlSteps, [])) return;
  bringUpToDate(node, sqlSteps);
  for (const name of changed) {
    const value = draft[name] ?? sqlFields[name].byDefault;
    node[name] = Array.isArray(value) ? [...value] : value;
  }
}
