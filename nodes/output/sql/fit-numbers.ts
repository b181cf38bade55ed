/** Numbers as cells: exact, or refused. */
import { type Decimal, decimalsOf, isDouble, isInt64, plainDigits, readDecimal } from './decimal-digits';
import type { FittedColumn, Fitting, SqlValue } from './fitted-column';
import type { SqlKind } from './sql-column';
import type { SqlDatabase } from './sql-order';

export type NumberKind = Extract<SqlKind, 'integer' | 'decimal' | 'float' | 'number'>;

/** What a type holds exactly. */
type Holds = 'int64' | 'double' | 'int64 or double' | 'decimal(38,10)' | 'any';

const HOLDS: Readonly<Record<SqlDatabase, Readonly<Record<NumberKind, Holds>>>> = {
  sqlite: { integer: 'int64', decimal: 'int64 or double', float: 'double', number: 'int64 or double' },
  postgresql: { integer: 'int64', decimal: 'any', float: 'double', number: 'any' },
  mysql: { integer: 'int64', decimal: 'decimal(38,10)', float: 'double', number: 'double' },
  sqlserver: { integer: 'int64', decimal: 'decimal(38,10)', float: 'double', number: 'double' },
};

const SCALE = 10;
const WHOLE_DIGITS = 28;
const INT64_END = 2 ** 63;

/** Notes how many decimals there are, and whether a double would lose digits. */
export function fitNumbers(fitting: Fitting, kind: NumberKind): FittedColumn {
  const { column, records, database } = fitting;
  const { name } = column;
  const holds = HOLDS[database][kind];
  const cells: SqlValue[] = [];
  const fitted: FittedColumn = { column, cells, scale: 0, exact: false };
  let power = 1;
  for (let row = 0; row < records.length; row++) {
    const value = records[row]![name];
    if (typeof value !== 'number') {
      cells.push(value === undefined || value === null || value === '' ? null : fitDigits(fitting, row, holds, fitted));
      continue;
    }
    if (Number.isSafeInteger(value)) {
      cells.push(value);
      continue;
    }
    // Of the whole number nearest to the product the quotient is the value again exactly where no more decimals are
    // written: the product itself is none for 19.99 and 100.
    const product = Math.round(value * power);
    if (!(Number.isSafeInteger(product) && product / power === value)) {
      if (!canHold(value, holds)) fitting.refuse(row, 'sql-misfit');
      fitted.scale = Math.max(fitted.scale, decimalsOf(value));
      power = 10 ** Math.min(fitted.scale, SCALE);
    }
    cells.push(holds === 'decimal(38,10)' ? plain(value) : value);
  }
  return fitted;
}

function canHold(value: number, holds: Holds): boolean {
  if (!Number.isFinite(value)) return false;
  if (holds === 'int64') return Number.isInteger(value) && value >= -INT64_END && value < INT64_END;
  return holds !== 'decimal(38,10)' || isShort(readDecimal(String(value))!);
}

/** Not every database reads an exponent in a decimal; JavaScript writes one where a number is smaller or larger. */
function plain(value: number): SqlValue {
  const size = Math.abs(value);
  return size >= 1e-6 && size < 1e21 ? value : plainDigits(readDecimal(String(value))!);
}

/** Digits as text, which a double cannot hold, or which a Csv node left as text. */
function fitDigits(fitting: Fitting, row: number, holds: Holds, fitted: FittedColumn): SqlValue {
  const value = fitting.records[row]![fitting.column.name];
  const isDigits = typeof value === 'bigint' || (typeof value === 'string' && !/^-?0\d/.test(value));
  const decimal = isDigits ? readDecimal(String(value)) : undefined;
  if (decimal === undefined || !holdsDigits(decimal, holds)) return fitting.refuse(row, 'sql-misfit');
  fitted.scale = Math.max(fitted.scale, decimal.scale);
  if (!isDouble(decimal)) fitted.exact = true;
  return plainDigits(decimal);
}

function holdsDigits(decimal: Decimal, holds: Holds): boolean {
  switch (holds) {
    case 'int64':
      return isInt64(decimal);
    case 'double':
      return isDouble(decimal);
    case 'int64 or double':
      return isInt64(decimal) || isDouble(decimal);
    case 'decimal(38,10)':
      return isShort(decimal);
    case 'any':
      return true;
  }
}

function isShort({ digits, scale }: Decimal): boolean {
  return scale <= SCALE && digits.length - scale <= WHOLE_DIGITS;
}
