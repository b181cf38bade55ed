/**
 * The only guard against misspelt parameters: the service ignores a name it does not know and answers with data of
 * another scope (docs/api.md, Requests). Everything is checked before any traffic.
 */
import { isCompany, rangesOf } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import {
  defaultResponse,
  type ResponseFormat,
  responseNamed,
  type SharedParameter,
} from '../catalogue/shared-parameters';
import { instantOf } from './date-expression';
import { givenText, isBlank, shorten } from './given-value';
import { isNeeded, LATER } from './needed';
import { problemOfName } from './parameter-name';
import { type DateClock, toParameterText } from './parameter-text';
import { MOST_SAID, type Problem } from './problem';
import { suggestName } from './suggest-name';

/** What the parameters of one request are checked against. */
interface ParameterRules {
  /** The endpoint's own parameters and the shared ones. */
  parameters: ReadonlyArray<Parameter | SharedParameter>;
  /** True for the request node: any name may be sent, and every value goes out as it was given. */
  open: boolean;
}

interface CheckedParameters {
  /** Names and texts to send, in the catalogue's order. */
  sent: Map<string, string>;
  /** All that is wrong. */
  problems: Problem[];
}

/** @param given values by name, as typed or as a message brought them; blank ones count as not given */
export function checkParameters(
  given: ReadonlyMap<string, unknown>,
  { parameters, open }: ParameterRules,
  clock: DateClock,
): CheckedParameters {
  const problems: Problem[] = [];
  const sent = new Map<string, string>();
  for (const parameter of parameters) {
    const value = given.get(parameter.name);
    if (value === LATER) continue;
    const checked = toParameterText(parameter, value, clock);
    if (checked.kind === 'problem') problems.push(checked.problem);
    const text = open || checked.kind === 'problem' ? givenText(parameter, value, true) : checked;
    if (text.kind === 'text') sent.set(parameter.name, text.text);
  }
  const others = namesBeside(parameters, given);
  for (const name of others) {
    const value = given.get(name);
    const text = value === LATER ? undefined : givenText({ name, type: 'string', description: name }, value, true);
    if (text?.kind === 'text') sent.set(name, text.text);
    if (text?.kind === 'problem') problems.push(text.problem);
  }
  problems.push(...others.flatMap((name) => problemOfName(name) ?? []));
  if (!open) problems.push(...unknownNames(others, parameters));
  const known = (name: string) => sent.get(name) ?? (given.get(name) === LATER ? LATER : undefined);
  problems.push(...missing(parameters, known, responseNamed(sent.get('Response') ?? '')));
  problems.push(...datesOutOfOrder(sent, parameters, clock));
  return { sent, problems };
}

/** What goes out where nothing else is said. */
export function withDefaults(
  given: ReadonlyMap<string, unknown>,
  parameters: readonly Parameter[],
  companyId: unknown,
): Map<string, unknown> {
  const all = new Map(given);
  if (isBlank(all.get('Response'))) all.set('Response', defaultResponse);
  const company = parameters.find(({ name }) => isCompany(name));
  if (companyId && company && isBlank(all.get(company.name))) all.set(company.name, companyId);
  return all;
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
  'parameter-unnamed',
  'parameter-name-unsendable',
  'credentials-in-parameters',
]);

/** @param anyway true to send in spite of problems */
export function isRefused({ kind }: Problem, anyway: boolean): boolean {
  return !anyway || INTOLERABLE.has(kind);
}

function namesBeside(parameters: readonly Parameter[], given: ReadonlyMap<string, unknown>): string[] {
  const known = new Set(parameters.map(({ name }) => name));
  return [...given].filter(([name, value]) => !known.has(name) && !isBlank(value)).map(([name]) => name);
}

/** Each name that could be sent is compared with all the others: only as many are as will be said. */
function unknownNames(unknown: readonly string[], parameters: readonly Parameter[]): Problem[] {
  if (unknown.length === 0) return [];
  const names = parameters.map(({ name }) => name);
  const aliases = new Map(
    parameters.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name] as const)),
  );
  let areNamesSaid = false;
  return unknown.map((name, index): Problem => {
    const facts = { field: shorten(name) };
    if (index >= MOST_SAID) return { kind: 'unknown', facts };
    const suggestion = aliases.get(name) ?? suggestName(name, names);
    if (suggestion) return { kind: 'unknown', facts, hint: { phrase: 'did-you-mean', facts: { suggestion } } };
    if (areNamesSaid) return { kind: 'unknown', facts };
    areNamesSaid = true;
    return { kind: 'unknown', facts, hint: { phrase: 'known-names', facts: { names: names.join(', ') } } };
  });
}

/**
 * @param known the value of a parameter, as it is sent; undefined where it has none
 * @param response where it is known
 */
function missing(
  parameters: ParameterRules['parameters'],
  known: (name: string) => unknown,
  response: ResponseFormat | undefined,
): Problem[] {
  return parameters
    .filter(({ name }) => known(name) === undefined)
    .flatMap((parameter): Problem[] => {
      if (isNeeded(parameter, known)) return [missingBeside(parameter, known)];
      const isRecipient = 'requiredThere' in parameter && response && parameter.appliesTo.includes(response);
      return isRecipient ? [{ kind: 'recipient-missing', facts: { field: parameter.name } }] : [];
    });
}

function missingBeside({ name, neededWith }: Parameter, known: (name: string) => unknown): Problem {
  if (!neededWith) return { kind: 'missing', facts: { field: name } };
  const other = neededWith.parameter;
  return { kind: 'missing-with', facts: { field: name, other, otherValue: shorten(String(known(other))) } };
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
    if (!(instantOf(stopValue, clock.zone) < instantOf(startValue, clock.zone))) return [];
    return [{ kind: 'stop-before-start', facts: { field: stop, stopValue, start, startValue } }];
  });
}
