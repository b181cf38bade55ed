/** What a dropped node stores of its parameters, and the examples with it. */
import { presetsOf } from '../parameters/needed';
import { FIRST_OF_ACCOUNT, type ParameterValue } from './stored-node';

/** @param parameters of an endpoint */
export function presetParams(parameters: Parameters<typeof presetsOf>[0]): Record<string, ParameterValue> {
  return Object.fromEntries(
    presetsOf(parameters).map(([name, preset]) => [
      name,
      'value' in preset ? { type: 'fixed', value: String(preset.value) } : { type: 'account', value: FIRST_OF_ACCOUNT },
    ]),
  );
}
