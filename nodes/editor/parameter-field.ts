/** One parameter in a dialog: its label and name, its value from one of six sources, and what is wrong with it. */
import { isDate } from '../catalogue/roles';
import type { Parameter } from '../catalogue/schema';
import type { ParameterValue } from '../stored/stored-node';
import { parameterOf } from './catalogue';
import { datePreview, dateShown, dateStored } from './date-preview';
import type { DialogContext } from './dialog-context';
import { element, iconButton } from './element';
import { accountInput, fixedInput, placeholderOf } from './fixed-input';
import { type OptionalToggle, optionalToggle, withOptional } from './optional-toggle';
import { PresetOffer, presetReason } from './preset-offer';
import { ProblemNote } from './problem-note';
import { TypedValue } from './typed-value';
import { catalogueText, parameterLabel } from './words';

export interface ParameterFieldOptions {
  parameter: Parameter;
  context: DialogContext;
  /** Left out for fields that cannot be removed. */
  onRemove?: () => void;
}

export class ParameterField {
  readonly element: HTMLElement;
  readonly #options: ParameterFieldOptions;
  readonly #note: ProblemNote;
  readonly #input: HTMLInputElement;
  /** Undefined for what is required: that must not be missing. */
  readonly #optional: OptionalToggle | undefined;
  readonly #offer: PresetOffer;
  #typed: TypedValue | undefined;

  constructor(options: ParameterFieldOptions) {
    const { parameter } = options;
    this.#options = options;
    const id = `dataconnect-field-${parameter.name.replace(/\W/g, '-')}`;
    this.#note = new ProblemNote(`${id}-note`, (suggestion) => {
      this.#typed?.setText(suggestion);
      this.focus();
    });
    this.#input = element('input', { type: 'text', id, style: 'width: 100%' });
    this.#offer = new PresetOffer(parameter, options.context, (value) => this.#takeOffer(value));
    this.#optional = parameter.required
      ? undefined
      : optionalToggle(options.context.words, (isOptional) => this.#store(withOptional(this.#stored(), isOptional)));
    this.element = element(
      'div',
      { class: 'dataconnect-field', 'data-parameter': parameter.name },
      this.#head(),
      this.#input,
      ...(this.#optional ? [this.#optional.element] : []),
      this.#note.element,
      this.#offer.element,
    );
  }

  /** To be called when the field stands in the page: Node-RED measures it. */
  activate(): void {
    const { parameter, context } = this.#options;
    const stored = this.#stored();
    this.#input.value = this.#isDateInWords(stored) ? dateShown(stored.value) : stored.value;
    this.#input.placeholder = placeholderOf(parameter, context.words);
    const entry = {
      parameter,
      context,
      stored: stored.type === 'fixed' ? stored.value : '',
      anchor: this.element,
      current: () => (this.#stored().type === 'account' ? '' : (this.#typed?.text() ?? '')),
      set: (value: string) => this.#enter(value),
    };
    const account = parameter.lookup || stored.type === 'account' ? accountInput(entry) : undefined;
    this.#typed = new TypedValue(this.#input, context.draft.params.get(parameter.name), fixedInput(entry), account);
    this.#typed.onChange(this.element, () => this.#take());
    this.#describeForReaders();
    this.refresh();
  }

  /** Shows what is wrong, or what a date stands for, as it is now. */
  refresh(): void {
    const { parameter, context } = this.#options;
    const stored = this.#stored();
    this.#optional?.refresh(stored);
    const problem = context.problemOf(parameter.name);
    const container = this.element.querySelector('.red-ui-typedInput-container');
    container?.classList.toggle('input-error', problem?.isRefused === true);
    this.#note.show(problem, this.#hint(stored));
    this.#offer.refresh(stored);
    const inner = this.element.querySelector('.red-ui-typedInput-input');
    inner?.setAttribute('placeholder', stored.type === 'fixed' ? placeholderOf(parameter, context.words) : '');
    inner?.setAttribute('aria-invalid', String(problem !== undefined));
  }

  /** What a value stands for and why it is there; and of a filter that was added and left blank, that there is none. */
  #hint(stored: ParameterValue): string {
    const { parameter, context, onRemove } = this.#options;
    const { type, value } = stored;
    const isLeftBlank = type === 'fixed' && value === '';
    if (isLeftBlank && (onRemove || parameter.neededWith?.optional)) return context.words('dialog.left-blank');
    if (!isLeftBlank && !context.counts(parameter)) return this.#withoutEffect();
    const meaning = type === 'fixed' ? this.#meaning(value) : undefined;
    return [meaning, presetReason(parameter, stored, context.words)].filter(Boolean).join(' · ');
  }

  #withoutEffect(): string {
    const { parameter, context } = this.#options;
    const other = parameterOf(context.endpoint, parameter.neededWith?.parameter ?? '');
    return context.words('dialog.preset-no-effect', { name: other ? parameterLabel(context.words, other) : '' });
  }

  /** What ids are called, where that is known, and what a date stands for. */
  #meaning(value: string): string | undefined {
    const { parameter, context } = this.#options;
    const names = value.split(',').map((id) => context.lookups.labelOf(parameter, id.trim()));
    if (names.every((name) => name !== undefined)) return names.join(', ');
    return datePreview(parameter, value, context.zone());
  }

  /** @param value as it is stored */
  #enter(value: string): void {
    this.#typed?.setText(isDate(this.#options.parameter) ? dateShown(value) : value);
  }

  /** The offer goes with the value. */
  #takeOffer(value: string): void {
    const hadFocus = this.#offer.element.contains(document.activeElement);
    this.#enter(value);
    if (hadFocus) this.focus();
  }

  focus(): void {
    const inner = this.element.querySelector<HTMLElement>('.red-ui-typedInput-input');
    const buttons = this.element.querySelectorAll<HTMLElement>(
      '.red-ui-typedInput-option-trigger, .red-ui-typedInput-option-expand',
    );
    const target = inner?.offsetParent ? inner : [...buttons].find((each) => each.offsetParent);
    target?.focus();
  }

  #head(): HTMLElement {
    const { parameter, context, onRemove } = this.#options;
    const label = parameterLabel(context.words, parameter);
    const head = element('div', {
      class: 'dataconnect-field-head',
      title: catalogueText(context.words, parameter.description),
    });
    head.append(element('span', { class: 'dataconnect-field-label', text: label }));
    if (label !== parameter.name) head.append(element('code', { text: parameter.name }));
    if (onRemove) head.append(iconButton(context.words('dialog.remove', { name: label }), 'times', onRemove));
    return head;
  }

  #stored(): ParameterValue {
    return this.#options.context.draft.params.get(this.#options.parameter.name) ?? { type: 'fixed', value: '' };
  }

  #take(): void {
    const given = this.#given();
    const stored = this.#options.context.draft.params.get(this.#options.parameter.name);
    if (stored?.type === given?.type && stored?.value === given?.value) return;
    this.#store(given && (given.fault ? given : withOptional(given, stored?.optional)));
  }

  /** A date that was typed is stored as every editor stores it; one that was not touched, as it is stored. */
  #given(): ParameterValue | undefined {
    const given = this.#typed?.get();
    if (!given || given === this.#typed?.stored || !this.#isDateInWords(given)) return given;
    return { ...given, value: dateStored(given.value) };
  }

  /** True for a date in words, which are shown in those of the editor's language. */
  #isDateInWords({ type }: ParameterValue): boolean {
    return type === 'fixed' && isDate(this.#options.parameter);
  }

  /** A blank value is kept only where it is stored so: it would mark the flow as changed. */
  #store(value: ParameterValue | undefined): void {
    const { parameter, context } = this.#options;
    const isBlank = value?.type === 'fixed' && value.value === '' && this.#typed?.stored?.value !== '';
    if (!value || isBlank) context.draft.params.delete(parameter.name);
    else context.draft.params.set(parameter.name, value);
    context.changed();
  }

  #describeForReaders(): void {
    const { parameter, context } = this.#options;
    const name = parameterLabel(context.words, parameter);
    for (const part of this.element.querySelectorAll('.red-ui-typedInput-input, .red-ui-typedInput-option-trigger')) {
      part.setAttribute('aria-label', name);
      part.setAttribute('aria-describedby', this.#note.element.id);
    }
    this.#typed?.nameChoices(this.element, name);
    this.#typed?.nameSources(this.element, context.words('dialog.source-of', { name }));
    const expand = this.element.querySelector('.red-ui-typedInput-option-expand');
    expand?.setAttribute('aria-label', context.words('dialog.pick-value', { name }));
  }
}
