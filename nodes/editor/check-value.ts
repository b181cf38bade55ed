/** What is wrong with one value as it stands in the dialog, in words. The rules are those of a run. */
import type { Parameter } from '../catalogue/schema';
import { toParameterText } from '../parameters/parameter-text';
import { environmentInside, isEnvironmentText } from '../stored/environment-text';
import type { ParameterValue } from '../stored/stored-node';
import { parameterLabel, problemText, type Words } from './words';

/** @returns undefined where nothing is wrong; a blank value is nothing wrong here (`missingProblem`) */
export function valueProblem(parameter: Parameter, { type, value }: ParameterValue, words: Words): string | undefined {
  if (type === 'fixed') return isEnvironmentText(value) ? undefined : fixedProblem(parameter, value, words);
  const label = parameterLabel(words, parameter);
  if (value.trim() === '') return words(`dialog.blank-${type}`, { name: label });
  if (type === 'env') return undefined;
  const valid = RED.utils.validateTypedProperty(contextKey(value), type, {});
  if (valid === true) return undefined;
  return words('dialog.not-readable', { name: label, detail: typeof valid === 'string' ? valid : value });
}

/** Without the store that Node-RED writes before the key: `#:(file)::key`. */
function contextKey(value: string): string {
  return value.replace(/^#:\(.+?\)::/, '');
}

function fixedProblem(parameter: Parameter, value: string, words: Words): string | undefined {
  const variable = environmentInside(value);
  if (variable) return words('problems.environment-inside', { field: parameterLabel(words, parameter), variable });
  // Whether a date can be read does not depend on the clock.
  const text = toParameterText(parameter, value, { now: new Date(0), zone: 'UTC' });
  if (text.kind !== 'problem') return undefined;
  return problemText(text.problem, words, parameterLabel(words, parameter));
}

/** What to say of a required parameter without a value. */
export function missingProblem(parameter: Parameter, words: Words): string {
  return words('dialog.required', { name: parameterLabel(words, parameter) });
}
