/** Which part of the company a report is about: a level, then locations from the account, with their names. */
import type { Parameter } from '../catalogue/schema';
import { openChoicePanel } from './choice-panel';
import type { Choice } from './choice-tree';
import type { DialogContext } from './dialog-context';
import { button, element, iconButton, passFocus, setBusy } from './element';
import { textInput, usesPointer } from './form-row';
import type { GroupControl } from './parameter-group';
import { markField, ProblemNote } from './problem-note';
import { StoreNames } from './store-names';
import { idsIn, isEvery, readStores, type Stores, type StoresFilter, storesParameters } from './stores';
import { catalogueText, parameterLabel } from './words';

/** What the choice of a level offers: a level of a filter, `0:Store`, or a filter whose level is looked up, `1:`. */
const COMPANY = '';

let controls = 0;

export class StoresControl implements GroupControl {
  readonly element: HTMLElement;
  readonly #context: DialogContext;
  readonly #filters: readonly StoresFilter[];
  readonly #choice: HTMLSelectElement;
  readonly #level: HTMLInputElement;
  readonly #levelRow: HTMLElement;
  readonly #ids: HTMLInputElement;
  readonly #idsRow: HTMLElement;
  readonly #names = element('ul', { class: 'dataconnect-names' });
  readonly #showNames: HTMLButtonElement;
  readonly #note: ProblemNote;
  readonly #isByPointer: () => boolean;

  /** @param filters at least one */
  constructor(filters: readonly StoresFilter[], context: DialogContext) {
    const { words } = context;
    this.#context = context;
    this.#filters = filters;
    this.#choice = element('select', { 'aria-label': words('dialog.stores-level'), class: 'dataconnect-wide' });
    this.#choice.addEventListener('change', () => this.#choose(this.#choice.value));
    this.#isByPointer = usesPointer(this.#choice);
    this.#level = textInput('', words('dialog.stores-level-hint'), (text) => this.#writeLevel(text.trim()));
    this.#levelRow = this.#pickRow(words('dialog.stores-level'), this.#level, () => this.#pickLevel());
    this.#ids = textInput('', '', (text) => this.#writeIds(text));
    this.#idsRow = this.#pickRow(words('dialog.stores-which'), this.#ids, () => this.#pickIds());
    this.#showNames = button(words('dialog.stores-names'), 'tags', () => this.#fetchNames());
    this.#note = new ProblemNote(`dataconnect-stores-${++controls}-note`, (value) => this.#correct(value));
    for (const field of [this.#choice, this.#level, this.#ids]) {
      field.setAttribute('aria-describedby', this.#note.element.id);
    }
    this.element = element(
      'div',
      { class: 'dataconnect-stores' },
      this.#choice,
      this.#levelRow,
      this.#idsRow,
      this.#names,
      this.#showNames,
      this.#note.element,
    );
  }

  canShow(): boolean {
    return this.#stored() !== undefined;
  }

  load(): void {
    const stores = this.#stored() ?? { kind: 'company' };
    this.#choice.replaceChildren(
      ...this.#offered(stores).map(({ value, label }) => element('option', { value, text: label })),
    );
    if (stores.kind === 'company') this.#choice.value = COMPANY;
    else {
      const { filter, level, ids } = stores;
      this.#choice.value = this.#valueOf(filter, filter.level?.choices ? level : '');
      this.#level.value = level;
      this.#ids.value = isEvery(filter.ids, ids) ? '' : ids;
    }
    this.refresh();
  }

  refresh(): void {
    const filter = this.#chosen();
    const isLookedUp = filter?.level !== undefined && filter.level.choices === undefined;
    this.#levelRow.hidden = !isLookedUp;
    this.#idsRow.hidden = !filter;
    this.#ids.placeholder = this.#context.words(filter?.level ? 'dialog.stores-every' : 'dialog.hint-integers');
    this.#showIds(filter);
    const parameters = storesParameters(this.#filters);
    const problem = parameters.map(({ name }) => this.#context.problemOf(name)).find(Boolean);
    this.#note.show(problem, '');
    for (const field of [this.#level, this.#ids]) markField(field, problem);
  }

  focus(): void {
    this.#choice.focus();
  }

  #pickRow(label: string, input: HTMLInputElement, pick: () => void): HTMLElement {
    const { words } = this.#context;
    input.classList.add('dataconnect-wide');
    const open = iconButton(words('dialog.pick-value', { name: label }), 'search', pick);
    const named = element('label', {}, element('span', { text: label }), input);
    return element('div', { class: 'dataconnect-pick' }, named, open);
  }

  /** The older filter, which loses against the other, is offered where it is the only one, or stored. */
  #offered(stores: Stores): Choice[] {
    const { words } = this.#context;
    const isOffered = (filter: StoresFilter) =>
      filter === this.#filters[0] || (stores.kind === 'some' && stores.filter === filter);
    const levels = this.#filters.filter(isOffered).flatMap((filter): Choice[] => {
      const { level } = filter;
      if (!level) return [{ value: this.#valueOf(filter, ''), label: words('dialog.stores-some') }];
      if (!level.choices) return [{ value: this.#valueOf(filter, ''), label: parameterLabel(words, level) }];
      return level.choices.map(({ value, label = String(value) }) => {
        return { value: this.#valueOf(filter, String(value)), label: catalogueText(words, label) };
      });
    });
    return [{ value: COMPANY, label: words('dialog.stores-company') }, ...levels];
  }

  #valueOf(filter: StoresFilter, level: string): string {
    return `${this.#filters.indexOf(filter)}:${level}`;
  }

  #chosen(): StoresFilter | undefined {
    return this.#filters[Number.parseInt(this.#choice.value, 10)];
  }

  #stored(): Stores | undefined {
    return readStores(this.#filters, this.#context.draft.params);
  }

  #choose(value: string): void {
    for (const { name } of storesParameters(this.#filters)) this.#context.draft.params.delete(name);
    const level = value.slice(value.indexOf(':') + 1);
    this.#level.value = level;
    this.#ids.value = '';
    const filter = this.#chosen();
    if (filter && level) this.#writeLevel(level);
    else this.#context.changed();
    if (filter && !level && this.#isByPointer()) (filter.level ? this.#level : this.#ids).focus();
  }

  /** Another level has other ids: all of them, until some are picked. */
  #writeLevel(level: string): void {
    const filter = this.#chosen();
    if (!filter?.level) return;
    this.#ids.value = '';
    this.#set(filter.level, level);
    this.#set(filter.ids, level ? (filter.ids.all?.[0] ?? '') : '');
    this.#context.changed();
  }

  /** All of a level are asked for in the word that the service knows for it. */
  #writeIds(text: string): void {
    const filter = this.#chosen();
    if (!filter) return;
    const every = filter.level && this.#level.value ? (filter.ids.all?.[0] ?? '') : '';
    this.#set(filter.ids, text.trim() || every);
    this.#context.changed();
  }

  #set({ name }: Parameter, value: string): void {
    const { params } = this.#context.draft;
    if (value === '') params.delete(name);
    else params.set(name, { type: 'fixed', value });
  }

  #correct(value: string): void {
    this.#level.value = value;
    this.#writeLevel(value);
  }

  #pickLevel(): void {
    const level = this.#chosen()?.level;
    if (!level) return;
    const onPick = ([picked = '']: string[]) => {
      this.#level.value = picked;
      this.#writeLevel(picked);
    };
    this.#open(level, this.#levelRow, false, idsIn(this.#level.value), onPick);
  }

  #pickIds(): void {
    const filter = this.#chosen();
    if (!filter) return;
    this.#open(filter.ids, this.#idsRow, filter.ids.list === true, idsIn(this.#ids.value), (picked) => {
      this.#ids.value = picked.join(',');
      this.#writeIds(this.#ids.value);
    });
  }

  #open(
    parameter: Parameter,
    anchor: HTMLElement,
    multiple: boolean,
    selected: readonly string[],
    onPick: (values: string[]) => void,
  ): void {
    const { words } = this.#context;
    const opener = anchor.querySelector<HTMLElement>('button') ?? anchor;
    const choices = this.#storeNames(parameter).fetch();
    openChoicePanel({ anchor, opener, words, choices, multiple, selected, onPick });
  }

  #storeNames(parameter: Parameter): StoreNames {
    return new StoreNames(parameter, this.#context);
  }

  /** The ids one by one, with their names where the list of the level was looked up before. */
  #showIds(filter: StoresFilter | undefined): void {
    const ids = filter && !isEvery(filter.ids, this.#ids.value) ? idsIn(this.#ids.value) : [];
    const names = filter && this.#storeNames(filter.ids).known();
    this.#names.hidden = ids.length === 0;
    this.#names.replaceChildren(
      ...[...new Set(ids)].slice(0, MOST_NAMES).map((id) => this.#nameOf(id, names?.get(id))),
    );
    this.#showNames.hidden = ids.length === 0 || names !== undefined;
  }

  #nameOf(id: string, name: string | undefined): HTMLElement {
    const remove = iconButton(this.#context.words('dialog.remove', { name: name ?? id }), 'times', () => {
      this.#ids.value = idsIn(this.#ids.value)
        .filter((each) => each !== id)
        .join(',');
      this.#writeIds(this.#ids.value);
      this.#ids.focus();
    });
    const shown = name === undefined || name === id ? [] : [element('span', { text: name })];
    return element('li', {}, ...shown, element('code', { text: id }), remove);
  }

  async #fetchNames(): Promise<void> {
    const filter = this.#chosen();
    if (!filter) return;
    setBusy(this.#showNames, true);
    try {
      await this.#storeNames(filter.ids).fetch();
      passFocus(this.#showNames, this.#ids);
      this.refresh();
    } catch (error) {
      this.#note.show(undefined, error instanceof Error ? error.message : String(error));
    }
    setBusy(this.#showNames, false);
  }
}

/** More are not read one by one. */
const MOST_NAMES = 50;
