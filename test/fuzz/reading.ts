/** What slow and simple readers make of an answer, and whether the real reader made the same of it. */
import type { ColumnInfo, DataRecord, Value } from '../../nodes/record';

/** A value as it is written. */
export type Written =
  | { kind: 'text'; text: string }
  | { kind: 'number'; digits: string }
  | { kind: 'word'; word: 'true' | 'false' | 'null' }
  | { kind: 'list'; items: Written[] }
  | { kind: 'object'; members: Member[] };

export type Member = readonly [name: string, value: Written];

/** The fields of one record, in the order in which they are written. */
export type Row = readonly Member[];

/** Every right way to read an answer; none where it must be refused. */
export type Readings = readonly (readonly Row[])[];

export function isOneOf(readings: Readings, records: readonly DataRecord[], columns: readonly ColumnInfo[]): boolean {
  const names = new Map(columns.map(({ name, originalName }) => [name, originalName ?? name]));
  return readings.some(
    (rows) => rows.length === records.length && rows.every((row, index) => isRow(row, records[index]!, names)),
  );
}

function isRow(row: Row, record: DataRecord, names: ReadonlyMap<string, string>): boolean {
  const keys = Object.keys(record);
  if (keys.length !== row.length) return false;
  return pair(
    row,
    keys.map((key) => [names.get(key), record[key]!] as const),
    true,
  );
}

/** Whether each member has its own field, whatever the order: keys that look like numbers have one of their own. */
function pair(members: Row, fields: (readonly [string | undefined, Value])[], byName: boolean): boolean {
  const left = [...fields];
  return members.every(([name, written]) => {
    const at = left.findIndex(([key, value]) => (!byName || key === name) && isValue(value, written));
    if (at < 0) return false;
    left.splice(at, 1);
    return true;
  });
}

function isValue(value: Value, written: Written): boolean {
  switch (written.kind) {
    case 'word':
      return String(value) === written.word && typeof value !== 'string';
    case 'number':
      return typeof value === 'number' ? isSame(written.digits, String(value)) : isKeptAsText(value, written.digits);
    case 'list':
      return (
        Array.isArray(value) &&
        value.length === written.items.length &&
        written.items.every((item, index) => isValue(value[index]!, item))
      );
    case 'object':
      return isObject(value, written.members);
    case 'text':
      return value === written.text || isTyped(value, written.text);
  }
}

/** Digits stay text only where a double would lose some. */
function isKeptAsText(value: Value, digits: string): boolean {
  return value === digits && !isSame(digits, String(Number(digits)));
}

/** A text of Csv or Xml that its column's type made something else. */
function isTyped(value: Value, text: string): boolean {
  if (value === null) return text === '';
  if (typeof value === 'number') return /\d/.test(text) && isSame(text, String(value));
  if (typeof value !== 'boolean') return false;
  return (value ? ['true', '1', 'yes', 'y'] : ['false', '0', 'no', 'n']).includes(text.toLowerCase());
}

/** Inside a value a name that comes twice, or is dangerous, has another key. */
function isObject(value: Value, members: Row): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return false;
  const fields = Object.entries(value);
  const names = new Set(members.map(([name]) => name));
  const plain = names.size === members.length && !names.has('') && !names.has('__proto__');
  return fields.length === members.length && pair(members, fields, plain);
}

/** Whether two numbers, written in whichever way, are the same to the last digit. */
function isSame(one: string, other: string): boolean {
  return exact(one) !== undefined && exact(one) === exact(other);
}

function exact(text: string): string | undefined {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  let digits = BigInt(whole + fraction || '0');
  if (digits === 0n) return '0';
  let exponent = Number(power) - fraction.length;
  for (; digits % 10n === 0n; exponent++) digits /= 10n;
  return `${sign}${digits}e${exponent}`;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The readings of an answer in UTF-8. Bytes that are none are right only where they are passed over. */
export function readingsIn(bytes: Buffer, readings: (text: string) => Readings | undefined): Readings | undefined {
  try {
    return readings(withoutMarks(strict.decode(bytes)));
  } catch {
    return readings(withoutMarks(bytes.toString()))?.filter((rows) => !JSON.stringify(rows).includes('\ufffd'));
  }
}

function withoutMarks(text: string): string {
  return text.replace(/^\ufeff+/, '');
}
