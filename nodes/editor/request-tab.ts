/** The request node's path and parameters: any names, each with a value from one of the six sources. */
import type { ParameterValue } from '../stored/stored-node';
import { parameterOf } from './catalogue';
import type { DialogContext } from './dialog-context';
import { button, element, iconButton, passFocus } from './element';
import { textInput } from './form-row';
import { optionalToggle, withOptional } from './optional-toggle';
import { pathRow } from './path-row';
import { TypedValue } from './typed-value';

type FreeParameter = ParameterValue & { name: string };

export class RequestTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #rows: FreeParameter[];
  readonly #list = element('div');
  readonly #add: HTMLButtonElement;
  readonly #note = element('div', { class: 'dataconnect-field-note dataconnect-error', role: 'status' });

  constructor(context: DialogContext) {
    const { words, draft } = context;
    this.#context = context;
    this.#rows = [...draft.params].filter(([name]) => !isShared(name)).map(([name, value]) => ({ name, ...value }));
    this.#add = button(words('dialog.add-parameter'), 'plus', () => this.#addRow());
    const head = element(
      'div',
      { class: 'dataconnect-field-head' },
      element('span', { class: 'dataconnect-field-label', text: words('dialog.tab-parameters') }),
    );
    this.element.append(pathRow(context), head, this.#list, this.#note, this.#add);
  }

  activate(): void {
    for (const row of this.#rows) this.#show(row);
    this.#check();
  }

  #addRow(): void {
    const row: FreeParameter = { name: '', type: 'fixed', value: '' };
    this.#rows.push(row);
    this.#show(row).querySelector('input')?.focus();
    this.#check();
  }

  #show(row: FreeParameter): HTMLElement {
    const { words } = this.#context;
    const name = textInput(row.name, words('dialog.parameter-name'), (text) =>
      this.#set(() => Object.assign(row, { name: text.trim() })),
    );
    name.setAttribute('aria-label', words('dialog.parameter-name'));
    const value = element('input', { type: 'text', style: 'width: 100%' });
    value.value = row.value;
    const remove = iconButton(words('dialog.remove', { name: row.name }), 'times', () => {
      this.#rows.splice(this.#rows.indexOf(row), 1);
      passFocus(shown, this.#add);
      shown.remove();
      this.#set(() => {});
    });
    const optional = optionalToggle(words, (isOptional) => this.#set(() => setOptional(row, isOptional)));
    const box = element('div', {}, value, optional.element);
    const shown = element('div', { class: 'dataconnect-free' }, name, box, remove);
    optional.refresh(row);
    this.#list.append(shown);
    const fixed = { value: 'fixed', label: words('dialog.fixed'), icon: 'red/images/typedInput/az.svg' };
    const { name: _, ...stored } = row;
    const typed = new TypedValue(value, stored, fixed);
    shown.querySelector('.red-ui-typedInput-input')?.setAttribute('aria-label', words('dialog.parameter-value'));
    typed.nameSources(shown, words('dialog.source-of', { name: words('dialog.parameter-value') }));
    typed.onChange(shown, () => {
      const given = typed.get() ?? stored;
      if (row.type === given.type && row.value === given.value) return;
      this.#set(() => setOptional(Object.assign(row, { fault: undefined, ...given }), row.optional));
      optional.refresh(row);
    });
    return shown;
  }

  /** Writes the rows into the draft, in their order, behind the shared parameters that the other tab sets. */
  #set(change: () => void): void {
    change();
    const { params } = this.#context.draft;
    for (const name of [...params.keys()].filter((each) => !isShared(each))) params.delete(name);
    for (const { name, ...value } of this.#rows) if (name && !isShared(name)) params.set(name, value);
    this.#check();
    this.#context.changed();
  }

  #check(): void {
    this.#note.textContent = this.#problem() ?? '';
  }

  #problem(): string | undefined {
    const { words } = this.#context;
    for (const [place, { name, value }] of this.#rows.entries()) {
      if (name === '' && value !== '') return words('problems.parameter-unnamed');
      if (name !== '' && isShared(name)) return words('dialog.parameter-shared', { name });
      if (name !== '' && this.#rows.findIndex((row) => row.name === name) < place)
        return words('dialog.parameter-twice', { name });
      const problem = name === '' ? undefined : this.#context.problemOf(name);
      if (problem) return problem.text;
    }
    return undefined;
  }
}

function setOptional(row: FreeParameter, isOptional: boolean | undefined): void {
  delete row.optional;
  Object.assign(row, withOptional(row, isOptional));
}

function isShared(name: string): boolean {
  return parameterOf(undefined, name) !== undefined;
}
