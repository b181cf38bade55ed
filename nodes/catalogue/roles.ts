/** What parameters do for a request, whatever the service calls them. */
import type { DateRange, Endpoint, Parameter, Variant } from './schema';

/** The names of nearly every range. The request node, which may ask for anything, goes by them. */
export const usualRange: DateRange = { start: 'StartDate', stop: 'StopDate' };

/** True for a parameter that takes a date, with a time or without. */
export function isDate(parameter: Parameter): parameter is Parameter & { format: 'date' | 'date-time' } {
  return parameter.format === 'date' || parameter.format === 'date-time';
}

/** Which end of a range a date is: words such as `last month` start on the first day and stop on the last. */
export function edgeOf({ startedBy }: Pick<Parameter, 'startedBy'>): 'start' | 'stop' {
  return startedBy === undefined ? 'start' : 'stop';
}

/** Every pair of dates, in the order of the parameters. */
export function rangesOf(parameters: readonly Parameter[]): DateRange[] {
  return parameters.flatMap(({ name, startedBy }) => (startedBy === undefined ? [] : { start: startedBy, stop: name }));
}

/** The ids of locations and the parameters that their level depends on; the filter that wins comes first. */
export function locationFilters(parameters: readonly Parameter[]): Parameter[] {
  const filters = parameters.filter(({ locationFilter }) => locationFilter !== undefined);
  return filters.sort(
    (one, other) => Number(one.locationFilter === 'legacy') - Number(other.locationFilter === 'legacy'),
  );
}

/** The names of the filters by a level and the ids of its nodes, both. */
export function levelFilterNames(parameters: readonly Parameter[]): string[] {
  return locationFilters(parameters).flatMap(({ name, lookup }) =>
    lookup?.from ? [...Object.values(lookup.from), name] : [],
  );
}

/** The company that a request is about; the partner feeds spell it `CompanyId`. */
export const companyName = 'CompanyID';

/** Whatever its case: the partner feeds spell it otherwise. */
export function isCompany(name: string): boolean {
  return name.toLowerCase() === companyName.toLowerCase();
}

/** The value of a parameter in a request, undefined where it is not given or not known. */
type TextOf = (parameter: string) => string | undefined;

/** The form of the answer that the parameters choose, where an endpoint has several. */
export function chosenVariant<Form extends Pick<Variant, 'parameter' | 'value'>>(
  variants: readonly Form[] = [],
  textOf: TextOf,
): Form | undefined {
  return variants.find(({ parameter, value }) => textOf(parameter) === String(value));
}

/** What decides whether the records of a range are each of one instant. */
export interface Dated extends Pick<Endpoint, 'recordDate'> {
  variants?: ReadonlyArray<Pick<Variant, 'parameter' | 'value' | 'recordDate'>> | undefined;
}

/**
 * True where each record belongs to one instant of the range. Records that are totals over it change their meaning when
 * it is cut.
 */
export function isByDate(endpoint: Dated, textOf: TextOf): boolean {
  return (chosenVariant(endpoint.variants, textOf) ?? endpoint).recordDate !== undefined;
}

/** True for answers that the service has at hand, with no report to run. */
export function isLight({ domain }: Pick<Endpoint, 'domain'>): boolean {
  return domain === 'service' || domain === 'lists';
}

/** False where the records are things and people, each for itself. */
export function mayBeTotals({ domain }: Pick<Endpoint, 'domain'>): boolean {
  return !['bridge', 'customers', 'deltas', 'lists', 'service'].includes(domain);
}
