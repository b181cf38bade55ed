/** The endpoint's own parameters: the required ones, those in use, and a button that adds another. */
import type { Parameter } from '../catalogue/schema';
import { parameterOf } from './catalogue';
import { openChoicePanel } from './choice-panel';
import type { DialogContext } from './dialog-context';
import { button, element } from './element';
import { ParameterField } from './parameter-field';
import { catalogueText, parameterLabel } from './words';

export class ParametersTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #parameters: readonly Parameter[];
  readonly #fields = new Map<string, ParameterField>();
  readonly #list = element('div');
  readonly #add: HTMLButtonElement;

  constructor(context: DialogContext) {
    this.#context = context;
    this.#parameters = context.endpoint?.parameters ?? [];
    this.#add = button(context.words('dialog.add-filter'), 'plus', () => this.#chooseFilter());
    this.element.append(...this.#reports(), this.#list, this.#add);
    if (this.#parameters.length === 0) {
      this.#list.append(element('p', { class: 'dataconnect-note', text: context.words('dialog.no-parameters') }));
    }
    const shown = this.#parameters.filter(({ name, required }) => required || context.draft.params.has(name));
    for (const parameter of [...shown].sort((a, b) => Number(b.required ?? false) - Number(a.required ?? false))) {
      this.#show(parameter);
    }
    this.#showUnknown();
    this.#toggleAdd();
    context.onChange(() => this.#refresh());
  }

  /** Fields are activated when the tab first stands in the page. */
  activate(): void {
    for (const field of this.#fields.values()) field.activate();
  }

  #refresh(): void {
    for (const field of this.#fields.values()) field.refresh();
  }

  #show(parameter: Parameter): ParameterField {
    const onRemove = parameter.required ? undefined : () => this.#remove(parameter);
    const field = new ParameterField({ parameter, context: this.#context, onRemove });
    this.#fields.set(parameter.name, field);
    this.#list.append(field.element);
    return field;
  }

  #remove({ name }: Parameter): void {
    this.#fields.get(name)?.element.remove();
    this.#fields.delete(name);
    this.#context.draft.params.delete(name);
    this.#toggleAdd();
    this.#context.changed();
    this.#add.focus();
  }

  #chooseFilter(): void {
    const { words } = this.#context;
    const choices = this.#unused().map((parameter) => {
      const label = parameterLabel(words, parameter);
      const detail = label === parameter.name ? undefined : parameter.name;
      return { value: parameter.name, label, detail, title: catalogueText(words, parameter.description) };
    });
    const onPick = ([name]: string[]) => this.#addFilter(name);
    openChoicePanel({ anchor: this.#add, opener: this.#add, words, choices, multiple: false, onPick });
  }

  #addFilter(name: string | undefined): void {
    const parameter = this.#parameters.find((each) => each.name === name);
    if (!parameter) return;
    const field = this.#show(parameter);
    field.activate();
    field.focus();
    this.#toggleAdd();
  }

  /** Where an endpoint serves several reports: a button for each, that shows the fields it needs. */
  #reports(): HTMLElement[] {
    const { words, endpoint } = this.#context;
    const sets = endpoint?.parameterSets ?? [];
    if (sets.length === 0) return [];
    const buttons = sets.map(({ name, required }) =>
      button(catalogueText(words, name), 'list-alt', () => this.#showAll(required)),
    );
    const note = element('span', { class: 'dataconnect-note', text: words('dialog.reports') });
    return [element('div', { class: 'dataconnect-reports' }, note, ...buttons)];
  }

  #showAll(names: readonly string[]): void {
    for (const name of names) if (!this.#fields.has(name)) this.#addFilter(name);
    const isBlank = (name: string) => !this.#context.draft.params.has(name);
    this.#fields.get(names.find(isBlank) ?? names[0]!)?.focus();
  }

  #unused(): Parameter[] {
    return this.#parameters.filter(({ name }) => !this.#fields.has(name));
  }

  #toggleAdd(): void {
    this.#add.hidden = this.#unused().length === 0;
  }

  /** Names that a flow from elsewhere, or of another release, has and the catalogue has not: shown to be removed. */
  #showUnknown(): void {
    const { endpoint, draft } = this.#context;
    for (const name of draft.params.keys()) {
      if (!parameterOf(endpoint, name)) this.#show({ name, label: name, type: 'string', description: name });
    }
  }
}
