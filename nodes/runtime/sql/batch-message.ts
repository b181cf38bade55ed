/** A message as a batch of records, whichever node it comes from. */
import { DataConnectError, type Phrase } from '../../errors';
import type { SqlOrder, SqlPeriod } from '../../output/sql/sql-order';
import { COLUMN_TYPES, type ColumnInfo } from '../../record';
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

/**
 * @returns undefined for what is no list of columns with their types: the core CSV node writes names as one text, and
 * others write lists of names. Names and types are then those of the records.
 */
export function columnsIn({ columns }: { columns?: unknown }): readonly ColumnInfo[] | undefined {
  return Array.isArray(columns) && columns.every(isColumn) ? columns : undefined;
}

function isColumn(each: unknown): each is ColumnInfo {
  if (!isRecord(each) || typeof each.name !== 'string') return false;
  return typeof each.sqlType === 'string' || COLUMN_TYPES.some((type) => type === each.type);
}

/**
 * The period that a run replaces.
 * @returns undefined where none is replaced, or the message tells none
 * @throws DataConnectError `RECORDS_INVALID` for one without two dates; whether they are dates is asked with the records
 */
export function periodIn(
  { dataconnect }: { dataconnect?: unknown },
  { table, write, dateColumn }: SqlOrder,
): SqlPeriod | undefined {
  const period = isRecord(dataconnect) ? dataconnect.period : undefined;
  if (write !== 'replace' || dateColumn === '' || period === undefined) return undefined;
  const { from, before } = isRecord(period) ? period : {};
  if (typeof from === 'string' && typeof before === 'string') return { from, before };
  throw new DataConnectError('RECORDS_INVALID', { table, problem: { phrase: 'sql-bad-period' } });
}
