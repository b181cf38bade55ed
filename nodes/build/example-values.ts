/** Values for the required parameters of an endpoint, as a person would type them into its dialog. */
import { edgeOf, isCompany, isDate } from '../catalogue/roles';
import type { Endpoint, Parameter } from '../catalogue/schema';
import { presetsOf } from '../parameters/needed';

/** A month in the middle of the two years that the emulator's shops have sold. */
export const EXAMPLE_PERIOD = { start: '2026-03-01', stop: '2026-03-31' };

/** The company in the documentation's sample of a session, and the emulator's own. */
export const EXAMPLE_COMPANY = '42';

/** By the API's names; an endpoint that requires nothing has none. */
export function exampleValues({ parameters }: Pick<Endpoint, 'parameters'>): Record<string, string> {
  const begun = new Map(presetsOf(parameters));
  const named = parameters.filter(({ name, required, neededWith }) => begun.has(name) || (required && !neededWith));
  return Object.fromEntries(named.map((parameter) => [parameter.name, exampleValue(parameter)]));
}

function exampleValue(parameter: Parameter): string {
  const { name, preset, example } = parameter;
  if (isDate(parameter)) return EXAMPLE_PERIOD[edgeOf(parameter)];
  if (isCompany(name)) return EXAMPLE_COMPANY;
  if (preset && 'value' in preset) return String(preset.value);
  return example === undefined ? '1' : String(example);
}
