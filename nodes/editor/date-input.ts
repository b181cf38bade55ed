/** A field for a date in words or written out, with a calendar behind it. */
import type { Parameter } from '../catalogue/schema';
import { openDatePanel } from './date-panel';
import { datePreview, dateShown, dateStored } from './date-preview';
import type { DialogContext, FieldFinding } from './dialog-context';
import { element, iconButton } from './element';
import { markField } from './problem-note';

export class DateInput {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;

  /**
   * @param label stands before the field
   * @param onInput called after each change by the person
   */
  constructor(label: string, parameter: Parameter, context: DialogContext, onInput: () => void) {
    this.#input = element('input', {
      type: 'text',
      class: 'dataconnect-wide',
      autocomplete: 'off',
      // Two of these stand side by side.
      placeholder: context.words('dialog.hint-date-short'),
    });
    this.#input.addEventListener('input', onInput);
    const open = () =>
      openDatePanel({
        anchor: this.element,
        opener: calendar,
        words: context.words,
        withTime: parameter.format === 'date-time',
        preview: (text) => datePreview(parameter, text, context.zone()),
        onPick: (text) => {
          this.set(text);
          onInput();
        },
      });
    const calendar = iconButton(context.words('dialog.pick-value', { name: label }), 'calendar', open);
    const named = element('label', {}, element('span', { text: label }), this.#input);
    this.element = element('div', { class: 'dataconnect-date' }, named, calendar);
  }

  /** As it is stored. */
  get(): string {
    return dateStored(this.#input.value);
  }

  set(stored: string): void {
    this.#input.value = dateShown(stored);
  }

  /** @param noteId where it stands in words */
  mark(problem: FieldFinding | undefined, noteId: string): void {
    markField(this.#input, problem);
    this.#input.setAttribute('aria-describedby', noteId);
  }

  focus(): void {
    this.#input.focus();
  }
}
