/**
 * Which columns might be the key of records that nobody knows the key of: those that no two records of an answer share,
 * and that none lacks. One answer proves nothing of the next, so it is a suggestion, for a person to confirm.
 */
import type { DataRecord, Value } from '../../record';

/** Columns that no two of the records share. */
export interface SuggestedKey {
  columns: string[];
}

export interface KeySuggestions {
  /** The most plausible first; none has another one within it. */
  keys: SuggestedKey[];
  /** Records that were looked at. */
  records: number;
}

/** Two columns of a few records are unique by chance. */
const FEWEST_RECORDS = 10;
/** Of which a key is told. */
export const MOST_RECORDS = 1000;
const MOST_COLUMNS = 3;
/** Columns that are put together, and sets of them that are tried, of each size: the most plausible ones. */
const MOST_TOGETHER = 40;
const MOST_SETS = 400;
const MOST_SUGGESTED = 5;
/** Longer texts are remarks. */
const LONGEST = 100;

interface Column {
  name: string;
  /** 0 is most like a key. */
  rank: number;
  /** A number for each record, the same where the values are. */
  codes: Int32Array;
  distinct: number;
}

/**
 * Of the first 1000 records; takes some ten milliseconds, and less than a second whatever is in them.
 * @returns no keys for fewer than ten records, or where up to three columns
 * make none
 */
export function suggestKeys(records: readonly DataRecord[]): KeySuggestions {
  const looked = records.slice(0, MOST_RECORDS);
  if (looked.length < FEWEST_RECORDS) return { keys: [], records: looked.length };
  const columns = columnsOf(looked);
  const keys: Column[][] = [];
  let sets = columns.map((column) => [column]);
  for (let size = 1; size <= MOST_COLUMNS && keys.length < MOST_SUGGESTED; size++) {
    const [unique, others] = parted(sets, (set) => isUnique(set, looked.length));
    keys.push(...unique);
    sets = longer(others, columns, keys);
  }
  const suggested = keys.slice(0, MOST_SUGGESTED).map((set) => ({ columns: set.map(({ name }) => name) }));
  return { keys: suggested, records: looked.length };
}

/** Those that are never empty and can be compared, the most like a key first. */
function columnsOf(records: readonly DataRecord[]): Column[] {
  const columns: Column[] = [];
  for (const name of Object.keys(records[0]!).sort((one, other) => rankOf(one) - rankOf(other))) {
    const column = columnOf(name, records);
    if (column) columns.push(column);
    if (columns.length === MOST_TOGETHER) break;
  }
  return columns.sort((one, other) => one.rank - other.rank);
}

function columnOf(name: string, records: readonly DataRecord[]): Column | undefined {
  const numbers = new Map<Value | undefined, number>();
  const codes = new Int32Array(records.length);
  let rank = rankOf(name);
  for (const [place, record] of records.entries()) {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (!isPossible(value)) return undefined;
    // A wall clock or a number is unique by chance.
    if (typeof value === 'string' && rank < DATES && /^\d{4}-\d\d-\d\d/.test(value)) rank = DATES;
    const code = numbers.get(value) ?? numbers.size;
    numbers.set(value, code);
    codes[place] = code;
  }
  // The same in all records, it tells none from another.
  return numbers.size === 1 ? undefined : { name, rank, codes, distinct: numbers.size };
}

/** Amounts and remarks are no part of a key. */
function isPossible(value: Value | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '' && value.length <= LONGEST;
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'boolean';
}

const DATES = 4;

/** Of names: keys of rows, ids, numbers of documents, the rest. */
function rankOf(name: string): number {
  if (/row_?(?:id|key)|guid/i.test(name)) return 0;
  if (/(?:^|[a-z_ ])(?:ID|Id|Key)\d?$|(?:^|_)(?:id|key)\d?$/.test(name)) return 1;
  if (/(?:number|no|code|sku|serial|imei|identifier|priority|line)\d?$/i.test(name)) return 2;
  return 3;
}

/** Stops at the first two records that are the same. */
function isUnique(set: readonly Column[], records: number): boolean {
  if (set.reduce((most, { distinct }) => most * distinct, 1) < records) return false;
  const seen = new Set<number>();
  for (let place = 0; place < records; place++) {
    let code = 0;
    for (const { codes, distinct } of set) code = code * distinct + codes[place]!;
    if (seen.has(code)) return false;
    seen.add(code);
  }
  return true;
}

/** Each set with one more column behind it, without those that hold a key already. */
function longer(sets: readonly Column[][], columns: readonly Column[], keys: readonly Column[][]): Column[][] {
  const made: Column[][] = [];
  for (const set of sets) {
    for (const column of columns.slice(columns.indexOf(set.at(-1)!) + 1)) {
      const next = [...set, column];
      if (!keys.some((key) => key.every((each) => next.includes(each)))) made.push(next);
    }
  }
  const rank = (set: Column[]) => set.reduce((sum, each) => sum + each.rank, 0);
  return made.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_SETS);
}

function parted<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  const inside: Item[] = [];
  const outside: Item[] = [];
  for (const item of items) (belongs(item) ? inside : outside).push(item);
  return [inside, outside];
}
