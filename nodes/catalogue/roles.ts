/** What parameters do for a request, whatever the service calls them. */
import type { DateRange, Parameter } from './schema';

/** The names of nearly every range. The request node, which may ask for anything, goes by them. */
export const usualRange: DateRange = { start: 'StartDate', stop: 'StopDate' };

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

/** The company that a request is about; the partner feeds spell it `CompanyId`. */
export const companyName = 'CompanyID';

/** Whatever its case: the partner feeds spell it otherwise. */
export function isCompany(name: string): boolean {
  return name.toLowerCase() === companyName.toLowerCase();
}
