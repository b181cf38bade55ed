/**
 * The only guard against misspelt parameters: the service ignores a name it does not know and answers with data of
 * another scope (API.md). Everything is checked before any traffic.
 */
import { DateTime } from 'luxon';
import type { Parameter } from '../catalogue/schema';
import { ParameterError, type Problem } from './parameter-problem';
import { type DateClock, isBlank, toParameterText } from './parameter-text';
import { suggestName } from './suggest-name';

/** What the parameters of one request are checked against. */
export interface ParameterRules {
  /** Title of the endpoint, for errors. */
  endpoint: string;
  /** The endpoint's own parameters and the shared ones. */
  parameters: readonly Parameter[];
  /** True for the request node: names the rules do not know are sent as they are. */
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
  for (const parameter of inOrder(given, rules.parameters)) {
    const value = given.get(parameter.name);
    const text = toParameterText(parameter, value, clock);
    if (text.kind === 'text') sent.set(parameter.name, text.text);
    if (text.kind === 'problem') {
      problems.push(text.problem);
      if (isSendable(value)) sent.set(parameter.name, String(value));
    }
  }
  if (!rules.open) problems.push(...unknownNames(given, rules.parameters));
  problems.push(...missing(sent, rules.parameters), ...missingRecipient(sent), ...datesOutOfOrder(sent, clock));
  if (problems.length > 0 && !(rules.anyway && problems.every(isTolerable)))
    throw new ParameterError(rules.endpoint, problems);
  return { sent: [...sent], warnings: problems };
}

/** A value that cannot be written into a request at all is refused even when the person asked to send anyway. */
function isTolerable({ kind }: Problem): boolean {
  return !['not-text', 'control-character', 'not-well-formed', 'evaluation-failed', 'recipient-missing'].includes(kind);
}

function isSendable(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

/** The known parameters, then those that only the caller knows, as plain text. */
function inOrder(given: ReadonlyMap<string, unknown>, parameters: readonly Parameter[]): Parameter[] {
  const known = new Set(parameters.map(({ name }) => name));
  const others = [...given.keys()].filter((name) => !known.has(name));
  return [...parameters, ...others.map((name): Parameter => ({ name, type: 'string', description: name }))];
}

function unknownNames(given: ReadonlyMap<string, unknown>, parameters: readonly Parameter[]): Problem[] {
  const names = parameters.map(({ name }) => name);
  const unknown = [...given].filter(([name, value]) => !names.includes(name) && !isBlank(value));
  if (unknown.length === 0) return [];
  const aliases = new Map(
    parameters.flatMap(({ name, aliases = [] }) => aliases.map((alias) => [alias, name] as const)),
  );
  return unknown.map(([name]) => {
    const suggestion = aliases.get(name) ?? suggestName(name, names);
    return {
      kind: 'unknown',
      facts: { name },
      hint: suggestion
        ? { kind: 'did-you-mean', facts: { suggestion } }
        : { kind: 'known-names', facts: { names: names.join(', ') } },
    };
  });
}

function missing(sent: ReadonlyMap<string, string>, parameters: readonly Parameter[]): Problem[] {
  return parameters
    .filter(({ name, required }) => required && !sent.has(name))
    .map(({ name }) => ({ kind: 'missing', facts: { name } }));
}

function missingRecipient(sent: ReadonlyMap<string, string>): Problem[] {
  const byMail = sent.get('Response')?.endsWith('.Email');
  return byMail && !sent.has('Email.To') ? [{ kind: 'recipient-missing', facts: { name: 'Email.To' } }] : [];
}

/** Pairs such as StartDate/StopDate and InvoiceStartDate/InvoiceStopDate, told by their names. */
function datesOutOfOrder(sent: ReadonlyMap<string, string>, clock: DateClock): Problem[] {
  return [...sent].flatMap(([start, startValue]): Problem[] => {
    const stop = start.replace('Start', 'Stop');
    const stopValue = sent.get(stop);
    if (stop === start || stopValue === undefined) return [];
    const isOutOfOrder = toInstant(stopValue, clock) < toInstant(startValue, clock);
    return isOutOfOrder ? [{ kind: 'stop-before-start', facts: { start, startValue, stop, stopValue } }] : [];
  });
}

/** @returns milliseconds since 1970, or NaN, which is out of no order, for text that is no date */
function toInstant(text: string, { zone }: DateClock): number {
  return DateTime.fromISO(text, { zone }).toMillis();
}
