/** One-line parameters for the catalogue, named after the values they take; a plural takes a comma-separated list. */
import type { Choice, NeededWith, Parameter } from './schema';

/** All a parameter may say beyond its name, type and description. */
export type More = Partial<Omit<Parameter, 'name' | 'type'>>;
type Maker = (name: string, description: string, more?: More) => Parameter;

function maker(type: Parameter['type'], fixed: More = {}): Maker {
  return (name, description, more) => ({ name, type, description, ...fixed, ...more });
}

export const string = maker('string');
export const integer = maker('integer');
export const boolean = maker('boolean');
export const date = maker('string', { format: 'date' });
export const dateTime = maker('string', { format: 'date-time' });
export const guid = maker('string', { format: 'guid' });
export const strings = maker('string', { list: true });
export const integers = maker('integer', { list: true });
export const guids = maker('string', { format: 'guid', list: true });

/** A parameter with a known set of values. */
export function choice(name: string, choices: Choice[], description: string, more?: More): Parameter {
  const type = typeof choices[0]?.value === 'number' ? 'integer' : 'string';
  return { name, type, choices, description, ...more };
}

/** The same parameter, which cannot be missing where another has one of the values, and has no effect elsewhere. */
export function neededWith(parameter: Parameter, other: string, ...values: NeededWith['values']): Parameter {
  return { ...parameter, neededWith: { parameter: other, values } };
}

/** The same parameter, which has no effect unless another has the value; it may be missing there, too. */
export function onlyWith(parameter: Parameter, other: string, value: NeededWith['values'][number]): Parameter {
  return { ...parameter, neededWith: { parameter: other, values: [value], optional: true } };
}

/** The same parameter, on an endpoint that the documentation of 2016 says cannot do without it. */
export function required(parameter: Parameter): Parameter {
  return { ...parameter, required: true };
}
