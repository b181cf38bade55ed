/** What the texts for all databases have in common. */
import { type EmptiedPeriod, othersThanKey, type SqlTable } from './sql-table';

/** `(…)` with a column or a constraint on each line. */
export function lines(each: readonly string[]): string {
  return `(\n  ${each.join(',\n  ')}\n)`;
}

/**
 * The definitions of the columns and of their key.
 * @param typeOf the type of a column by its position
 */
export function definitions({ names, key }: SqlTable, typeOf: (index: number) => string): string[] {
  const columns = names.map((name, index) => `${name} ${typeOf(index)}`);
  return key.length > 0 ? [...columns, `PRIMARY KEY (${key.join(', ')})`] : columns;
}

/**
 * The statement that deletes what a run replaces; none where it replaces nothing.
 * @param inPeriod the condition of a record to be of the period
 */
export function deletion({ name, emptied }: SqlTable, inPeriod: (period: EmptiedPeriod) => string): string[] {
  if (emptied.what === 'nothing') return [];
  return [emptied.what === 'table' ? `DELETE FROM ${name};` : `DELETE FROM ${name} WHERE ${inPeriod(emptied)};`];
}

/** The end of an INSERT that updates the records whose key is there; empty where nothing is updated. */
export function onConflict(table: SqlTable): string {
  const { key } = table;
  if (key.length === 0) return '';
  const assignments = othersThanKey(table).map((each) => `${each} = excluded.${each}`);
  const update = assignments.length > 0 ? `UPDATE SET ${assignments.join(', ')}` : 'NOTHING';
  return `\nON CONFLICT (${key.join(', ')}) DO ${update}`;
}

/** A text in single quotes, where nothing has a meaning but a single quote. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
