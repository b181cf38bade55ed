/** A record that is known to be there, with the instant it belongs to: what a range of dates includes shows by it. */
import { DateTime } from 'luxon';
import type { Parameter } from '../catalogue/schema';
import { type JsonRecord, recordListIn } from './answers';
import { type Answered, type AskedRequest, announced, type Inquiry } from './inquiry';
import { JSON_ANSWER, knownEndpoint, STORE_ID, STORE_LIST, STORES } from './known-requests';

export interface KnownRecord {
  store: string;
  /** As the service wrote it, without a zone. */
  text: string;
  /** The same, as a wall-clock time in UTC. */
  at: DateTime<true>;
  identity: string;
}

const report = knownEndpoint('sales-by-invoice');
const { range } = report;
const dateColumn = report.recordDate!;

/** One store sells nearly every day, and a fortnight of one store is no large report. */
const FORTNIGHT = 14;
/** Nothing of these days is still coming in, in whatever zone. */
const REST = 2;
export const HALF_A_YEAR = 182;

/** What is sent, as announced: dates and store are those of the account. */
export const announcedReport = announced(inRange('…', '…', '…'));

/**
 * A sale of about so many days ago.
 * @returns undefined where no store that was asked for has one that will do
 */
export async function findRecord(inquiry: Inquiry, daysAgo: number): Promise<KnownRecord | undefined> {
  const stores = (recordListIn((await inquiry.ask(STORE_LIST)).came) ?? []).map((store) => String(store[STORE_ID]));
  const today = DateTime.fromJSDate(inquiry.surroundings.now, { zone: 'utc' }).startOf('day');
  const stop = today.minus({ days: daysAgo + REST });
  const start = stop.minus({ days: FORTNIGHT });
  for (const store of new Set([stores[0], stores.at(-1)])) {
    if (store === undefined) continue;
    const exchange = await inquiry.ask(inRange(plain(start), plain(stop), store));
    const records = recordListIn(exchange.came);
    exchange.notes.push(records ? { key: 'came-records', facts: { count: records.length } } : { key: 'came-no-list' });
    const known = records?.flatMap((record) => knownFrom(record, store) ?? [])[0];
    if (known) return known;
  }
  return undefined;
}

/** The report of one store. */
export function inRange(start: string, stop: string, store: string): AskedRequest {
  const given = new Map<string, string>([
    [range!.start, start],
    [range!.stop, stop],
    STORES,
    ['LocationTypeIDs', store],
    JSON_ANSWER,
  ]);
  for (const parameter of report.parameters) {
    if (parameter.required && !given.has(parameter.name)) given.set(parameter.name, anyValue(parameter));
  }
  return { path: report.path, parameters: [...given], weight: 'report' };
}

function anyValue({ type, all, choices }: Parameter): string {
  return all?.[0] ?? String(choices?.[0]?.value ?? (type === 'boolean' ? false : 1));
}

/** Whether a range has the record; undefined where the answer is no list. */
export async function isIn(
  inquiry: Inquiry,
  known: KnownRecord,
  start: string,
  stop: string,
): Promise<boolean | undefined> {
  const exchange = await inquiry.ask(inRange(start, stop, known.store));
  const records = recordListIn(exchange.came);
  const isThere = records?.some((record) => identityOf(record) === known.identity);
  note(exchange, isThere);
  return isThere;
}

/** Whether the record comes in minutes in which it does not lie, too. */
export function isAtAnyTime(inquiry: Inquiry, known: KnownRecord): Promise<boolean | undefined> {
  return isIn(inquiry, known, plain(known.at.plus({ minutes: 5 })), plain(known.at.plus({ minutes: 10 })));
}

function note({ notes }: Answered, isThere: boolean | undefined): void {
  if (isThere === undefined) notes.push({ key: 'came-no-list' });
  else notes.push({ key: isThere ? 'came-with-record' : 'came-without-record' });
}

/** Date and time as the service takes them, without a zone. */
export function plain(at: DateTime): string {
  return at.toUTC().toISO({ includeOffset: false }) ?? '';
}

function knownFrom(record: JsonRecord, store: string): KnownRecord | undefined {
  const text = String(record[dateColumn]);
  const at = DateTime.fromISO(text, { zone: 'utc' });
  return at.isValid && isTelling(text, at) ? { store, text, at, identity: identityOf(record) } : undefined;
}

/**
 * An instant that nothing else explains. Around noon, so that it is the same day in every zone that is not far away; on
 * no quarter of an hour, where a midnight of another zone could lie; and not with a last digit that SQL Server rounds
 * (it counts in steps of 1/300 of a second, docs/api.md, Dates).
 */
function isTelling(text: string, { hour, minute, second, millisecond }: DateTime): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/.test(text)) return false;
  const isRounded = [3, 7].includes(millisecond % 10);
  return hour >= 10 && hour < 15 && (minute % 15 !== 0 || second !== 0) && !isRounded;
}

function identityOf(record: JsonRecord): string {
  return JSON.stringify([record[dateColumn], ...(report.key?.columns ?? []).map((name) => record[name])]);
}
