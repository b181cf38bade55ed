/** What the texts for all databases have in common. */
import type { SqlTable } from './sql-table';

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

/** A text in single quotes, where nothing has a meaning but a single quote. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
