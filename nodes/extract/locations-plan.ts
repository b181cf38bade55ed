/** Asks for every location a request is narrowed to, by the list endpoint that knows them. */
import { endpointById } from '../catalogue/index';
import { isCompany } from '../catalogue/roles';
import type { DataRecord } from '../record';
import { distinctIds } from './location-filter';
import { makePlan } from './make-plan';
import { WHOLE_LIST } from './run-order';
import type { RunPlan } from './run-plan';

/** @param plan the run that needs them; its locations must be known by a list */
export function locationsPlan({ request, terms, windows }: RunPlan): RunPlan {
  const { list } = windows.locations!;
  const [, companyId = terms.companyId] = request.parameters.find(([name]) => isCompany(name)) ?? [];
  const { plan } = makePlan({
    endpoint: endpointById(list.endpoint),
    // The run was sent with this level already.
    choice: { ...WHOLE_LIST, anyway: true },
    given: new Map(list.parameters),
    terms: { ...terms, companyId },
    now: new Date(),
  });
  return { ...plan, request: { ...plan.request, authenticated: request.authenticated } };
}

/**
 * @param records of the answer to `locationsPlan`
 * @returns each id once; none where one cannot be read, for then some of them would be missing
 */
export function locationIds({ windows }: RunPlan, records: readonly DataRecord[]): string[] {
  const { column } = windows.locations!.list;
  return distinctIds(records.map((record) => String(record[column]))) ?? [];
}
