/** Values for the required parameters of an endpoint, as the dialog of a node in the examples has them. */
import { edgeOf, isDate } from '../catalogue/roles';
import type { Endpoint, Parameter } from '../catalogue/schema';
import { presetParams } from '../stored/preset-params';
import type { ParameterValue } from '../stored/stored-node';

/** A month in the middle of the two years that the emulator's shops have sold. */
export const EXAMPLE_PERIOD = { start: '2026-03-01', stop: '2026-03-31' };

/**
 * By the API's names; an endpoint that requires nothing has none. As in a node that is dropped, but for the dates, and
 * with the documentation's samples where such a node begins with nothing.
 */
export function exampleParams({ parameters }: Pick<Endpoint, 'parameters'>): Record<string, ParameterValue> {
  const begun = presetParams(parameters);
  const named = parameters.filter(({ name, required, neededWith }) => begun[name] || (required && !neededWith));
  return Object.fromEntries(named.map((parameter) => [parameter.name, exampleValue(parameter, begun[parameter.name])]));
}

function exampleValue(parameter: Parameter, begun: ParameterValue | undefined): ParameterValue {
  if (isDate(parameter)) return { type: 'fixed', value: EXAMPLE_PERIOD[edgeOf(parameter)] };
  return begun ?? { type: 'fixed', value: String(parameter.example ?? '1') };
}
