/** The value of a column for a subject: what the world knows, else something of the column's type that is always the same. */
import type { Column } from '../../../nodes/catalogue';
import { DAY, dateText, dateTimeText, WORLD_END, WORLD_START } from '../world/clock';
import { hashOf, Random } from '../world/random';
import type { Row, Value } from './answer';
import { comparisonFacts } from './facts/comparison';
import { type Facts, factName } from './facts/fact';
import { customerFacts, employeeFacts, shiftFacts } from './facts/people';
import { placeFacts } from './facts/place';
import { inventoryFacts } from './facts/product';
import { saleFacts } from './facts/sale';
import type { Subject } from './subject';

const FACTS: Facts = {
  ...placeFacts,
  ...employeeFacts,
  ...customerFacts,
  ...shiftFacts,
  ...saleFacts,
  ...comparisonFacts,
  ...inventoryFacts,
};

const WORDS = ['Standard', 'String_InStock', 'N/A', 'Régulier', 'Value, with comma', 'Two "words"', 'A & B', ''];

const cells = new WeakMap<readonly Column[], ReadonlyArray<(subject: Subject) => Value>>();

export function rowOf(subject: Subject, columns: readonly Column[]): Row {
  const known = cells.get(columns) ?? columns.map(cellOf);
  cells.set(columns, known);
  return known.map((cell) => cell(subject));
}

/** The values of a column; what depends on the column only is found once. */
function cellOf(column: Column): (subject: Subject) => Value {
  const name = factName(column.name);
  const fact = FACTS[column.format === 'guid' && name === 'channelid' ? 'channelguid' : name];
  return (subject) => {
    const known = fact?.(subject, column);
    if (known === null) return null;
    return (known === undefined ? undefined : fitted(known, column)) ?? made(column, name, subject);
  };
}

/** A known value in the column's type; undefined where it cannot be one of the column's. */
export function fitted(value: Value, column: Column): Value | undefined {
  if (value === null) return null;
  if (column.format === 'date-time') return typeof value === 'number' ? dateTimeText(value) : undefined;
  if (column.format === 'date') return typeof value === 'number' ? dateText(value) : undefined;
  switch (column.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      if (typeof value === 'boolean') return Number(value);
      return typeof value === 'bigint' || Number.isInteger(value) ? value : undefined;
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'string':
      return fittedText(value, column);
    case 'unknown':
      return value;
  }
}

function fittedText(value: Value, column: Column): string | undefined {
  if (column.format === 'guid' && (typeof value !== 'string' || !/^[0-9a-f-]{36}$/.test(value))) return undefined;
  const length = lengthOf(column);
  const text = typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);
  return length === undefined ? text : text.slice(0, length);
}

/** Length that the SQL type states: 14 for `VARCHAR(14)`; undefined without one, or for MAX. */
export function lengthOf(column: Column): number | undefined {
  const length = /CHAR\((\d+)\)/i.exec(column.sqlType ?? '')?.[1];
  return length === undefined ? undefined : Number(length);
}

function made(column: Column, name: string, subject: Subject): Value {
  const random = new Random(hashOf(`${name} ${subject.key}`));
  if (column.format === 'date-time' || column.format === 'date')
    return fitted(madeDate(name, subject, random), column) ?? null;
  if (column.format === 'guid') return random.guid();
  if (column.type === 'boolean') return random.chance(0.5);
  if (column.type === 'integer') return madeInteger(name, subject, random);
  if (column.type === 'number')
    return random.chance(0.05) ? null : random.chance(0.1) ? 0.1 : random.between(0, 50_000) / 100;
  return fittedText(madeText(name, subject, random), column) ?? null;
}

/** A row that sums something up is of the last of it. */
function madeDate(name: string, { at, members }: Subject, random: Random): number | null {
  if (random.chance(0.05) && !/created|^date$|start|stop/.test(name)) return null;
  return (
    at ??
    members?.at(-1)?.at ??
    WORLD_START + random.between(0, (WORLD_END - WORLD_START) / DAY - 1) * DAY + random.between(0, DAY - 1)
  );
}

function madeInteger(name: string, { number }: Subject, random: Random): number | null {
  if (random.chance(0.03)) return null;
  if (name.endsWith('id')) return 1000 + ((number * 7 + random.between(0, 3)) % 9000);
  return /qty|quantity|count/.test(name) ? random.between(0, 12) : random.between(0, 100);
}

function madeText(name: string, { number }: Subject, random: Random): string | null {
  if (random.chance(0.05)) return null;
  if (/yesno|^is|^adjusted$|^reconciled$|^flagged$|^posted$|^locked$|enabled$|uploaded$/.test(name))
    return random.chance(0.5) ? 'Yes' : 'No';
  if (/phone|number|zip|code/.test(name)) return `0${random.digits(9)}`;
  if (name.endsWith('id') || name.endsWith('bystore')) return `${name.slice(0, 3).toUpperCase()}${number}`;
  return random.pick(WORDS);
}
