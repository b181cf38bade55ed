/**
 * One-line columns for the catalogue. The words are SQL Server's where the documentation names the SQL type (`money`,
 * `varchar(50, …)`), else those of the JSON value (`string`, `wholeNumber` …). The last argument is the value the
 * documentation's sample record has for the column; a column the sample lacks has none.
 */
import type { Choice, Column } from './schema';

export type Example = Column['example'];
type Size = number | 'MAX';
type Maker = (name: string, description: string, example?: Example) => Column;

function maker(type: Column['type'], sqlType?: string, format?: Column['format']): Maker {
  return (name, description, example) => ({
    name,
    type,
    ...(format && { format }),
    ...(sqlType && { sqlType }),
    description,
    ...(example !== undefined && { example }),
  });
}

export const string = maker('string');
export const wholeNumber = maker('integer');
export const number = maker('number');
export const boolean = maker('boolean');
export const guid = maker('string', undefined, 'guid');
export const date = maker('string', undefined, 'date');
export const instant = maker('string', undefined, 'date-time');

export const bigint = maker('integer', 'BIGINT');
export const int = maker('integer', 'INT');
/** SQL Server's other word for INT, as the Envysion feeds document it. */
export const integer = maker('integer', 'INTEGER');
export const smallint = maker('integer', 'SMALLINT');
export const tinyint = maker('integer', 'TINYINT');
export const bit = maker('boolean', 'BIT');
export const money = maker('number', 'MONEY');
export const decimal = maker('number', 'DECIMAL');
export const float = maker('number', 'FLOAT');
export const text = maker('string', 'TEXT');
export const datetime = maker('string', 'DATETIME', 'date-time');
export const uniqueidentifier = maker('string', 'UNIQUEIDENTIFIER', 'guid');

/** A text of at most `size` characters. */
export function varchar(size: Size, name: string, description: string, example?: Example): Column {
  return maker('string', `VARCHAR(${size})`)(name, description, example);
}

/** The same in Unicode. */
export function nvarchar(size: Size, name: string, description: string, example?: Example): Column {
  return maker('string', `NVARCHAR(${size})`)(name, description, example);
}

/** A column whose SQL type is not one of the above, or does not go with the JSON type the samples show. */
export function documentedAs(sqlType: string, column: Column): Column {
  return { ...column, sqlType };
}

/** A column that holds one of a known set of values. */
export function among(choices: Choice[], column: Column): Column {
  return { ...column, choices };
}

/** A column that carries a live credential. */
export function secret(column: Column): Column {
  return { ...column, secret: true };
}

/** A column of which the rules (`personal.ts`) say another thing than it holds. */
export function personal(kind: Column['personal'], column: Column): Column {
  return { ...column, personal: kind };
}

/** A column that recurs: what is left to say where it is used is the value in the sample record. */
export function recurring(column: Column): (example?: Example) => Column {
  return (example) => (example === undefined ? column : { ...column, example });
}
