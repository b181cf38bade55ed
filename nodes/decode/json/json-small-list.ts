/**
 * A list that is a small answer's all, through JSON.parse at once: to learn what records look like costs as much as ten
 * of them, and most answers have no more. What it would change unseen is looked for (`json-names.ts`): then the answer
 * is read with care.
 */
import type { DataRecord } from '../../record';
import type { AnswerColumns, KnownColumn } from '../answer-columns';
import { isDigit } from '../ascii';
import { countNames } from './json-names';

/**
 * @param columns learn names and types
 * @returns nothing where the text must be read with care
 * @throws DataConnectError `LIMIT_EXCEEDED`
 */
export function smallList(text: string, columns: AnswerColumns): DataRecord[] | undefined {
  const records = parsed(text);
  if (!Array.isArray(records) || !records.every(isFlat)) return undefined;
  if (countNames(text) !== records.reduce((sum, record) => sum + Object.keys(record).length, 0)) return undefined;
  let names: string[] = [];
  let known: KnownColumn[] = [];
  for (const record of records) {
    const keys = Object.keys(record);
    if (keys.length !== names.length || keys.some((key, index) => key !== names[index])) {
      names = keys;
      known = columns.named(keys);
      if (known.some(({ info }) => info.originalName !== undefined)) return undefined;
    }
    for (const column of known) {
      if (!column.settled) columns.note(column, record[column.info.name]!);
    }
  }
  return records;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether it is a record with no value inside a value, and no name that JavaScript moves to the front (`202`). */
function isFlat(record: unknown): record is DataRecord {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  const values = record as DataRecord;
  for (const name in values) {
    if (isDigit(name.charCodeAt(0))) return false;
    if (typeof values[name] === 'object' && values[name] !== null) return false;
  }
  return true;
}
