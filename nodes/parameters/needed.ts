/** When a parameter counts, and when it must be there: what dialog, check, run and a dropped node all go by. */
import type { Parameter, Preset } from '../catalogue/schema';

/** Stands for a value that only a run will know; nothing is wrong with it before. */
export const LATER = Symbol('a value that only a run will know');

/** The value of another parameter of the same request, undefined where it has none. */
type KnownValue = (name: string) => unknown;

/** False for what has no effect beside the values of the others. */
export function counts({ neededWith }: Pick<Parameter, 'neededWith'>, known: KnownValue): boolean {
  if (!neededWith) return true;
  const value = known(neededWith.parameter);
  return value === LATER || isAmong(value, neededWith.values);
}

/** True for what must not be missing beside the values of the others. */
export function isNeeded(
  { required, neededWith }: Pick<Parameter, 'required' | 'neededWith'>,
  known: KnownValue,
): boolean {
  if (!neededWith) return required === true;
  return !neededWith.optional && isAmong(known(neededWith.parameter), neededWith.values);
}

/** The service does not mind the case of letters. */
function isAmong(value: unknown, values: ReadonlyArray<string | number | boolean>): boolean {
  const text = String(value).trim().toLowerCase();
  return values.some((each) => String(each).toLowerCase() === text);
}

/** What a node begins with when it is dropped: every preset that counts beside the others. */
export function presetsOf(parameters: readonly Parameter[]): Array<readonly [name: string, preset: Preset]> {
  const named = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const known = (name: string) => {
    const parameter = named.get(name);
    if (!parameter?.preset) return parameter?.default;
    return 'value' in parameter.preset ? parameter.preset.value : LATER;
  };
  return parameters.flatMap((parameter) => {
    const { name, preset } = parameter;
    return preset && counts(parameter, known) ? [[name, preset] as const] : [];
  });
}
