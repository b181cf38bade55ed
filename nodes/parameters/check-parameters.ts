/**
 * The only guard against misspelt parameters: the service ignores a name it does not know and answers with data of
 * another scope (docs/api.md, Requests). Everything is checked before any traffic.
 */
import { DateTime } from 'luxon';
import { rangesOf } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import { responseNamed } from '../catalogue/shared-parameters';
import { LONGEST_DATE } from './date-axis';
import { givenText, isBlank, shorten } from './given-value';
import { ParameterError } from './parameter-error';
import { type DateClock, toParameterText } from './parameter-text';
import type { Problem } from './problem';
import { suggestName } from './suggest-name';

/** What the parameters of one request are checked against. */
export interface ParameterRules {
  /** Title of the endpoint, for errors. */
  endpoint: string;
  /** The endpoint's own parameters and the shared ones. */
  parameters: readonly Parameter[];
  /** True for the request node: any name may be sent, and every value goes out as it was given. */
  open: boolean;
  /** True to send in spite of problems; they are returned as warnings. */
  anyway: boolean;
}

export interface CheckedParameters {
  /** Names and texts to send, in the catalogue's order. */
  sent: Array<[name: string, value: string]>;
  /** Problems that were overruled by `anyway`. */
  warnings: Problem[];
}

/** Problems that one error names; a message can bring any number of names. */
const MOST_SAID = 10;

/**
 * @param given values by name, as typed or as a message brought them; blank ones count as not given
 * @throws ParameterError with every problem at once, unless `rules.anyway`
 */
export function checkParameters(
  given: ReadonlyMap<string, unknown>,
  rules: ParameterRules,
  clock: DateClock,
): CheckedParameters {
  const problems: Problem[] = [];
  const sent = new Map<string, string>();
  for (const parameter of rules.parameters) {
    const value = given.get(parameter.name);
    const checked = toParameterText(parameter, value, clock);
    if (checked.kind === 'problem') problems.push(checked.problem);
    const text = rules.open || checked.kind === 'problem' ? givenText(parameter, value, true) : checked;
    if (text.kind === 'text') sent.set(parameter.name, text.text);
  }
  const known = new Set(rules.parameters.map(({ name }) => name));
  for (const [name, value] of given) {
    if (known.has(name)) continue;
    const text = givenText({ name, type: 'string', description: name }, value, true);
    if (text.kind === 'text') sent.set(name, text.text);
    if (text.kind === 'problem') problems.push(text.problem);
  }
  if (!rules.open) problems.push(...unknownNames(given, rules.parameters));
  problems.push(...missing(sent, rules.parameters), ...missingRecipient(sent));
  problems.push(...datesOutOfOrder(sent, rules.parameters, clock));
  if (problems.length > 0 && !(rules.anyway && problems.every(isTolerable)))
    throw new ParameterError(rules.endpoint, cutShort(problems));
  return { sent: [...sent], warnings: cutShort(problems) };
}

function cutShort(problems: Problem[]): Problem[] {
  const rest = problems.length - MOST_SAID;
  return rest > 0 ? [...problems.slice(0, MOST_SAID), { kind: 'and-more', facts: { count: rest } }] : problems;
}

/**
 * A value that cannot be written into a request at all is refused even when the person asked to send anyway: without it
 * the request would ask for more than was meant.
 */
const INTOLERABLE: ReadonlySet<Problem['kind']> = new Set([
  'not-text',
  'comma-in-item',
  'control-character',
  'not-well-formed',
  'no-value',
  'recipient-missing',
]);

function isTolerable({ kind }: Problem): boolean {
  return !INTOLERABLE.has(kind);
}

/** Each name that could be sent is compared with all the others: only as many are as will be said. */
function unknownNames(given: ReadonlyMap<string, unknown>, parameters: readonly Parameter[]): Problem[] {
  const names = parameters.map(({ name }) => name);
  const known = new Set(names);
  const unknown = [...given].filter(([name, value]) => !known.has(name) && !isBlank(value));
  if (unknown.length === 0) return [];
  const aliases = new Map(
    parameters.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name] as const)),
  );
  let areNamesSaid = false;
  return unknown.map(([name], index): Problem => {
    const facts = { field: shorten(name) };
    if (index >= MOST_SAID) return { kind: 'unknown', facts };
    const suggestion = aliases.get(name) ?? suggestName(name, names);
    if (suggestion) return { kind: 'unknown', facts, hint: { phrase: 'did-you-mean', facts: { suggestion } } };
    if (areNamesSaid) return { kind: 'unknown', facts };
    areNamesSaid = true;
    return { kind: 'unknown', facts, hint: { phrase: 'known-names', facts: { names: names.join(', ') } } };
  });
}

function missing(sent: ReadonlyMap<string, string>, parameters: readonly Parameter[]): Problem[] {
  return parameters
    .filter(({ name, required }) => required && !sent.has(name))
    .map(({ name }) => ({ kind: 'missing', facts: { field: name } }));
}

function missingRecipient(sent: ReadonlyMap<string, string>): Problem[] {
  const byMail = responseNamed(sent.get('Response') ?? '')?.endsWith('.Email');
  return byMail && !sent.has('Email.To') ? [{ kind: 'recipient-missing', facts: { field: 'Email.To' } }] : [];
}

function datesOutOfOrder(
  sent: ReadonlyMap<string, string>,
  parameters: readonly Parameter[],
  clock: DateClock,
): Problem[] {
  return rangesOf(parameters).flatMap(({ start, stop }): Problem[] => {
    const startValue = sent.get(start);
    const stopValue = sent.get(stop);
    if (startValue === undefined || stopValue === undefined) return [];
    if (!(toInstant(stopValue, clock) < toInstant(startValue, clock))) return [];
    return [{ kind: 'stop-before-start', facts: { start, startValue, stop, stopValue } }];
  });
}

/** @returns milliseconds since 1970, or NaN, which is out of no order, for text that is no date */
function toInstant(text: string, { zone }: DateClock): number {
  return text.length > LONGEST_DATE ? Number.NaN : DateTime.fromISO(text, { zone }).toMillis();
}
