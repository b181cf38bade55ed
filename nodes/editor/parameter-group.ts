/**
 * One control for parameters that say one thing together. What is stored are the parameters: their own fields, with
 * all sources a value can have, stand in an advanced part behind the control, which opens by itself for values that
 * the control cannot show.
 */
import type { Parameter } from '../catalogue/schema';
import type { DialogContext } from './dialog-context';
import { element, iconButton } from './element';
import { ParameterField } from './parameter-field';
import { parameterLabel } from './words';

export interface GroupControl {
  readonly element: HTMLElement;
  /** False for stored values that it could not show and write back as they are. */
  canShow(): boolean;
  /** Shows what is stored now. */
  load(): void;
  /** Shows what is wrong, or what the values stand for, as it is now. */
  refresh(): void;
  focus(): void;
}

export interface ParameterGroupOptions {
  label: string;
  parameters: readonly Parameter[];
  context: DialogContext;
  control: GroupControl;
  /** Left out for groups that cannot be removed. */
  onRemove?: (() => void) | undefined;
}

let groups = 0;

/** One control for several parameters, whose own fields stand below it in a part that opens. */
export class ParameterGroup {
  readonly element: HTMLElement;
  readonly #options: ParameterGroupOptions;
  readonly #switch: HTMLButtonElement;
  readonly #advanced: HTMLElement;
  readonly #note: HTMLElement;
  #fields: ParameterField[] = [];

  constructor(options: ParameterGroupOptions) {
    const { label, parameters, context, control, onRemove } = options;
    const id = `dataconnect-group-${++groups}`;
    this.#options = options;
    this.#note = element('div', { class: 'dataconnect-field-note' });
    this.#advanced = element('div', { id: `${id}-advanced`, class: 'dataconnect-advanced' });
    this.#switch = element('button', {
      type: 'button',
      class: 'dataconnect-switch',
      'aria-controls': this.#advanced.id,
      text: context.words('dialog.advanced'),
      'aria-label': `${context.words('dialog.advanced')} (${label})`,
    });
    this.#switch.addEventListener('click', () => this.#turn(!this.#isAdvanced()));
    const names = parameters.map(({ name }) => name);
    const head = element(
      'div',
      { class: 'dataconnect-field-head' },
      element('span', { class: 'dataconnect-field-label', id: `${id}-label`, text: label }),
      element('code', { text: names.join(', ') }),
      this.#switch,
    );
    if (onRemove) head.append(iconButton(context.words('dialog.remove', { name: label }), 'times', onRemove));
    this.element = element(
      'div',
      { class: 'dataconnect-field', role: 'group', 'aria-labelledby': `${id}-label`, 'data-group': names.join(' ') },
      head,
      control.element,
      this.#advanced,
    );
    this.#show(!control.canShow());
  }

  /** To be called when the group stands in the page: Node-RED measures its fields. */
  activate(): void {
    if (this.#isAdvanced()) this.#build();
    else this.#options.control.load();
  }

  refresh(): void {
    const { control } = this.#options;
    if (!this.#isAdvanced() && !control.canShow()) this.#giveUp();
    this.#switch.disabled = this.#isAdvanced() && !control.canShow();
    this.#note.textContent = this.#switch.disabled ? this.#options.context.words('dialog.advanced-only') : '';
    if (this.#isAdvanced()) for (const field of this.#fields) field.refresh();
    else control.refresh();
  }

  focus(): void {
    if (this.#isAdvanced()) this.#fields[0]?.focus();
    else this.#options.control.focus();
  }

  #isAdvanced(): boolean {
    return !this.#advanced.hidden;
  }

  #turn(isAdvanced: boolean): void {
    this.#show(isAdvanced);
    this.activate();
    this.refresh();
  }

  /** What a person types may become what the control cannot show: the advanced part goes on with it. */
  #giveUp(): void {
    const hadFocus = this.#options.control.element.contains(document.activeElement);
    this.#turn(true);
    if (hadFocus) this.focus();
  }

  #show(isAdvanced: boolean): void {
    this.#advanced.hidden = !isAdvanced;
    this.#options.control.element.hidden = isAdvanced;
    this.#switch.setAttribute('aria-expanded', String(isAdvanced));
  }

  /** Anew each time: in between, the control may have written other values. */
  #build(): void {
    const { parameters, context } = this.#options;
    this.#fields = parameters.map((parameter) => new ParameterField({ parameter, context }));
    this.#advanced.replaceChildren(this.#note, ...this.#fields.map((field) => field.element));
    for (const field of this.#fields) field.activate();
  }
}

/** Of several parameters that have no name together: those of each. */
export function joinedLabels(context: DialogContext, parameters: readonly Parameter[]): string {
  return parameters.map((parameter) => parameterLabel(context.words, parameter)).join(' – ');
}
