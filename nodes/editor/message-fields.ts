/** A field for each property of a message that the node's parameters read: a preview has no message that brings them. */
import type { DialogContext } from './dialog-context';
import { element } from './element';

export class MessageFields {
  readonly element = element('div', { class: 'dataconnect-message-fields' });
  readonly #context: DialogContext;
  readonly #onInput: () => void;
  /** By property; kept while the dialog is open, also where a parameter is changed and changed back. */
  readonly #given = new Map<string, string>();
  #shown: readonly string[] = [];

  constructor(context: DialogContext, onInput: () => void) {
    this.#context = context;
    this.#onInput = onInput;
  }

  /** What was typed, by the properties that are read now. */
  values(): Record<string, string> {
    return Object.fromEntries(this.#properties().map((name) => [name, this.#given.get(name) ?? '']));
  }

  refresh(): void {
    const properties = this.#properties();
    if (properties.join('\n') === this.#shown.join('\n')) return;
    this.#shown = properties;
    const title = element('p', { class: 'dataconnect-note', text: this.#context.words('dialog.preview-message') });
    this.element.replaceChildren(
      ...(properties.length > 0 ? [title] : []),
      ...properties.map((name) => this.#row(name)),
    );
  }

  #properties(): string[] {
    const read = [...this.#context.draft.params.values()].filter(({ type, value }) => type === 'msg' && value !== '');
    return [...new Set(read.map(({ value }) => value))];
  }

  #row(property: string): HTMLElement {
    const input = element('input', { type: 'text', 'data-message': property });
    input.value = this.#given.get(property) ?? '';
    input.addEventListener('input', () => {
      this.#given.set(property, input.value);
      this.#onInput();
    });
    return element(
      'label',
      { class: 'dataconnect-message-field' },
      element('code', { text: `msg.${property}` }),
      input,
    );
  }
}
