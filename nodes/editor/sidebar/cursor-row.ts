/** A cursor in the list: where it stands, what holds it, and what a person can make of it. */
import type { CursorView, CursorWish } from '../../incremental/windows/cursor-view';
import { element, iconOf } from '../element';
import { meansDone } from '../red';
import { requestRuntime } from '../runtime-request';
import { type Words, wordOr } from '../words';
import { momentText, numberText } from './moments';
import type { ListedRow } from './rows';
import { smallButton } from './small-button';

/** Milliseconds: whoever may hold the cursor is waited for. */
const PATIENCE = 120_000;

const LOOKS: Readonly<Record<string, string>> = {
  failed: 'times-circle',
  running: 'hourglass-half',
  stopped: 'pause',
  done: 'check-circle',
  new: 'circle-o',
};

export interface CursorRowOptions {
  /** Of the sidebar. */
  words: Words;
  /** Called when a person has changed something. */
  done: () => void;
  /** What the row is called. @param say tells something below it */
  title: (cursor: CursorView, say: (text: string) => void) => HTMLElement;
  /** Whether the title says already which of the node's cursors it is: in which instance, and what narrows its answer. */
  isWhichTitle: boolean;
  /** Why nothing can be made of it here; blank where it can. */
  hindrance: (cursor: CursorView) => string;
}

/** A cursor in the list of them, with its buttons. */
export class CursorRow implements ListedRow<CursorView> {
  readonly element: HTMLElement;
  readonly #icon = iconOf('check-circle');
  readonly #badge: HTMLElement;
  readonly #when = element('span', { class: 'dataconnect-when' });
  readonly #lines = element('div');
  readonly #error = element('div', { class: 'dataconnect-run-error' });
  readonly #actions = element('div', { class: 'dataconnect-actions' });
  /** What came of the button, and what is asked before. */
  readonly #note = element('div', { class: 'dataconnect-run-note', role: 'status' });
  readonly #id: string;
  #cursor: CursorView;
  #offered = '';
  #hindrance = '';

  constructor(
    cursor: CursorView,
    readonly options: CursorRowOptions,
  ) {
    const { words } = options;
    this.#id = cursor.id;
    this.#cursor = cursor;
    this.#badge = element('span', { class: 'dataconnect-badge', text: words('status.paused') });
    const title = options.title(cursor, (text) => this.#say(text));
    const head = element('div', { class: 'dataconnect-head' }, this.#icon, title, this.#badge, this.#when);
    this.element = element(
      'li',
      { class: 'dataconnect-entry' },
      head,
      this.#lines,
      this.#error,
      this.#actions,
      this.#note,
    );
  }

  update(cursor: CursorView): void {
    this.#cursor = cursor;
    const look = lookOf(cursor);
    this.element.dataset.look = look;
    this.element.dataset.cursor = cursor.place;
    this.#icon.className = `fa fa-${LOOKS[look]}`;
    this.#badge.hidden = !cursor.isPaused;
    this.#when.textContent = cursor.changed ? momentText(cursor.changed.at) : '';
    this.#lines.replaceChildren(
      ...this.#sentences().map((text) => element('div', { class: 'dataconnect-line', text })),
    );
    this.#error.textContent = cursor.damage ?? '';
    const hindrance = this.options.hindrance(cursor);
    const offers = [isKept(cursor), cursor.isUsed, cursor.isPaused, cursor.isList, hindrance].join();
    if (this.#offered !== offers) this.#offerAll();
    this.#offered = offers;
    if (this.#hindrance !== hindrance) this.#say(hindrance);
    this.#hindrance = hindrance;
  }

  #sentences(): string[] {
    const { words, isWhichTitle, hindrance } = this.options;
    const { instance, only, lines, changed, open, isUsed, isList } = this.#cursor;
    const rowsOf = isList ? 'sidebar.cursor-rows-list' : 'sidebar.cursor-rows';
    return [
      !instance || isWhichTitle ? '' : words('sidebar.cursor-instance', { instance }),
      only === '' || isWhichTitle ? '' : words('sidebar.cursor-only', { only }),
      open ? this.#openText(open) : '',
      ...lines,
      changed ? wordOr(words, `sidebar.cursor-by-${changed.by}`, changed.by) : '',
      changed && changed.rows > 0 ? words(rowsOf, { rows: numberText(changed.rows) }) : '',
      isUsed || hindrance(this.#cursor) !== '' ? '' : words('sidebar.cursor-unused'),
    ].filter((line) => line !== '');
  }

  #openText({ since, held }: NonNullable<CursorView['open']>): string {
    const { words } = this.options;
    const when = momentText(since);
    if (held.length === 0) return words('sidebar.cursor-open', { when });
    return words('sidebar.cursor-held', { when, nodes: held.join(', ') });
  }

  #offerAll(): void {
    const isHindered = this.options.hindrance(this.#cursor) !== '';
    const offered = isHindered ? this.#steering() : this.#possible();
    for (const each of offered) each.disabled = isHindered;
    this.#offer(...offered);
  }

  #possible(): HTMLButtonElement[] {
    if (!isKept(this.#cursor)) return [];
    return this.#cursor.isUsed ? this.#steering() : [this.#changing('forget', 'trash')];
  }

  #steering(): HTMLButtonElement[] {
    const { isPaused, isList } = this.#cursor;
    const date = this.#button(this.options.words('sidebar.cursor-from'), 'calendar', async () => this.#askDate());
    return [
      isPaused ? this.#changing('resume', 'play') : this.#changing('pause', 'pause'),
      ...(isList ? [] : [date]),
      this.#changing('reset', 'fast-backward'),
    ];
  }

  #changing(wanted: Exclude<CursorWish, object>, icon: string): HTMLButtonElement {
    return this.#button(this.options.words(`sidebar.cursor-${wanted}`), icon, () => this.#change(wanted, false));
  }

  #button(label: string, icon: string, press: () => Promise<void>): HTMLButtonElement {
    return smallButton(label, icon, press, (error) => this.#say(error));
  }

  /** What is offered now has the focus of what was before. */
  #offer(...offered: HTMLElement[]): void {
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#actions.replaceChildren(...offered.flatMap((each) => [each, ' ']));
    if (hadFocus) (this.#actions.querySelector('input') ?? this.#actions.querySelector('button'))?.focus();
  }

  #askDate(): void {
    const { words } = this.options;
    const date = element('input', { type: 'text', placeholder: '2026-03-01', class: 'dataconnect-cursor-date' });
    const label = element('label', { class: 'dataconnect-cursor-label' }, words('sidebar.cursor-date'), ' ', date);
    const next = this.#button(words('sidebar.cursor-next'), 'check', () => this.#change({ from: date.value }, false));
    date.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || meansDone(event)) return;
      // In a dialog it would send the form.
      event.preventDefault();
      next.click();
    });
    this.#say('');
    this.#offer(label, this.#leaving(), next);
  }

  async #change(wanted: CursorWish, confirmed: boolean): Promise<void> {
    const { words, done } = this.options;
    const body = { id: this.#id, wanted, confirmed };
    const url = 'dataconnect/cursors/steer';
    const answer = await requestRuntime({ method: 'POST', url, body, timeout: PATIENCE }, words);
    const { kind, text } = answer as { kind?: string; text?: string };
    if (kind === 'confirm') return this.#confirm(wanted, text ?? '');
    if (confirmed) this.#offerAll();
    if (kind === 'done' || kind === 'gone') this.#say(words(`sidebar.cursor-${kind}`));
    else this.#say(text ?? words('sidebar.unreadable'));
    done();
  }

  #confirm(wanted: CursorWish, question: string): void {
    const yes = this.#button(this.options.words('sidebar.cursor-yes'), 'check', () => this.#change(wanted, true));
    this.#say(question);
    this.#offer(this.#leaving(), yes);
  }

  #leaving(): HTMLButtonElement {
    return this.#button(this.options.words('sidebar.leave'), 'times', async () => {
      this.#say('');
      this.#offerAll();
    });
  }

  #say(text: string): void {
    this.#note.textContent = text;
  }
}

/** Of one whose first window is under way, there is nothing to change. */
export function isKept({ changed, damage }: CursorView): boolean {
  return changed !== undefined || damage !== undefined;
}

function lookOf({ damage, open, isPaused, changed }: CursorView): string {
  if (damage !== undefined) return 'failed';
  if (open) return 'running';
  if (isPaused) return 'stopped';
  return changed ? 'done' : 'new';
}
