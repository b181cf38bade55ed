/** A typed input of a value, and what a person made of it: it drops the line ends of a stored text by itself, say. */
import { FIRST_OF_ACCOUNT, type ParameterValue, type Source, sources } from '../stored/stored-node';
import { type InputType, type Widget, widget } from './red';

export class TypedValue {
  readonly #widget: Widget;
  readonly #first: ParameterValue;

  /**
   * @param input stands in the page, with the stored value in it: Node-RED measures it
   * @param stored what it gives as long as it shows what it showed first
   * @param fixed how a fixed value is entered
   * @param account how a value is shown that is left to the account, where it can be
   */
  constructor(
    input: HTMLInputElement,
    readonly stored: ParameterValue | undefined,
    fixed: InputType,
    account?: InputType,
  ) {
    const types = [...sources.map((source) => (source === 'fixed' ? fixed : source)), ...(account ? [account] : [])];
    this.#widget = widget(input).typedInput({ types, default: stored?.type ?? 'fixed' });
    this.#first = this.#shown();
  }

  /** A typed input does not tell of text that was dropped or came from an input method before the field is left. */
  onChange(within: HTMLElement, listener: () => void): void {
    this.#widget.on('change keyup paste', listener);
    within.querySelector('.red-ui-typedInput-input')?.addEventListener('input', listener);
  }

  /** Names the menu of sources for readers, who would hear of each field the same "value". */
  nameSources(within: HTMLElement, name: string): void {
    this.#nameMenu(within.querySelector('.red-ui-typedInput-type-select'), name);
  }

  /** Names the menu of choices, where there is one, by the field and what is chosen. */
  nameChoices(within: HTMLElement, name: string): void {
    this.#nameMenu(within.querySelector('.red-ui-typedInput-option-trigger'), name);
  }

  #nameMenu(menu: Element | null, name: string): void {
    if (!menu) return;
    const tell = () => menu.setAttribute('aria-label', `${name} ${menu.textContent}`.trim());
    this.#widget.on('change', tell);
    tell();
  }

  /** Undefined where nothing was stored, and nothing was entered. */
  get(): ParameterValue | undefined {
    const shown = this.#shown();
    return shown.type === this.#first.type && shown.value === this.#first.value ? this.stored : shown;
  }

  text(): string {
    return this.#widget.typedInput('value');
  }

  /** A text that was picked takes the place of what was left to the account. */
  setText(text: string): void {
    if (this.#widget.typedInput('type') === 'account') this.#widget.typedInput('type', 'fixed');
    this.#widget.typedInput('value', text);
  }

  #shown(): ParameterValue {
    const type = this.#widget.typedInput('type') as Source;
    return { type, value: type === 'account' ? FIRST_OF_ACCOUNT : this.text() };
  }
}
