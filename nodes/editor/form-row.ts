/** Rows of a form in Node-RED's look: a label on the left, a control on the right, a note below. */
import { shown } from '../stored/field';
import { element } from './element';
import { meansDone, widget } from './red';

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
    // A blank one only keeps the place: a control with two labels, one of them blank, has no name for some readers.
    element('label', label ? { for: control.id, text: label } : {}),
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

/** A row around a field that Node-RED made and fills, with the buttons it put beside the choice of a config node. */
export function ownRow(label: string, field: HTMLElement): Row {
  const box = field.tagName === 'SELECT' ? field.parentElement : undefined;
  // Node-RED writes a narrower width into the element itself.
  if (box) box.style.width = '100%';
  if (box) makeReachable(box, field, label);
  const row = formRow(label, box ?? field);
  row.element.querySelector('label')?.setAttribute('for', field.id);
  return row;
}

/** Node-RED's buttons beside the choice of a config node are links to nowhere: no key leads to them or presses them. */
function makeReachable(box: HTMLElement, choice: HTMLElement, label: string): void {
  const words = { edit: 'editor.editConfig', add: 'editor.addNewConfig' };
  for (const [action, key] of Object.entries(words)) {
    const link = box.querySelector<HTMLElement>(`a[id$="-${action}"]`);
    if (!link) continue;
    link.setAttribute('role', 'button');
    link.setAttribute('aria-label', RED._(key, { type: label }));
    link.addEventListener('keydown', (event) => {
      if ((event.key !== 'Enter' && event.key !== ' ') || meansDone(event)) return;
      event.preventDefault();
      link.click();
    });
    link.addEventListener('click', () => comeBackTo(link));
    const follow = () => {
      const isDisabled = link.classList.contains('disabled');
      link.tabIndex = isDisabled ? -1 : 0;
      link.setAttribute('aria-disabled', String(isDisabled));
    };
    widget(choice).on('change', follow);
    follow();
  }
}

/** When the dialog on top has closed, Node-RED gives the keyboard to all dialogs together: its place is where it was. */
function comeBackTo(opener: HTMLElement): void {
  const stack = document.getElementById('red-ui-editor-stack');
  const onFocus = () => {
    if (opener.isConnected && !opener.checkVisibility()) return;
    stack?.removeEventListener('focus', onFocus);
    opener.focus();
  };
  stack?.addEventListener('focus', onFocus);
}

/** A row whose label stands behind its control. */
export function checkboxRow(label: string, checked: boolean, onChange: (checked: boolean) => void): Row {
  const input = element('input', { type: 'checkbox' });
  input.checked = checked;
  input.addEventListener('change', () => onChange(input.checked));
  const row = formRow('', input);
  input.after(element('label', { for: input.id, class: 'dataconnect-checkbox-label', text: label }));
  return row;
}

type Choices = ReadonlyArray<{ value: string; label: string }>;

/**
 * @param value as it is stored: what is none of the choices, such as `${NAME}`, is shown among them as it stands
 */
export function select(choices: Choices, value: unknown, onChange: (value: string) => void): HTMLSelectElement {
  const made = element('select');
  const isKnown = choices.some((choice) => choice.value === value);
  const all = isKnown ? choices : [...choices, { value: shown(value), label: shown(value) }];
  made.append(...all.map((choice) => element('option', { value: choice.value, text: choice.label })));
  made.value = shown(value);
  made.addEventListener('change', () => onChange(made.value));
  return made;
}

/**
 * Arrow keys choose whatever they pass, so what follows a choice must leave them where they are.
 * @returns true once a person has chosen by mouse or finger
 */
export function usesPointer(choice: HTMLSelectElement): () => boolean {
  let isByPointer = false;
  for (const [event, by] of [['pointerdown', true] as const, ['keydown', false] as const]) {
    choice.addEventListener(event, () => {
      isByPointer = by;
    });
  }
  return () => isByPointer;
}

/** @param value as it is stored */
export function textInput(value: unknown, placeholder: string, onInput: (value: string) => void): HTMLInputElement {
  const made = element('input', { type: 'text', placeholder, autocomplete: 'off' });
  made.value = typeof value === 'string' ? value : shown(value);
  made.addEventListener('input', () => onInput(made.value));
  return made;
}
