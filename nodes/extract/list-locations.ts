/** The ids of every location a request is narrowed to, from the list endpoint that knows them. */
import { endpointById } from '../catalogue/index';
import type { ServiceRequest } from '../client/request';
import { distinctIds } from './location-filter';
import { collect, type RunOptions, type Sender } from './run';
import type { RunPlan } from './run-plan';
import { noFacts } from './run-progress';

/**
 * @param plan the run that needs them; its locations must be known by a list
 * @returns each id once; none where one cannot be read, for then some of them would be missing
 * @throws DataConnectError of the list's request
 */
export async function listLocations(plan: RunPlan, client: Sender, options: RunOptions): Promise<string[]> {
  const { list } = plan.windows.locations!;
  const endpoint = endpointById(list.endpoint)!;
  const records = await collect(
    {
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
    },
    client,
    { signal: options.signal, timing: options.timing, facts: noFacts() },
  );
  return distinctIds(records.map((record) => String(record[list.column]))) ?? [];
}

function companyOf({ request }: RunPlan): ServiceRequest['parameters'] {
  return request.parameters.filter(([name]) => name === 'CompanyID');
}
