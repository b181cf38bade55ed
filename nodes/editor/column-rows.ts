/** The columns of a node in their order, with what becomes of each: what a dialog shows of the list that is stored. */
import type { ChosenColumn, ColumnChoice } from '../parameters/column-choice';
import type { PersonalColumn } from './packed-columns';

/** A line of the list. */
export interface ColumnRow extends ChosenColumn {
  /** Undefined for a column that the catalogue does not have. */
  known?: PersonalColumn;
}

/** What is stored, and behind it what the catalogue has more: ticked, unless all others are left out. */
export function rowsOf({ list, others }: ColumnChoice, known: readonly PersonalColumn[]): ColumnRow[] {
  const byName = new Map(known.map((column) => [column.name, column]));
  const stored = list.map((column): ColumnRow => {
    const described = byName.get(column.name);
    return { ...column, ...(described && { known: described }) };
  });
  const names = new Set(list.map(({ name }) => name));
  const isLeft = list.length > 0 && others === 'drop';
  const more = known.filter(({ name }) => !names.has(name));
  return [
    ...stored,
    ...more.map((each) => ({ name: each.name, known: each, ...(isLeft && { leave: true as const }) })),
  ];
}

/** @returns what is stored for the rows: nothing where they are those of the catalogue, as they are there */
export function storedList(rows: readonly ColumnRow[], known: readonly PersonalColumn[]): unknown[] | undefined {
  const list = rows.map(({ known: _, ...column }) => column);
  const isAsKnown =
    list.length === known.length &&
    list.every((column, place) => column.name === known[place]?.name && isPlain(column));
  return isAsKnown ? undefined : list.map((column) => (isPlain(column) ? column.name : column));
}

function isPlain({ leave, as, personal }: ChosenColumn): boolean {
  return !leave && as === undefined && personal === undefined;
}

/** Moves the row at one place to another; to one that is none it stays. */
export function moveRow(rows: ColumnRow[], from: number, to: number): boolean {
  const row = rows[from];
  if (!row || to < 0 || to >= rows.length) return false;
  rows.splice(from, 1);
  rows.splice(to, 0, row);
  return true;
}
