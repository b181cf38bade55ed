/** One value of one parameter: from what a person or a message gave to the text that the service is sent. */
import type { Choice, Parameter } from '../catalogue/schema';
import { parseDateExpression, resolveDateExpression } from './date-expression';
import type { Problem } from './parameter-problem';
import { suggestName } from './suggest-name';

export interface DateClock {
  now: Date;
  /** IANA name of the zone in which dates without a zone are meant. */
  zone: string;
}

export type ParameterText = { kind: 'text'; text: string } | { kind: 'blank' } | { kind: 'problem'; problem: Problem };

type Scalar = string | number | bigint | boolean | Date;

/** Longest piece of a wrong value that is repeated in an error. */
const SHOWN = 80;

/**
 * @param value as typed in the node or given by a message: text, number, boolean, Date, or a list of those
 * @returns the text to send; `blank` for undefined, null and ''; or what is wrong with it
 */
export function toParameterText(parameter: Parameter, value: unknown, clock: DateClock): ParameterText {
  if (isBlank(value)) return { kind: 'blank' };
  const items = Array.isArray(value) ? value.filter((item) => !isBlank(item)) : [value];
  if (items.length === 0) return { kind: 'blank' };
  if (!items.every(isScalar)) return wrong('not-text', parameter, describeType(items.find((item) => !isScalar(item))));
  const commaItem = items.length > 1 ? items.map(plainText).find((item) => item.includes(',')) : undefined;
  if (commaItem !== undefined) return wrong('comma-in-item', parameter, commaItem);
  const text = items.map((item) => scalarText(parameter, item)).join(',');
  if (hasControlCharacter(parameter, text))
    return wrong('control-character', parameter, JSON.stringify(text).slice(1, -1));
  if (!text.isWellFormed()) return wrong('not-well-formed', parameter, text.toWellFormed());
  return checkType(parameter, text, clock);
}

export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function checkType(parameter: Parameter, text: string, clock: DateClock): ParameterText {
  if (parameter.format === 'date' || parameter.format === 'date-time') return checkDate(parameter, text, clock);
  if (parameter.choices?.length) return checkChoice(parameter, parameter.choices, text);
  if (parameter.format === 'guid') return checkItems(parameter, text, GUID, 'not-guid');
  if (parameter.type === 'boolean') return checkBoolean(parameter, text);
  if (parameter.type === 'integer') {
    return checkItems(parameter, text, INTEGER, parameter.list ? 'not-integer-list' : 'not-integer');
  }
  if (parameter.type === 'number') return checkItems(parameter, text, NUMBER, 'not-number');
  if (ADDRESSES.has(parameter.name)) return checkAddresses(parameter, text);
  return { kind: 'text', text };
}

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const INTEGER = /^-?\d{1,19}$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
const ADDRESSES = new Set(['Email.To', 'Email.Cc']);

function checkItems(parameter: Parameter, text: string, form: RegExp, kind: Problem['kind']): ParameterText {
  const items = parameter.list ? text.split(',').map((item) => item.trim()) : [text.trim()];
  if (!items.every((item) => form.test(item) || parameter.all?.includes(item))) return wrong(kind, parameter, text);
  return { kind: 'text', text: items.join(',') };
}

function checkAddresses(parameter: Parameter, text: string): ParameterText {
  const addresses = text.split(/[,;]/).map((address) => address.trim());
  if (!addresses.every((address) => ADDRESS.test(address))) return wrong('not-an-address', parameter, text);
  return { kind: 'text', text: addresses.join(',') };
}

function checkBoolean(parameter: Parameter, text: string): ParameterText {
  const value = text.trim().toLowerCase();
  if (value === 'true' || value === '1') return { kind: 'text', text: 'true' };
  if (value === 'false' || value === '0') return { kind: 'text', text: 'false' };
  return wrong('not-boolean', parameter, text);
}

/** A list takes several of the choices; spelling is compared without case and sent as the catalogue has it. */
function checkChoice(parameter: Parameter, choices: readonly Choice[], text: string): ParameterText {
  const items = parameter.list ? text.split(',').map((item) => item.trim()) : [text.trim()];
  const values = [...choices.map((choice) => String(choice.value)), ...(parameter.all ?? [])];
  const spelled = items.map((item) => values.find((value) => value.toLowerCase() === item.toLowerCase()));
  const unknown = items.find((_, index) => spelled[index] === undefined);
  if (unknown === undefined) return { kind: 'text', text: spelled.join(',') };
  const byLabel = choices.find((choice) => choice.label?.toLowerCase() === unknown.toLowerCase());
  const suggestion = byLabel ? String(byLabel.value) : suggestName(unknown, values);
  return {
    kind: 'problem',
    problem: {
      kind: 'not-a-choice',
      facts: { name: parameter.name, value: shorten(unknown), choices: choices.map(choiceText).join(', ') },
      ...(suggestion === undefined ? {} : { hint: { kind: 'did-you-mean' as const, facts: { suggestion } } }),
    },
  };
}

function choiceText(choice: Choice): string {
  return choice.label && choice.label !== String(choice.value)
    ? `${choice.value} (${choice.label})`
    : String(choice.value);
}

function checkDate(parameter: Parameter, text: string, clock: DateClock): ParameterText {
  const expression = parseDateExpression(text.trim());
  if (!expression) return wrong('not-date', parameter, text);
  const edge = /stop|end/i.test(parameter.name) ? 'stop' : 'start';
  const format = parameter.format === 'date' ? 'date' : 'date-time';
  return { kind: 'text', text: resolveDateExpression(expression, { ...clock, edge, format }) };
}

/** A number in a date's place is milliseconds since 1970, as the inject node gives them. */
function scalarText(parameter: Parameter, value: Scalar): string {
  const isDate = parameter.format === 'date' || parameter.format === 'date-time';
  if (isDate && typeof value === 'number' && Math.abs(value) <= LAST_INSTANT) return new Date(value).toISOString();
  return plainText(value);
}

/** The largest time value of ECMAScript, in milliseconds. */
const LAST_INSTANT = 8.64e15;

/** A whole number is written with all its digits: `String(1e21)` would send an exponent. */
function plainText(value: Scalar): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value).toString();
  return String(value);
}

function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  return ['string', 'boolean', 'bigint'].includes(typeof value);
}

function describeType(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return 'an invalid Date';
  return Array.isArray(value) ? 'a list in a list' : `an ${typeof value}`.replace('an function', 'a function');
}

/** A tab is a proper delimiter; every other control character could break a header or a mail the service writes. */
function hasControlCharacter(parameter: Parameter, text: string): boolean {
  const checked = parameter.name === 'CSV.Delimiter' ? text.replaceAll('\t', '') : text;
  return /\p{Cc}/u.test(checked);
}

function wrong(kind: Problem['kind'], parameter: Parameter, value: string): ParameterText {
  return { kind: 'problem', problem: { kind, facts: { name: parameter.name, value: shorten(value), found: value } } };
}

function shorten(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}
