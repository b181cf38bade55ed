/** Rows of a node's settings: how each is shown and changed, and what is wrong with it, by what the draft holds. */
import { cleanText } from '../parameters/clean-text';
import { type GroupName, nodeFields } from '../stored/stored-node';
import { faultText, settingLabel } from './check-node';
import type { DialogContext } from './dialog-context';
import { faultOfSetting, type SettingName, setOrClear, settingsOf } from './draft';
import { type Around, checkboxRow, formRow, numberInput, type Row, select, textInput } from './form-row';

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

  /** A row whose setting is wrong is shown in any case. */
  shownWhen(row: Row, isShown: () => boolean): HTMLElement {
    this.onRefresh(() => {
      row.element.hidden = !isShown() && !row.isWrong();
    });
    return row.element;
  }

  /** Changes the draft and tells all of the dialog. */
  change(change: () => void): void {
    change();
    this.context.changed();
  }

  set(name: SettingName, value: unknown): void {
    this.change(() => setOrClear(this.context.draft, name, value));
  }

  /** @param note what else is said of the setting, where it is right */
  choice(name: SettingName, texts: string, note = () => '', around?: Around): Row {
    const { words } = this.context;
    const { choices = [], byDefault } = fieldOf(name);
    const options = choices.map((value) => ({ value, label: words(`dialog.${texts}-${value}`) }));
    const stored = this.#stored(name);
    const control = select(options, stored === undefined ? byDefault : stored, (value) => this.set(name, value));
    return this.#noted(name, formRow(this.#label(name), control, around), note);
  }

  number(name: SettingName, unit: string): Row {
    return this.#noted(name, formRow(this.#label(name), this.numberInput(name), { unit }));
  }

  numberInput(name: SettingName): HTMLInputElement {
    return numberInput(this.#storedOrBlank(name), Number(fieldOf(name).byDefault), (value) => this.set(name, value));
  }

  /** @param problem what else can be wrong with the text */
  text(name: SettingName, placeholder: string, prefix: string, problem: () => string | undefined): Row {
    const input = textInput(this.#storedOrBlank(name), placeholder, (text) => this.set(name, cleanText(text)));
    const row = formRow(this.#label(name), input, { prefix });
    this.onRefresh(() => row.note(this.problemOf(name) ?? problem() ?? '', 'wrong'));
    return row;
  }

  flag(name: SettingName, note: string): HTMLElement {
    const [group, field] = name.split('.') as [GroupName, string];
    const settings: Record<string, unknown> = settingsOf(this.context.draft)[group];
    const row = checkboxRow(this.#label(name), settings[field] === true, (isSet) => this.set(name, isSet));
    return this.#noted(name, row, () => this.#variable(name) ?? this.context.words(note)).element;
  }

  problemOf(name: SettingName): string | undefined {
    const fault = faultOfSetting(this.context.draft, name);
    return fault && faultText(fault, this.context.words, this.#label(name));
  }

  #noted(name: SettingName, row: Row, note = () => ''): Row {
    this.onRefresh(() => {
      const problem = this.problemOf(name);
      row.note(problem ?? note(), problem === undefined ? 'hint' : 'wrong');
    });
    return row;
  }

  /** A box that is ticked or not cannot show what is neither: the variable that will say it. */
  #variable(name: SettingName): string | undefined {
    const stored = this.#stored(name);
    return typeof stored === 'string' && stored.startsWith('$') ? stored : undefined;
  }

  #label(name: SettingName): string {
    return settingLabel(name, this.context.words);
  }

  #storedOrBlank(name: SettingName): unknown {
    const stored = this.#stored(name);
    return stored === undefined ? '' : stored;
  }

  #stored(name: SettingName): unknown {
    const [group, field] = name.split('.') as [GroupName, string];
    return this.context.draft[group][field];
  }
}

function fieldOf(name: SettingName): { byDefault: unknown; choices?: readonly string[] } {
  const [group, field] = name.split('.') as [GroupName, string];
  const fields: Record<string, { byDefault: unknown; choices?: readonly string[] }> = nodeFields[group];
  return fields[field]!;
}
