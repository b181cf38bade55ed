/** The value that a field would begin with, offered where it is blank, and the reason of one that it began with. */
import { isDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import { presetValue } from '../stored/preset-params';
import type { ParameterValue } from '../stored/stored-node';
import { dateShown } from './date-preview';
import type { DialogContext } from './dialog-context';
import { button, element, setBusy } from './element';
import { catalogueText, type Words } from './words';

/** Why the value is there, if it is the one that a dropped node begins with; empty for any other. */
export function presetReason({ preset }: Parameter, { type, value }: ParameterValue, words: Words): string {
  if (!preset) return '';
  return isPreset({ preset }, { type, value }) ? catalogueText(words, preset.reason) : '';
}

/** True for a value that a dropped node begins with. */
export function isPreset({ preset }: Pick<Parameter, 'preset'>, stored: ParameterValue | undefined): boolean {
  if (!preset || !stored) return false;
  const { type, value } = presetValue(preset);
  return stored.type === type && stored.value === value;
}

/** A button below a field: it takes the value, or asks for the list of the account and takes its first. */
export class PresetOffer {
  readonly element: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #label = element('span');
  readonly #failure = element('div', { class: 'dataconnect-field-note dataconnect-error', role: 'status' });
  #take: () => void = () => {};

  /** @param set enters a value into the field */
  constructor(
    readonly parameter: Parameter,
    readonly context: DialogContext,
    readonly set: (value: string) => void,
  ) {
    this.#button = button('', 'magic', () => this.#take());
    this.#button.classList.add('red-ui-button-small');
    this.#button.append(this.#label);
    this.element = element('div', { class: 'dataconnect-offer' }, this.#button, this.#failure);
  }

  refresh({ type, value }: ParameterValue): void {
    const { preset, lookup } = this.parameter;
    const isBlank = type === 'fixed' && value === '';
    if (lookup && (type === 'account' || (isBlank && preset && 'account' in preset))) this.#offerFirst();
    else if (isBlank && preset && 'value' in preset) this.#offerValue(String(preset.value));
    else this.element.hidden = true;
  }

  #offerValue(value: string): void {
    this.#show(this.context.words('dialog.preset-use', { value: this.#inWords(value) }), () => this.set(value));
  }

  #offerFirst(): void {
    this.#show(this.context.words('dialog.preset-use-first'), () => void this.#useFirst());
  }

  #show(label: string, take: () => void): void {
    const { preset } = this.parameter;
    this.element.hidden = false;
    this.#label.textContent = label;
    this.#button.title = preset ? catalogueText(this.context.words, preset.reason) : '';
    this.#take = take;
  }

  async #useFirst(): Promise<void> {
    const { words, lookups, draft } = this.context;
    setBusy(this.#button, true);
    this.#failure.textContent = words('dialog.loading');
    this.#failure.classList.remove('dataconnect-error');
    try {
      const [first] = await lookups.choices(this.parameter, draft.params);
      this.#failure.textContent = first ? '' : words('dialog.nothing-found');
      if (first) this.set(first.value);
    } catch (error) {
      this.#failure.classList.add('dataconnect-error');
      this.#failure.textContent = error instanceof Error ? error.message : String(error);
    }
    setBusy(this.#button, false);
  }

  #inWords(value: string): string {
    const { words } = this.context;
    if (isDate(this.parameter)) return dateShown(value);
    if (this.parameter.type === 'boolean') return words(`dialog.${value}`);
    const label = this.parameter.choices?.find((choice) => String(choice.value) === value)?.label;
    return label === undefined ? value : catalogueText(words, label);
  }
}
