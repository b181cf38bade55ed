/** Rows of settings that are shown, and noted, by what the draft holds at the moment. */
import type { DialogContext } from './dialog-context';
import type { Row } from './form-row';

export class SettingRows {
  readonly #refreshers: Array<() => void> = [];

  constructor(readonly context: DialogContext) {}

  refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  /** `listener` is called at every refresh. */
  onRefresh(listener: () => void): void {
    this.#refreshers.push(listener);
  }

  shownWhen(row: Row, isShown: () => boolean): HTMLElement {
    this.onRefresh(() => {
      row.element.hidden = !isShown();
    });
    return row.element;
  }

  /** Changes the draft and tells all of the dialog. */
  change(change: () => void): void {
    change();
    this.context.changed();
  }
}
