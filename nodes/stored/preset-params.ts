/** What a dropped node stores of its parameters, and the examples with it. */
import { presetsOf } from '../parameters/needed';
import { FIRST_OF_ACCOUNT, type ParameterValue } from './stored-node';

/** @param parameters of an endpoint */
export function presetParams(parameters: Parameters<typeof presetsOf>[0]): Record<string, ParameterValue> {
  return Object.fromEntries(presetsOf(parameters).map(([name, preset]) => [name, presetValue(preset)]));
}

/** A preset as it is stored. */
export function presetValue(preset: ReturnType<typeof presetsOf>[number][1]): ParameterValue {
  if ('value' in preset) return { type: 'fixed', value: String(preset.value) };
  return { type: 'account', value: FIRST_OF_ACCOUNT };
}
