/** The endpoint's own parameters: the required ones, those in use, and a button that adds another. */
import { presetValue } from '../stored/preset-params';
import { parameterOf } from './catalogue';
import { openChoicePanel } from './choice-panel';
import type { DialogContext } from './dialog-context';
import { button, element } from './element';
import { type ParameterEntry, type ParameterRow, parameterEntries, singleEntry } from './parameter-entries';
import { isPreset } from './preset-offer';
import { catalogueText } from './words';

export class ParametersTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #entries: readonly ParameterEntry[];
  /** By the key of its entry. */
  readonly #rows = new Map<string, ParameterRow>();
  /** Keys of the entries that were asked for when the rows were looked after last. */
  readonly #asked = new Set<string>();
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
    for (const entry of this.#entries) if (entry.isAsked()) this.#asked.add(entry.key);
    const shown = this.#entries.filter((entry) => this.#asked.has(entry.key) || this.#isSet(entry));
    for (const entry of [...shown].sort((a, b) => this.#rankOf(a) - this.#rankOf(b))) this.#show(entry);
    this.#showUnknown();
    this.#toggleAdd();
    context.onChange(() => this.#refresh());
  }

  /** Fields are activated when the tab first stands in the page. */
  activate(): void {
    for (const row of this.#rows.values()) row.activate();
  }

  #refresh(): void {
    const turned = this.#entries.filter((entry) => entry.isAsked() !== this.#asked.has(entry.key));
    for (const entry of turned) this.#turn(entry);
    if (turned.length > 0) this.#context.changed();
    else for (const row of this.#rows.values()) row.refresh();
  }

  /** A field comes with the value that it counts with, and begins as in a node that is dropped; with it, it goes. */
  #turn(entry: ParameterEntry): void {
    this.#takeAway(entry);
    if (this.#asked.delete(entry.key)) this.#forgetPresets(entry);
    else {
      this.#asked.add(entry.key);
      this.#begin(entry);
    }
    if (this.#asked.has(entry.key) || this.#isSet(entry)) this.#show(entry).activate();
    this.#toggleAdd();
  }

  #begin({ parameters }: ParameterEntry): void {
    const { params } = this.#context.draft;
    for (const { name, preset } of parameters) {
      if (preset && !params.has(name)) params.set(name, presetValue(preset));
    }
  }

  /** What a person has put in stays. */
  #forgetPresets({ parameters }: ParameterEntry): void {
    const { params } = this.#context.draft;
    for (const each of parameters) if (isPreset(each, params.get(each.name))) params.delete(each.name);
  }

  #isSet({ parameters }: ParameterEntry): boolean {
    return parameters.some(({ name }) => this.#context.draft.params.has(name));
  }

  #show(entry: ParameterEntry): ParameterRow {
    const row = entry.makeRow(this.#asked.has(entry.key) ? undefined : () => this.#remove(entry));
    this.#place(entry, row);
    this.#rows.set(entry.key, row);
    return row;
  }

  /** Behind that which it counts with, and the others that do. */
  #place(entry: ParameterEntry, row: ParameterRow): void {
    const by = leaderOf(entry);
    const before =
      by &&
      this.#entries
        .filter(({ key }) => this.#rows.has(key))
        .findLast((each) => {
          return each.key === by || leaderOf(each) === by;
        });
    const element = before && this.#rows.get(before.key)?.element;
    if (element) element.after(row.element);
    else this.#list.append(row.element);
  }

  #takeAway({ key }: ParameterEntry): void {
    this.#rows.get(key)?.element.remove();
    this.#rows.delete(key);
  }

  #remove(entry: ParameterEntry): void {
    this.#takeAway(entry);
    for (const { name } of entry.parameters) this.#context.draft.params.delete(name);
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
    const next = wanted.find((entry) => !this.#isSet(entry)) ?? wanted[0];
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

  /** What must be filled comes first, then what is asked for. */
  #rankOf({ key, required }: ParameterEntry): number {
    if (required) return 0;
    return this.#asked.has(key) ? 1 : 2;
  }
}

/** The parameter with a value of which it counts. */
function leaderOf({ parameters }: ParameterEntry): string | undefined {
  return parameters[0]?.neededWith?.parameter;
}
