/**
 * What of the columns of an answer leaves a node, under which names, in which order, and what becomes of personal data
 * in them: the one rule for the run, for dialogs and for what comes behind.
 */
import { type JudgedColumn, personalKindOf } from '../catalogue/personal';

/** What becomes of a column's values: as they came; `***`; a text that only the same value gives, with the same key. */
export const TREATMENTS = ['keep', 'mask', 'hash'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** A column that is named in a node. */
export interface ChosenColumn {
  /** The service's. */
  name: string;
  leave?: true;
  /** Its new name. */
  as?: string;
  /** Goes before what is chosen for all personal data. */
  personal?: Treatment;
}

export interface ColumnChoice {
  /** In the order in which they leave; none for all that the catalogue has, as they come. */
  list: readonly ChosenColumn[];
  /** What becomes of the columns that are about a person. */
  personal: Treatment;
  /** What becomes of columns that are not in the list; without one, of those that the catalogue does not have. */
  others: 'pass' | 'drop';
}

/** What becomes of one column. */
export interface ColumnDecision {
  /** Undefined for a column that is left out. */
  name: string | undefined;
  treatment: Treatment;
  /** Columns leave in the order of their places; those of one place as they come. */
  place: number;
}

/** False where all leaves as it came. */
export function shapesColumns({ list, personal, others }: ColumnChoice): boolean {
  return list.length > 0 || personal !== 'keep' || others !== 'pass';
}

/** Whether the key of the connection is needed. */
export function hashesColumns({ list, personal }: ColumnChoice): boolean {
  return personal === 'hash' || list.some((column) => column.personal === 'hash' && !column.leave);
}

/** @returns the name that two columns of the list would have; undefined where each has its own */
export function nameTwice(list: readonly ChosenColumn[]): string | undefined {
  const taken = new Set<string>();
  for (const { name, as = name, leave } of list) {
    if (leave) continue;
    if (taken.has(as)) return as;
    taken.add(as);
  }
  return undefined;
}

/** Says of each column of an answer, by its name, what becomes of it. */
export class ColumnRules {
  readonly #choice: ColumnChoice;
  readonly #listed: NameIndex<{ column: ChosenColumn; place: number }>;
  readonly #expected: NameIndex<JudgedColumn>;
  readonly #isOpen: boolean;

  /** @param expected the columns of the catalogue */
  constructor(choice: ColumnChoice, expected: readonly JudgedColumn[]) {
    const isListed = choice.list.length > 0;
    const list: readonly ChosenColumn[] = isListed ? choice.list : expected.map(({ name }) => ({ name }));
    // Without a list they keep the order in which they come.
    const placed = list.map((column, place) => ({ column, place: isListed ? place : 0 }));
    this.#choice = choice;
    this.#listed = new NameIndex(placed, ({ column }) => column.name);
    this.#expected = new NameIndex(expected, ({ name }) => name);
    this.#isOpen = choice.others === 'pass' || list.length === 0;
  }

  /**
   * @param key of the column in the records
   * @param original the service's name, where it is another: the second column of a name is treated as the first
   */
  decide(key: string, original = key): ColumnDecision {
    const own = this.#listed.find(key);
    const first = own ?? (key === original ? undefined : this.#listed.find(original));
    const place = first?.place ?? (this.#choice.list.length > 0 ? Number.POSITIVE_INFINITY : 0);
    const isLeft = first ? first.column.leave === true : !this.#isOpen;
    const name = isLeft ? undefined : (own?.column.as ?? key);
    return { name, treatment: first?.column.personal ?? this.treatmentOf(original), place };
  }

  /** What is chosen for a column of that name by the switch for personal data. */
  treatmentOf(name: string): Treatment {
    const { personal } = this.#choice;
    if (personal === 'keep') return personal;
    return personalKindOf(this.#expected.find(name) ?? { name }) === undefined ? 'keep' : personal;
  }
}

/** Finds by the exact name before one that differs in upper and lower case. */
class NameIndex<Value> {
  readonly #exact: ReadonlyMap<string, Value>;
  readonly #inLowerCase: ReadonlyMap<string, Value>;

  constructor(values: readonly Value[], nameOf: (value: Value) => string) {
    const firstLast = [...values].reverse();
    this.#exact = new Map(firstLast.map((value) => [nameOf(value), value]));
    this.#inLowerCase = new Map(firstLast.map((value) => [nameOf(value).toLowerCase(), value]));
  }

  find(name: string): Value | undefined {
    return this.#exact.get(name) ?? this.#inLowerCase.get(name.toLowerCase());
  }
}
