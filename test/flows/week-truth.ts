/** What a week must have come to, held against what the service has in the end. */
import type { LivedWeek } from './lived-week';
import { LIST_KEY } from './week-list';
import type { Arrived, DataRow } from './week-table';

/** As `test/emulator/answers/late-rows.ts` has it. */
const UNCORRECTED = 'to be corrected';

const KEYS: Record<string, string> = { 'sales-by-invoice': 'SaleInvoiceID' };

/** Rules that did not hold, with the numbers of their invariants. */
export function brokenBy(week: LivedWeek, truth: readonly DataRow[], list: readonly DataRow[]): string[] {
  const { plan, table, broken } = week;
  const key = KEYS[plan.endpoint];
  return [
    ...broken,
    ...missing(table.rows, truth).map((row) => `(1) missing: ${row}`),
    ...(key === undefined ? [] : stale(table.rows, truth, key)).map((row) => `(1) not at last: ${row}`),
    ...(plan.rows === 'new' ? again(table.arrived, truth, key) : []).map((row) => `(2) again: ${row}`),
    ...differing(week.list.copy, list).map((row) => `(7) differs: ${row}`),
  ];
}

/** Rows that came less often than they are there, to where the flow brings them. */
function missing(rows: readonly DataRow[], truth: readonly DataRow[]): string[] {
  const got = counted(rows);
  return [...counted(truth)].filter(([row, count]) => (got.get(row) ?? 0) < count).map(([row]) => row.slice(0, 200));
}

/** Rows that are not at last what the service has. */
function stale(rows: readonly DataRow[], truth: readonly DataRow[], key: string): string[] {
  const table = new Map(rows.map((row) => [row[key], textOf(row)]));
  if (table.size !== truth.length) return [`${table.size} rows in place of ${truth.length}`];
  return truth.map(textOf).filter((text, at) => table.get(truth[at]![key]) !== text);
}

/** Rows that came again as they were, though a window that had them was confirmed. */
function again(arrived: readonly Arrived[], truth: readonly DataRow[], key: string | undefined): string[] {
  return key === undefined ? moreThanThere(arrived, truth) : repeated(arrived, key);
}

function repeated(arrived: readonly Arrived[], key: string): string[] {
  const confirmed = new Map<unknown, string>();
  const found: string[] = [];
  for (const { rows, isConfirmed } of arrived) {
    for (const row of rows) {
      const text = textOf(row);
      if (confirmed.get(row[key]) === text) found.push(text.slice(0, 200));
      if (isConfirmed) confirmed.set(row[key], text);
      else confirmed.delete(row[key]);
    }
  }
  return found;
}

/**
 * Without a key: of rows that were never another one, so many came as there are. Behind a window that was not confirmed
 * nobody can say which of them the flow has, and all come again.
 */
function moreThanThere(arrived: readonly Arrived[], truth: readonly DataRow[]): string[] {
  const all = arrived.flatMap(({ rows }) => rows);
  const [column = ''] = all.flatMap((row) => Object.keys(row).filter((name) => row[name] === UNCORRECTED));
  const changed = new Set(all.filter((row) => row[column] === UNCORRECTED).map((row) => textWithout(row, column)));
  const there = counted(truth);
  const got = new Map<string, number>();
  const found: string[] = [];
  let comesAgain = false;
  for (const { rows, isConfirmed } of arrived) {
    const same = rows.filter((row) => !changed.has(textWithout(row, column)));
    for (const [row, count] of isConfirmed ? counted(same) : []) {
      const before = got.get(row) ?? 0;
      got.set(row, comesAgain ? Math.max(before, count) : before + count);
      if (got.get(row)! > (there.get(row) ?? 0)) found.push(row.slice(0, 200));
    }
    comesAgain = !isConfirmed;
  }
  return found;
}

function textWithout(row: DataRow, column: string): string {
  return textOf({ ...row, [column]: undefined });
}

function differing(copy: ReadonlyMap<unknown, DataRow>, list: readonly DataRow[]): string[] {
  const there = new Map(list.map((row) => [row[LIST_KEY], textOf(row)]));
  const ids = new Set([...copy.keys(), ...there.keys()]);
  return [...ids].filter((id) => there.get(id) !== (copy.has(id) ? textOf(copy.get(id)!) : undefined)).map(String);
}

function counted(rows: readonly DataRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(textOf(row), (counts.get(textOf(row)) ?? 0) + 1);
  return counts;
}

function textOf(row: DataRow): string {
  return JSON.stringify(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}
