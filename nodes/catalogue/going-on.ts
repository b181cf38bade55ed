/** By what a run can go on from an earlier one, as far as the catalogue knows. */
import { chosenVariant, isDate } from './roles';
import type { Endpoint, Evidence, Key, Parameter } from './schema';

/** The dates that a run goes on by. */
export interface DatesGoneOnBy {
  start: string;
  /** Undefined where there is none: then a request brings all from the start on. */
  stop: string | undefined;
  /** What the dates take: a time as well, or days alone. */
  takes: 'date' | 'date-time';
  /** Other dates that must be sent, and narrow the answer too. */
  beside: readonly string[];
}

/** The same, and what is known of them. */
export interface GoesOnBy extends DatesGoneOnBy {
  /** What lies between them: records of that time, or those that were changed then. */
  of: 'records' | 'changes';
  evidence: Evidence;
}

type Ranged = Pick<Endpoint, 'range' | 'cursor' | 'sources'> & { parameters: readonly Parameter[] };

/** Changes where they can be asked for, for these miss nothing that came late. */
export function goesOnBy({ range, cursor, parameters, sources }: Ranged): GoesOnBy | undefined {
  const dates = datesGoneOnBy(cursor?.parameter ?? range?.start, parameters);
  if (!dates) return undefined;
  const isOfChanges = cursor?.parameter !== undefined;
  return {
    ...dates,
    of: isOfChanges ? 'changes' : 'records',
    evidence: isOfChanges ? cursor.evidence : readIn(sources),
  };
}

/** @param startName of the date that starts them; undefined where there is none */
export function datesGoneOnBy(
  startName: string | undefined,
  parameters: readonly Parameter[],
): DatesGoneOnBy | undefined {
  const start = parameters.find(({ name }) => name === startName);
  if (!start || !isDate(start)) return undefined;
  const stop = parameters.find(({ startedBy }) => startedBy === start.name)?.name;
  const others = parameters.filter((each) => isDate(each) && each.required && ![start.name, stop].includes(each.name));
  return { start: start.name, stop, takes: start.format, beside: others.map(({ name }) => name) };
}

/** A parameter that no documentation has was seen in client code. */
function readIn(sources: Endpoint['sources']): Evidence {
  return sources.some((source) => source !== 'client-code') ? 'documented' : 'observed';
}

/** How a node of an endpoint can go on: `new`, by a range of dates; `changes`, by comparing whole answers. */
export type WayToGoOn = 'new' | 'changes';

/**
 * None where data is sent in: nothing is asked for there. An answer to a range is never the whole, and one about the
 * service itself is nothing to compare.
 */
export function waysToGoOn(endpoint: Ranged & Pick<Endpoint, 'domain' | 'repeatable' | 'key'>): WayToGoOn[] {
  const { domain, range, repeatable, key } = endpoint;
  if (repeatable === false) return [];
  const isSnapshot = domain === 'customers' || (!range && (domain !== 'service' || key !== undefined));
  return [...(goesOnBy(endpoint) ? (['new'] as const) : []), ...(isSnapshot ? (['changes'] as const) : [])];
}

/** The column whose value lies in the range. */
export interface RangeColumn {
  name: string | undefined;
  /** No page says it: it is told by columns and descriptions, or not known at all. */
  evidence: 'inferred' | 'unknown';
}

type Formed = Pick<Endpoint, 'recordDate' | 'key' | 'variants'>;

/** @param textOf the value of a parameter, where an endpoint has several forms */
export function rangeColumnOf(endpoint: Formed, textOf: (parameter: string) => string | undefined): RangeColumn {
  const name = (chosenVariant(endpoint.variants, textOf) ?? endpoint).recordDate;
  return { name, evidence: name === undefined ? 'unknown' : 'inferred' };
}

/** @returns undefined where nothing makes a key plain: one can be suggested from an answer, and a person confirms it */
export function knownKeyOf(endpoint: Formed, textOf: (parameter: string) => string | undefined): Key | undefined {
  return (chosenVariant(endpoint.variants, textOf) ?? endpoint).key;
}
