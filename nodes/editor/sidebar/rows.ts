/** A list whose rows stay as long as what they show: a person may be about to press one of their buttons. */
import { element } from '../element';

/** A row that can be told something new of what it shows. */
export interface ListedRow<Item> {
  readonly element: HTMLElement;
  update(item: Item): void;
}

export class Rows<Item> {
  readonly element: HTMLUListElement;
  readonly #rows = new Map<string, { row: ListedRow<Item>; shown: string }>();

  /** @param label of the list, for who cannot see its heading */
  constructor(
    label: string,
    readonly idOf: (item: Item) => string,
    readonly make: (item: Item) => ListedRow<Item>,
  ) {
    this.element = element('ul', { class: 'dataconnect-rows', 'aria-label': label });
  }

  show(items: readonly Item[]): void {
    const wanted = new Set(items.map(this.idOf));
    for (const [id, { row }] of this.#rows) {
      if (wanted.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    const focused = document.activeElement;
    for (const [index, item] of items.entries()) this.#place(this.#rowOf(item), index);
    if (focused instanceof HTMLElement && this.element.contains(focused)) focused.focus();
  }

  #rowOf(item: Item): HTMLElement {
    const id = this.idOf(item);
    const shown = JSON.stringify(item);
    const known = this.#rows.get(id);
    if (known?.shown === shown) return known.row.element;
    const row = known?.row ?? this.make(item);
    row.update(item);
    this.#rows.set(id, { row, shown });
    return row.element;
  }

  /** A row that is moved loses the focus in it, for a while. */
  #place(row: HTMLElement, index: number): void {
    const at = this.element.children[index];
    if (at !== row) this.element.insertBefore(row, at ?? null);
  }
}
