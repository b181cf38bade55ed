/** A message as a batch of records, whichever node it comes from. */
import { DataConnectError, type Phrase } from '../../errors';
import type { SqlOrder, SqlPeriod } from '../../output/sql/sql-order';
import type { ColumnInfo } from '../../record';
import type { DataConnectMessage } from '../messages/message-writer';

type Records = ReadonlyArray<Record<string, unknown>>;

/**
 * The records of a message: a list of them, or one.
 * @throws DataConnectError `RECORDS_INVALID`
 */
export function recordsIn({ payload }: DataConnectMessage, table: string): Records {
  const list: readonly unknown[] = Array.isArray(payload) ? payload : [payload];
  const place = list.findIndex((each) => !isRecord(each));
  if (place < 0) return list as Records;
  throw new DataConnectError('RECORDS_INVALID', { table, problem: notRecords(payload, place) });
}

function notRecords(payload: unknown, place: number): Phrase {
  if (!Array.isArray(payload)) return { phrase: 'no-records', facts: { found: nameOf(payload) } };
  return { phrase: 'no-record-in-list', facts: { place: place + 1, found: nameOf(payload[place]) } };
}

/** A plain object, whichever realm it is from: a Function node has one of its own. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]' && !ArrayBuffer.isView(value);
}

/** As JavaScript calls it, in every language. */
function nameOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return 'Buffer';
  return Object.prototype.toString.call(value).slice('[object '.length, -1).toLowerCase();
}

/** @returns undefined for what is no list of columns: the core CSV node writes their names as one text */
export function columnsIn({ columns }: { columns?: unknown }): readonly ColumnInfo[] | undefined {
  const isColumn = (each: unknown) => isRecord(each) && typeof each.name === 'string';
  return Array.isArray(columns) && columns.every(isColumn) ? columns : undefined;
}

/** Date and time without a zone, as the dates of records are. */
const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.(\d{1,7}))?)?$/;

/**
 * The period that a run replaces.
 * @returns undefined where none is replaced, or the message tells none
 * @throws DataConnectError `RECORDS_INVALID` for one that cannot be compared with the dates of records
 */
export function periodIn(
  { dataconnect }: { dataconnect?: unknown },
  { table, write, dateColumn }: SqlOrder,
): SqlPeriod | undefined {
  const period = isRecord(dataconnect) ? dataconnect.period : undefined;
  if (write !== 'replace' || dateColumn === '' || period === undefined) return undefined;
  const { from, before } = isRecord(period) ? period : {};
  const ends = [shortest(from), shortest(before)];
  if (ends[0] !== undefined && ends[1] !== undefined) return { from: ends[0], before: ends[1] };
  throw new DataConnectError('RECORDS_INVALID', { table, problem: { phrase: 'period-unreadable' } });
}

/** Without the zeros that a text need not have: as texts, `2026-03-01T00:00:00` comes before its longer forms. */
function shortest(instant: unknown): string | undefined {
  const [, day, time, seconds = '', fraction = ''] = INSTANT.exec(String(instant)) ?? [];
  if (day === undefined || time === undefined) return day;
  const finer = fraction.replace(/0+$/, '');
  const rest = finer === '' ? seconds.replace(':00', '') : `${seconds}.${finer}`;
  return time === '00:00' && rest === '' ? day : `${day}T${time}${rest}`;
}
