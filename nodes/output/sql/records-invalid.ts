/** The error of records that no SQL can be made from. */
import { DataConnectError, type Phrase } from '../../errors';

/** Characters of a value's shape that an error shows. */
const SHOWN = 40;

/** @param problem names the column, and the record where it is one */
export function recordsInvalid(table: string, problem: Phrase): DataConnectError {
  return new DataConnectError('RECORDS_INVALID', { table, problem });
}

/** What a value looks like without what it says, for it may be anybody's: `+02:00` is `+99:99`, `n/a` is `a/a`. */
export function shapeOf(value: unknown): string {
  if (typeof value === 'object' || typeof value === 'function') return Array.isArray(value) ? '[…]' : '{…}';
  const text = String(value);
  const shape = text
    .slice(0, SHOWN)
    .replace(/\p{Nd}/gu, '9')
    .replace(/\p{L}/gu, 'a')
    .replace(/[^ -~]/g, '?');
  return text.length > SHOWN ? `${shape}…` : shape;
}
