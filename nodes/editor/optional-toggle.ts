/** The choice on a parameter's row that its source may have nothing. */
import { isEnvironmentText } from '../stored/environment-text';
import type { ParameterValue } from '../stored/stored-node';
import { element } from './element';
import type { Words } from './words';

export interface OptionalToggle {
  element: HTMLElement;
  /** Shows the choice as it is stored; hidden where a value was typed in. */
  refresh(value: ParameterValue): void;
}

/** @param onChange called when the person ticks or unticks it */
export function optionalToggle(words: Words, onChange: (isOptional: boolean) => void): OptionalToggle {
  const input = element('input', { type: 'checkbox' });
  const text = words('dialog.optional');
  const label = element('label', { class: 'dataconnect-optional', title: words('dialog.optional-note') }, input, text);
  input.addEventListener('change', () => onChange(input.checked));
  return {
    element: label,
    refresh: (value) => {
      input.checked = value.optional === true;
      label.hidden = !hasSource(value) && !input.checked;
    },
  };
}

/** A value with the choice made or taken back; one that was typed in as it stands does not keep it. */
export function withOptional({ type, value }: ParameterValue, isOptional: boolean | undefined): ParameterValue {
  return isOptional && hasSource({ type, value }) ? { type, value, optional: true } : { type, value };
}

function hasSource({ type, value }: ParameterValue): boolean {
  return type !== 'fixed' || isEnvironmentText(value);
}
