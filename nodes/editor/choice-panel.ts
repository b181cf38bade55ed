/**
 * A searchable list below a field, one or several to pick, as a tree where the choices have parents. Used for the
 * filters that can be added, for the choices of a list and for values looked up in DataConnect. Keyboard: type to
 * search, arrows to move, Enter to pick, Escape to leave.
 */
import { asTree, type Choice, matching, type TreeChoice } from './choice-tree';
import { element } from './element';
import { openPanel, type PanelPlace } from './panel';
import type { Words } from './words';

export interface ChoicePanelOptions extends PanelPlace {
  words: Words;
  /** A promise where they are fetched; its error is shown in words. */
  choices: readonly Choice[] | Promise<readonly Choice[]>;
  multiple: boolean;
  selected?: readonly string[];
  /** Called with the value picked; with all of them after each change where several may be picked. */
  onPick: (values: string[]) => void;
}

/** Rows that are built at most; a person searches rather than scrolls past so many. */
const MAX_ROWS = 200;

export function openChoicePanel(options: ChoicePanelOptions): void {
  new ChoicePanel(options).open();
}

class ChoicePanel {
  readonly #options: ChoicePanelOptions;
  readonly #selected: Set<string>;
  readonly #search: HTMLInputElement;
  readonly #list = element('ul', { role: 'listbox', class: 'dataconnect-choices', id: 'dataconnect-choices' });
  readonly #note = element('div', { class: 'dataconnect-note', role: 'status' });
  /** Undefined until they are here. */
  #choices: readonly TreeChoice[] | undefined;
  #rows: HTMLElement[] = [];
  #current = 0;
  #close = () => {};

  constructor(options: ChoicePanelOptions) {
    this.#options = options;
    this.#selected = new Set(options.selected);
    const placeholder = options.words('dialog.search');
    this.#search = element('input', {
      type: 'text',
      class: 'dataconnect-search',
      placeholder,
      'aria-label': placeholder,
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'true',
      'aria-controls': 'dataconnect-choices',
      autocomplete: 'off',
    });
    this.#list.setAttribute('aria-label', placeholder);
    // Browsers make what scrolls a stop of the Tab key; arrow keys go through it from the search.
    this.#list.tabIndex = -1;
    if (options.multiple) this.#list.setAttribute('aria-multiselectable', 'true');
  }

  open(): void {
    const { words, choices } = this.#options;
    this.#search.addEventListener('input', () => this.#showMatches());
    if (choices instanceof Promise) this.#wait(choices, words('dialog.loading'));
    else this.#fill(choices);
    const content = element('div', { class: 'dataconnect-panel' }, this.#search, this.#list, this.#note);
    this.#close = openPanel(content, this.#options, (event) => this.#onKey(event));
    this.#search.focus();
  }

  /** The list has its height from the start: the panel is placed once, where it will not leave the window. */
  #wait(choices: Promise<readonly Choice[]>, text: string): void {
    this.#note.textContent = text;
    this.#list.classList.add('loading');
    choices.then(
      (fetched) => this.#fill(fetched),
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#list.classList.remove('loading');
        this.#note.textContent = `${reason} ${this.#options.words('dialog.type-instead')}`;
      },
    );
  }

  #fill(choices: readonly Choice[]): void {
    this.#choices = asTree(choices);
    this.#showMatches();
  }

  #showMatches(): void {
    const { words } = this.#options;
    if (!this.#choices) return;
    const matches = matching(this.#choices, this.#search.value);
    this.#rows = matches.slice(0, MAX_ROWS).map((choice, place) => this.#rowOf(choice, place));
    this.#list.replaceChildren(...this.#rows);
    const hidden = matches.length - this.#rows.length;
    this.#note.textContent = hidden > 0 ? words('dialog.more', { count: hidden }) : '';
    if (matches.length === 0)
      this.#note.textContent = words(this.#choices.length === 0 ? 'dialog.lookup-empty' : 'dialog.nothing-found');
    this.#moveTo(0);
  }

  #rowOf(choice: TreeChoice, place: number): HTMLElement {
    const isSelected = String(this.#selected.has(choice.value));
    const id = `dataconnect-choice-${place}`;
    const row = element('li', { role: 'option', id, 'aria-selected': isSelected, title: choice.title });
    row.style.paddingInlineStart = `${8 + 16 * choice.depth}px`;
    row.dataset.value = choice.value;
    if (this.#options.multiple) row.append(element('span', { class: 'dataconnect-tick' }));
    row.append(element('span', { text: choice.label }));
    if (choice.detail) row.append(element('small', { text: choice.detail }));
    row.addEventListener('click', () => this.#pick(row));
    return row;
  }

  #onKey(event: KeyboardEvent): void {
    const row = this.#rows[this.#current];
    if (event.key === 'ArrowDown') this.#moveTo(this.#current + 1);
    else if (event.key === 'ArrowUp') this.#moveTo(this.#current - 1);
    else if (event.key === 'Enter' && row) this.#pick(row);
    else return;
    event.preventDefault();
  }

  #moveTo(place: number): void {
    this.#rows[this.#current]?.classList.remove('current');
    this.#current = Math.max(0, Math.min(place, this.#rows.length - 1));
    const row = this.#rows[this.#current];
    row?.classList.add('current');
    this.#search.setAttribute('aria-activedescendant', row?.id ?? '');
    row?.scrollIntoView({ block: 'nearest' });
  }

  #pick(row: HTMLElement): void {
    const value = row.dataset.value ?? '';
    if (!this.#options.multiple) {
      this.#close();
      this.#options.onPick([value]);
      return;
    }
    if (!this.#selected.delete(value)) this.#selected.add(value);
    row.setAttribute('aria-selected', String(this.#selected.has(value)));
    this.#moveTo(this.#rows.indexOf(row));
    this.#options.onPick([...this.#selected]);
  }
}
