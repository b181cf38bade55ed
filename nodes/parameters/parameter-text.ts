/** One value of one parameter: from what a person or a message gave to the text that the service is sent. */
import { edgeOf, isDate } from '../catalogue/roles';
import type { Choice, Parameter } from '../catalogue/schema';
import type { Phrase } from '../errors';
import { cleanText, unseenCharacter } from './clean-text';
import { parseDateExpression, resolveDateExpression, suggestDate } from './date-expression';
import { DELIMITER, givenText, type ParameterText, refused, shorten, wrong } from './given-value';
import type { Problem } from './problem';
import { suggestName } from './suggest-name';

export interface DateClock {
  now: Date;
  /** IANA name of the zone in which dates without a zone are meant. */
  zone: string;
}

/**
 * @param value as typed in the node or given by a message: text, number, boolean, Date, or a list of those
 * @returns the text to send; `blank` for undefined, null and ''; or what is wrong with it
 */
export function toParameterText(parameter: Parameter, value: unknown, clock: DateClock): ParameterText {
  const given = givenText(parameter, value, false);
  return given.kind === 'text' ? checkType(parameter, given.text, clock) : given;
}

function checkType(parameter: Parameter, text: string, clock: DateClock): ParameterText {
  if (isDate(parameter)) return checkDate(parameter, text, clock);
  if (parameter.choices?.length) return checkChoice(parameter, parameter.choices, text);
  if (parameter.format === 'guid') return checkItems(parameter, text, GUID, 'not-guid');
  if (parameter.type === 'boolean') return checkBoolean(parameter, text);
  if (parameter.type === 'integer') {
    return checkItems(parameter, text, INTEGER, parameter.list ? 'not-integer-list' : 'not-integer');
  }
  if (parameter.type === 'number') return checkItems(parameter, text, NUMBER, 'not-number');
  if (ADDRESSES.has(parameter.name)) return checkAddresses(parameter, text);
  return checkFreeText(parameter, text);
}

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const INTEGER = /^-?\d{1,19}$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
const ADDRESSES = new Set(['Email.To', 'Email.Cc']);

function itemsOf(parameter: Parameter, text: string): string[] {
  return parameter.list ? text.split(',') : [text];
}

function checkItems(parameter: Parameter, text: string, form: RegExp, kind: Problem['kind']): ParameterText {
  const odd = itemsOf(parameter, text).find((item) => !form.test(item) && !parameter.all?.includes(item));
  if (odd === undefined) return { kind: 'text', text };
  return wrong(kind, parameter, text.length > LONG_LIST ? odd : text);
}

/** Characters of a list that are all said in an error; of a longer one the wrong item is. */
const LONG_LIST = 80;

/** A value with a character in it that nobody sees is not the one a person means. */
function checkFreeText(parameter: Parameter, text: string): ParameterText {
  const code = parameter.name === DELIMITER ? undefined : unseenCharacter(text);
  return code === undefined ? { kind: 'text', text } : refused('unseen-character', parameter, { code });
}

function checkAddresses(parameter: Parameter, text: string): ParameterText {
  const addresses = text.split(/[,;]/).map(cleanText);
  if (!addresses.every((address) => ADDRESS.test(address))) return wrong('not-an-address', parameter, text);
  return { kind: 'text', text: addresses.join(',') };
}

function checkBoolean(parameter: Parameter, text: string): ParameterText {
  const value = text.toLowerCase();
  if (value === 'true' || value === '1') return { kind: 'text', text: 'true' };
  if (value === 'false' || value === '0') return { kind: 'text', text: 'false' };
  return wrong('not-boolean', parameter, text);
}

/** A list takes several of the choices; spelling is compared without case and sent as the catalogue has it. */
function checkChoice(parameter: Parameter, choices: readonly Choice[], text: string): ParameterText {
  const values = [...choices.map((choice) => String(choice.value)), ...(parameter.all ?? [])];
  const spelling = new Map(values.toReversed().map((value) => [value.toLowerCase(), value]));
  const items = itemsOf(parameter, text);
  const spelled = items.map((item) => spelling.get(item.toLowerCase()));
  const unknown = items.find((_, index) => spelled[index] === undefined);
  if (unknown === undefined) return { kind: 'text', text: spelled.join(',') };
  const byLabel = choices.find((choice) => choice.label?.toLowerCase() === unknown.toLowerCase());
  const suggestion = byLabel ? String(byLabel.value) : suggestName(unknown, values);
  const facts = { value: shorten(unknown), choices: choices.map(choiceText).join(', ') };
  return refused('not-a-choice', parameter, facts, didYouMean(suggestion));
}

function didYouMean(suggestion: string | undefined): Phrase | undefined {
  return suggestion === undefined ? undefined : { phrase: 'did-you-mean', facts: { suggestion } };
}

function choiceText({ value, label }: Choice): string {
  return label && label !== String(value) ? `${value} (${label})` : String(value);
}

function checkDate(parameter: Parameter, text: string, clock: DateClock): ParameterText {
  const expression = parseDateExpression(text);
  if (!expression) return refused('not-date', parameter, { value: shorten(text) }, didYouMean(suggestDate(text)));
  const format = parameter.format === 'date' ? 'date' : 'date-time';
  return { kind: 'text', text: resolveDateExpression(expression, { ...clock, edge: edgeOf(parameter), format }) };
}
