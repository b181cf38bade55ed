/** The catalogue laid out flat, with a name for each part that says where a slip is to whoever has to mend it. */
import { type Endpoint, endpoints, type Parameter, sharedParametersOf } from '../../nodes/catalogue';

/** The own parameters of an endpoint, then the shared ones. */
export const parametersOf = (endpoint: Endpoint): Parameter[] => [
  ...endpoint.parameters,
  ...sharedParametersOf(endpoint),
];

export const everyParameter = endpoints.flatMap((endpoint) =>
  endpoint.parameters.map((parameter) => ({ endpoint, parameter, name: `${endpoint.id} ${parameter.name}` })),
);

export const columnSets = endpoints.flatMap((endpoint) => [
  { name: endpoint.id, columns: endpoint.columns },
  ...(endpoint.variants ?? []).map((variant) => ({ name: `${endpoint.id} ${variant.name}`, columns: variant.columns })),
]);

export const everyColumn = columnSets.flatMap(({ name, columns }) =>
  columns.map((column) => ({ column, name: `${name} ${column.name}` })),
);

/** The names that occur a second time. */
export function repeated(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** The names of the items that a rule does not hold for. */
export function slips<T>(items: readonly T[], isSlip: (item: T) => boolean, name: (item: T) => string): string[] {
  return items.filter(isSlip).map(name);
}
