/** A value as a person, a message or another source gave it: whether there is one at all, and its text. */
import { isDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { Facts, Phrase, Wording } from '../errors';
import { cleanText } from './clean-text';
import type { Problem } from './problem';

export type ParameterText = { kind: 'text'; text: string } | { kind: 'blank' } | { kind: 'problem'; problem: Problem };

type Scalar = string | number | bigint | boolean | Date;

/** Longest piece of anything given that is repeated in an error. */
const SHOWN = 80;

/** @param most characters that are shown of it; 80 unless told otherwise */
export function shorten(text: string, most = SHOWN): string {
  return (text.length > most ? `${text.slice(0, most)}…` : text).toWellFormed();
}

/** True for what stands for no value at all. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * True where a source gave nothing that could be sent: for a value that must be there, spaces, `NaN` or a list of
 * nothing are no better than ''.
 * @param name of the parameter
 */
export function hasNoValue(value: unknown, name: string): boolean {
  return Array.isArray(value) ? value.every((item) => isNothing(item, name)) : isNothing(value, name);
}

function isNothing(value: unknown, name: string): boolean {
  if (isBlank(value)) return true;
  if (typeof value === 'string') return name !== DELIMITER && cleanText(value) === '';
  if (typeof value === 'number') return Number.isNaN(value);
  return value instanceof Date && Number.isNaN(value.getTime());
}

/** White space can separate the fields of a line. */
export const DELIMITER = 'CSV.Delimiter';

/**
 * One value for one parameter, its items joined by commas.
 * @param asIs true to leave a text as it is; else what nobody sees is taken from both ends of each item: nothing would
 *   be found by it
 * @returns `blank` for undefined, null, '' and lists of these
 */
export function givenText(parameter: Parameter, value: unknown, asIs: boolean): ParameterText {
  if (isBlank(value)) return BLANK;
  const items = Array.isArray(value) ? value.filter((item) => !isBlank(item)) : [value];
  if (items.length === 0) return BLANK;
  const odd = items.find((item) => !isScalar(item));
  if (odd !== undefined) return wrong('not-text', parameter, describeType(odd));
  const texts = items.map((item) => scalarText(parameter, item));
  const commaItem = texts.length > 1 ? texts.find((item) => item.includes(',')) : undefined;
  if (commaItem !== undefined) return wrong('comma-in-item', parameter, commaItem);
  const text = asIs || parameter.name === DELIMITER ? texts.join(',') : tidied(parameter, texts.join(','));
  if (text === '' || (parameter.list && /^,+$/.test(text))) {
    return refused('no-value', parameter, { source: '" "' });
  }
  const problem = problemOfText(text, parameter.name);
  return problem ? { kind: 'problem', problem } : { kind: 'text', text };
}

const BLANK: ParameterText = { kind: 'blank' };

function tidied(parameter: Parameter, text: string): string {
  const tidy = isFreeText(parameter) ? withoutUnseenEnds : cleanText;
  return parameter.list ? text.split(',').map(tidy).join(',') : tidy(text);
}

/** Text that may begin or end with spaces for all we know. */
function isFreeText({ type, format, choices }: Parameter): boolean {
  return type === 'string' && format === undefined && choices === undefined;
}

function withoutUnseenEnds(text: string): string {
  const middle = cleanText(text);
  const start = text.indexOf(middle);
  const ends = [text.slice(0, start), text.slice(start + middle.length)];
  const [before, behind] = ends.map((end) => (/^[ -~]*$/.test(end) ? end : ''));
  return `${before}${middle}${behind}`;
}

/**
 * Text that cannot be written into a request. A tab is a proper delimiter; every other control character could break a
 * header or a mail the service writes.
 * @param field what the text is for
 */
export function problemOfText(text: string, field: Wording): Problem | undefined {
  const control = text.search(field === DELIMITER ? /[^\P{Cc}\t]/u : /\p{Cc}/u);
  if (control >= 0) {
    return { kind: 'control-character', facts: { field, value: JSON.stringify(around(text, control)).slice(1, -1) } };
  }
  return text.isWellFormed() ? undefined : { kind: 'not-well-formed', facts: { field, value: shorten(text) } };
}

function around(text: string, place: number): string {
  return shorten(text.slice(Math.max(0, place - SHOWN / 2)), SHOWN / 2 + 20);
}

/** The largest time value of ECMAScript, in milliseconds. */
const LAST_INSTANT = 8.64e15;

/**
 * A number in a date's place is milliseconds since 1970, as the inject node gives them. Any other whole number is
 * written with all its digits: `String(1e21)` would send an exponent.
 */
function scalarText(parameter: Parameter, value: Scalar): string {
  const isInstant = isDate(parameter) && typeof value === 'number' && Math.abs(value) <= LAST_INSTANT;
  if (isInstant) return new Date(value).toISOString();
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

/** What is wrong with a value, with a piece of it. */
export function wrong(kind: Problem['kind'], parameter: Parameter, value: string): ParameterText {
  return refused(kind, parameter, { value: shorten(value) });
}

/** A value that is no text to send. @param facts beside the name of the parameter */
export function refused(kind: Problem['kind'], { name }: Parameter, facts: Facts, hint?: Phrase): ParameterText {
  return { kind: 'problem', problem: { kind, facts: { field: shorten(name), ...facts }, ...(hint && { hint }) } };
}
