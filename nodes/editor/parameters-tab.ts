/** The endpoint's own parameters: the required ones, those in use, and a button that adds another. */
import { parameterOf } from './catalogue';
import { openChoicePanel } from './choice-panel';
import type { DialogContext } from './dialog-context';
import { button, element } from './element';
import { type ParameterEntry, type ParameterRow, parameterEntries, singleEntry } from './parameter-entries';
import { catalogueText } from './words';

export class ParametersTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #entries: readonly ParameterEntry[];
  /** By the key of its entry. */
  readonly #rows = new Map<string, ParameterRow>();
  readonly #list = element('div');
  readonly #add: HTMLButtonElement;

  constructor(context: DialogContext) {
    this.#context = context;
    this.#entries = parameterEntries(context.endpoint?.parameters ?? [], context);
    this.#add = button(context.words('dialog.add-filter'), 'plus', () => this.#chooseFilter());
    this.element.append(...this.#reports(), this.#list, this.#add);
    if (this.#entries.length === 0) {
      this.#list.append(element('p', { class: 'dataconnect-note', text: context.words('dialog.no-parameters') }));
    }
    const isSet = ({ parameters }: ParameterEntry) => parameters.some(({ name }) => context.draft.params.has(name));
    const shown = this.#entries.filter((entry) => entry.isAlwaysShown || isSet(entry));
    for (const entry of [...shown].sort((a, b) => rankOf(a) - rankOf(b))) this.#show(entry);
    this.#showUnknown();
    this.#toggleAdd();
    context.onChange(() => this.#refresh());
  }

  /** Fields are activated when the tab first stands in the page. */
  activate(): void {
    for (const row of this.#rows.values()) row.activate();
  }

  #refresh(): void {
    for (const row of this.#rows.values()) row.refresh();
  }

  #show(entry: ParameterEntry): ParameterRow {
    const row = entry.makeRow(entry.isAlwaysShown ? undefined : () => this.#remove(entry));
    this.#rows.set(entry.key, row);
    this.#list.append(row.element);
    return row;
  }

  #remove({ key, parameters }: ParameterEntry): void {
    this.#rows.get(key)?.element.remove();
    this.#rows.delete(key);
    for (const { name } of parameters) this.#context.draft.params.delete(name);
    this.#toggleAdd();
    this.#context.changed();
    this.#add.focus();
  }

  #chooseFilter(): void {
    const { words } = this.#context;
    const choices = this.#unused().map(({ key, label, title }) => {
      return { value: key, label, detail: label === key ? undefined : key, title };
    });
    const onPick = ([key]: string[]) => this.#addFilter(this.#entries.find((each) => each.key === key));
    openChoicePanel({ anchor: this.#add, opener: this.#add, words, choices, multiple: false, onPick });
  }

  #addFilter(entry: ParameterEntry | undefined): void {
    if (!entry) return;
    const row = this.#show(entry);
    row.activate();
    row.refresh();
    row.focus();
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
    const has = ({ parameters }: ParameterEntry, name: string) => parameters.some((each) => each.name === name);
    const wanted = this.#entries.filter((entry) => names.some((name) => has(entry, name)));
    for (const entry of wanted) if (!this.#rows.has(entry.key)) this.#addFilter(entry);
    const isBlank = (entry: ParameterEntry) =>
      !entry.parameters.some(({ name }) => this.#context.draft.params.has(name));
    const next = wanted.find(isBlank) ?? wanted[0];
    if (next) this.#rows.get(next.key)?.focus();
  }

  #unused(): ParameterEntry[] {
    return this.#entries.filter(({ key }) => !this.#rows.has(key));
  }

  #toggleAdd(): void {
    this.#add.hidden = this.#unused().length === 0;
  }

  /** Names that a flow from elsewhere, or of another release, has and the catalogue has not: shown to be removed. */
  #showUnknown(): void {
    const { endpoint, draft } = this.#context;
    for (const name of draft.params.keys()) {
      if (parameterOf(endpoint, name)) continue;
      this.#show(singleEntry({ name, label: name, type: 'string', description: name }, this.#context));
    }
  }
}

/** What must be filled comes first, then what is always there. */
function rankOf({ required, isAlwaysShown }: ParameterEntry): number {
  if (required) return 0;
  return isAlwaysShown ? 1 : 2;
}
