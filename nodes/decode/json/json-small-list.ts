/**
 * A list that is a small answer's all, through JSON.parse at once: to learn what records look like costs as much as ten
 * of them, and most answers have no more. JSON.stringify must write the very same text again. Then nothing was lost of
 * it: no digit, no name that came twice, none that JavaScript moves to the front (`202`).
 */
import type { DataRecord } from '../../record';
import type { AnswerColumns, KnownColumn } from '../answer-columns';

/**
 * @param columns learn names and types
 * @returns nothing where the text must be read with care
 * @throws DataConnectError `LIMIT_EXCEEDED`
 */
export function smallList(text: string, columns: AnswerColumns): DataRecord[] | undefined {
  const records = parsed(text);
  if (!Array.isArray(records) || !records.every(isFlat) || JSON.stringify(records) !== text) return undefined;
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

/** Whether it is a record, with no value inside a value. */
function isFlat(record: unknown): record is DataRecord {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  return Object.values(record).every((value) => typeof value !== 'object' || value === null);
}
