/** Asks for every location a request is narrowed to, by the list endpoint that knows them. */
import { endpointById } from '../catalogue/index';
import { companyName, isCompany } from '../catalogue/roles';
import type { ServiceRequest } from '../client/request';
import type { DataRecord } from '../record';
import { distinctIds } from './location-filter';
import type { RunPlan } from './run-plan';

/** @param plan the run that needs them; its locations must be known by a list */
export function locationsPlan(plan: RunPlan): RunPlan {
  const { list } = plan.windows.locations!;
  const endpoint = endpointById(list.endpoint)!;
  return {
    endpoint: endpoint.title,
    request: {
      ...plan.request,
      method: 'GET',
      path: endpoint.path!,
      parameters: [...list.parameters, ['Response', 'Json'], ...companyOf(plan)],
      weight: 'light',
      repeatable: true,
    },
    response: 'Json',
    columns: endpoint.columns,
    columnsAreCertain: true,
    output: { kind: 'records', size: Number.POSITIVE_INFINITY },
    retries: plan.retries,
    pathIsGuess: false,
    windows: {
      choice: { kind: 'none' },
      axis: undefined,
      locations: undefined,
      byDate: false,
      mayBeTotals: false,
      byLocation: false,
      memory: '',
      ahead: 0,
    },
  };
}

/**
 * @param records of the answer to `locationsPlan`
 * @returns each id once; none where one cannot be read, for then some of them would be missing
 */
export function locationIds({ windows }: RunPlan, records: readonly DataRecord[]): string[] {
  const { column } = windows.locations!.list;
  return distinctIds(records.map((record) => String(record[column]))) ?? [];
}

function companyOf({ request }: RunPlan): ServiceRequest['parameters'] {
  return request.parameters.flatMap(([name, value]) => (isCompany(name) ? [[companyName, value] as const] : []));
}
