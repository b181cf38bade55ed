/** Rows of a form in Node-RED's look: a label on the left, a control on the right, a note below. */
import { element } from './element';

let rows = 0;

export interface Row {
  element: HTMLElement;
  /** Text below the control; `wrong` marks the control as well. An empty text shows nothing. */
  note(text: string, kind?: 'hint' | 'warning' | 'wrong'): void;
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

export interface Around {
  /** Words before the control. */
  prefix?: string;
  /** Words behind it. */
  unit?: string;
  /** More controls behind it. */
  behind?: HTMLElement[];
}

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
  };
}

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

export function select<Value extends string>(
  choices: ReadonlyArray<{ value: Value; label: string }>,
  value: Value,
  onChange: (value: Value) => void,
): HTMLSelectElement {
  const made = element('select');
  made.append(...choices.map((choice) => element('option', { value: choice.value, text: choice.label })));
  made.value = value;
  made.addEventListener('change', () => onChange(made.value as Value));
  return made;
}

export function textInput(value: string, placeholder: string, onInput: (value: string) => void): HTMLInputElement {
  const made = element('input', { type: 'text', placeholder, autocomplete: 'off' });
  made.value = value;
  made.addEventListener('input', () => onInput(made.value));
  return made;
}

/**
 * A short field for a number. What is no number is taken as 0, which the check of the number refuses.
 * @param byDefault what a blank field stands for
 */
export function numberInput(
  value: number | undefined,
  byDefault: number,
  onInput: (value: number) => void,
): HTMLInputElement {
  const made = textInput(String(value ?? ''), String(byDefault), (text) => {
    const number = text.trim() === '' ? byDefault : Number(text);
    onInput(Number.isNaN(number) ? 0 : number);
  });
  made.inputMode = 'numeric';
  made.classList.add('dataconnect-short');
  return made;
}
