/** Dates as people say them and a calendar, below a date field. */
import { dateShown } from './date-preview';
import { element } from './element';
import { openPanel, type PanelPlace } from './panel';
import { meansDone } from './red';
import type { Words } from './words';

/** Offered in this order; any other expression can be typed. */
export const dateExamples = [
  ...['today', 'yesterday', 'today-7d', 'last 7 days', 'last 30 days', 'this week', 'previous week'],
  ...['this month', 'previous month', 'month to date', 'year to date'],
];

/** Only for fields that take a time of day. */
const momentExamples = ['now', 'now-15m', 'now-2h'];

export interface DatePanelOptions extends PanelPlace {
  words: Words;
  withTime: boolean;
  /** What the expression stands for now; undefined for text that is no date. */
  preview: (expression: string) => string | undefined;
  onPick: (text: string) => void;
}

export function openDatePanel({ words, withTime, preview, onPick, ...place }: DatePanelOptions): void {
  const content = element('div', { class: 'dataconnect-panel' });
  const pick = (text: string) => {
    close();
    onPick(text);
  };
  content.append(calendar(words, withTime, pick), exampleList(withTime, preview, pick));
  const close = openPanel(content, place, (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') moveFocus(content, event);
  });
  content.querySelector<HTMLElement>('.dataconnect-examples > button')?.focus();
}

function calendar(words: Words, withTime: boolean, pick: (text: string) => void): HTMLElement {
  const label = words('dialog.pick-date');
  const input = element('input', { type: withTime ? 'datetime-local' : 'date', 'aria-label': label });
  const use = element('button', { type: 'button', class: 'red-ui-button', text: words('dialog.use-date') });
  use.addEventListener('click', () => {
    if (input.value) pick(input.value);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !meansDone(event) && input.value) pick(input.value);
  });
  return element('div', { class: 'dataconnect-calendar' }, input, use);
}

function exampleList(
  withTime: boolean,
  preview: DatePanelOptions['preview'],
  pick: (text: string) => void,
): HTMLElement {
  const all = withTime ? [...dateExamples, ...momentExamples] : dateExamples;
  const rows = all.map((text) => {
    const row = element(
      'button',
      { type: 'button' },
      element('span', { text: dateShown(text) }),
      element('small', { text: preview(text) ?? '' }),
    );
    row.addEventListener('click', () => pick(text));
    return row;
  });
  return element('div', { class: 'dataconnect-examples' }, ...rows);
}

function moveFocus(content: HTMLElement, event: KeyboardEvent): void {
  const rows = [...content.querySelectorAll<HTMLElement>('.dataconnect-examples button')];
  const current = rows.indexOf(document.activeElement as HTMLElement);
  if (current < 0 && document.activeElement?.tagName === 'INPUT') return;
  rows[Math.max(0, Math.min(rows.length - 1, current + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  event.preventDefault();
}
