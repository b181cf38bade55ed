/** Rows of a form in Node-RED's look: a label on the left, a control on the right, a note below. */
import { isNumeric, shown } from '../stored/field';
import { element } from './element';

let rows = 0;

/** What is wrong with something that has no field of its own. */
export function faultRow(text: string): HTMLElement {
  return element('div', { class: 'dataconnect-field-note dataconnect-error', role: 'status', text: `${text} ` });
}

export interface Row {
  element: HTMLElement;
  /** Text below the control; `wrong` marks the control as well. An empty text shows nothing. */
  note(text: string, kind?: 'hint' | 'warning' | 'wrong'): void;
  isWrong(): boolean;
}

/**
 * A field of Node-RED's, to be put into a row.
 * @returns the field itself, or the box in which Node-RED put the choice of a config node and its buttons
 */
export function boxOf(field: HTMLElement): HTMLElement {
  const box = field.parentElement;
  if (field.tagName !== 'SELECT' || !box) return field;
  // Node-RED writes a narrower width into the element itself.
  box.style.width = '100%';
  return box;
}

/** Node-RED shows none for a config node that is gone, or that a variable names, and Done would forget it. */
export function keepMissing(field: HTMLElement | null, stored: unknown): void {
  if (!(field instanceof HTMLSelectElement) || typeof stored !== 'string' || stored === '') return;
  if ([...field.options].some(({ value }) => value === stored)) return;
  field.append(element('option', { value: stored, text: stored }));
  field.value = stored;
}

export interface Around {
  /** Words before the control. */
  prefix?: string;
  /** Words behind it. */
  unit?: string | undefined;
  /** More controls behind it. */
  behind?: HTMLElement[];
}

/** @param control gets an id where it has none, for its label and its note */
export function formRow(label: string, control: HTMLElement, around: Around = {}): Row {
  control.id ||= `dataconnect-row-${++rows}`;
  const note = element('div', { class: 'dataconnect-row-note', id: `${control.id}-note`, role: 'status' });
  control.setAttribute('aria-describedby', note.id);
  const body = element('div', { class: 'dataconnect-row-body' }, control, note);
  if (around.prefix) control.before(element('span', { class: 'dataconnect-affix', text: around.prefix }));
  control.after(...(around.behind ?? []));
  if (around.unit) control.after(element('span', { class: 'dataconnect-affix', text: around.unit }));
  const row = element(
    'div',
    { class: 'form-row dataconnect-row' },
    element('label', { for: control.id, text: label }),
    body,
  );
  return {
    element: row,
    note: (text, kind = 'hint') => {
      note.textContent = text;
      note.classList.toggle('dataconnect-error', kind === 'wrong' && text !== '');
      note.classList.toggle('dataconnect-warning', kind === 'warning' && text !== '');
      control.classList.toggle('input-error', kind === 'wrong' && text !== '');
      control.setAttribute('aria-invalid', String(kind === 'wrong' && text !== ''));
    },
    isWrong: () => control.getAttribute('aria-invalid') === 'true',
  };
}

/** A row whose label stands behind its control. */
export function checkboxRow(
  label: string,
  checked: boolean,
  onChange: (checked: boolean) => void,
): Row & { input: HTMLInputElement } {
  const input = element('input', { type: 'checkbox' });
  input.checked = checked;
  input.addEventListener('change', () => onChange(input.checked));
  const row = formRow('', input);
  input.after(element('label', { for: input.id, class: 'dataconnect-checkbox-label', text: label }));
  return { ...row, input };
}

/**
 * @param value as it is stored: what is none of the choices, such as `${NAME}`, is shown among them as it stands
 */
export function select<Value extends string>(
  choices: ReadonlyArray<{ value: Value; label: string }>,
  value: unknown,
  onChange: (value: string) => void,
): HTMLSelectElement {
  const made = element('select');
  const isKnown = choices.some((choice) => choice.value === value);
  const all = isKnown ? choices : [...choices, { value: shown(value), label: shown(value) }];
  made.append(...all.map((choice) => element('option', { value: choice.value, text: choice.label })));
  made.value = shown(value);
  made.addEventListener('change', () => onChange(made.value));
  return made;
}

/** @param value as it is stored */
export function textInput(value: unknown, placeholder: string, onInput: (value: string) => void): HTMLInputElement {
  const made = element('input', { type: 'text', placeholder, autocomplete: 'off' });
  made.value = typeof value === 'string' ? value : shown(value);
  made.addEventListener('input', () => onInput(made.value));
  return made;
}

/**
 * A short field for a number. What is none is kept as it was typed, for the check of the number to refuse.
 * @param value as it is stored
 * @param byDefault what a blank field stands for
 */
export function numberInput(
  value: unknown,
  byDefault: number,
  onInput: (value: number | string | undefined) => void,
): HTMLInputElement {
  const made = textInput(value, String(byDefault), (typed) => {
    const text = typed.trim();
    if (text === '') onInput(undefined);
    else onInput(isNumeric(text) ? Number(text) : text);
  });
  made.inputMode = 'numeric';
  made.classList.add('dataconnect-short');
  return made;
}
