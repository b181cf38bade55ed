/** Values for the required parameters of an endpoint, as a person would type them into its dialog. */
import { edgeOf, isCompany, isDate } from '../catalogue/roles';
import type { Endpoint, Parameter } from '../catalogue/schema';

/** A month in the middle of the two years that the emulator's shops have sold. */
export const EXAMPLE_PERIOD = { start: '2026-03-01', stop: '2026-03-31' };

/** The company in the documentation's sample of a session, and the emulator's own. */
export const EXAMPLE_COMPANY = '42';

/** By the API's names; an endpoint that requires nothing has none. */
export function exampleValues({ parameters }: Pick<Endpoint, 'parameters'>): Record<string, string> {
  const required = parameters.filter((parameter) => parameter.required);
  return Object.fromEntries(required.map((parameter) => [parameter.name, exampleValue(parameter)]));
}

function exampleValue(parameter: Parameter): string {
  const { name, all, example, choices, type } = parameter;
  if (isDate(parameter)) return EXAMPLE_PERIOD[edgeOf(parameter)];
  if (isCompany(name)) return EXAMPLE_COMPANY;
  if (all?.[0] !== undefined) return all[0];
  if (example !== undefined) return String(example);
  if (choices?.[0] !== undefined) return String(choices[0].value);
  return type === 'boolean' ? 'true' : '1';
}
