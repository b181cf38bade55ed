/**
 * Where the node of an open dialog stands, and what its next run would ask for by what stands in the dialog; and what a
 * person makes of its cursors, as in the sidebar.
 */
import type { CursorStand, CursorView } from '../incremental/windows/cursor-view';
import { AskingAgain } from './asking-again';
import type { DialogContext } from './dialog-context';
import { settingsOf } from './draft';
import { element, iconOf } from './element';
import { requestRuntime } from './runtime-request';
import { CursorRow, isKept } from './sidebar/cursor-row';
import { cursorsIn } from './sidebar/cursors-news';
import { Rows } from './sidebar/rows';
import { wordsOfType } from './words';

/** Milliseconds between an answer and the next question: while a window is under way, and while none is. */
const PAUSE = { busy: 1000, idle: 3000 };
/** For which an answer is waited. */
const PATIENCE = 20_000;

export class NodeCursors {
  readonly element = element('div', { class: 'dataconnect-next-run' });
  readonly #context: DialogContext;
  readonly #sentencesOf: NodeCursorsOptions['sentencesOf'];
  readonly #rows: Rows<CursorView>;
  readonly #state = element('p', { class: 'dataconnect-note', role: 'status' });
  readonly #hint: HTMLElement;
  readonly #asking = new AskingAgain((signal) => this.#ask(signal));
  /** Undefined until the server has said it. */
  #known: readonly CursorView[] | undefined;

  constructor(context: DialogContext, { sentencesOf }: NodeCursorsOptions) {
    const { words } = context;
    this.#context = context;
    this.#sentencesOf = sentencesOf;
    const options = {
      words: wordsOfType('dataconnect-connection'),
      done: () => this.#asking.again(),
      title: ({ instance, only }: CursorView) =>
        element('strong', { text: [instance, only].filter(Boolean).join(': ') || words('dialog.cursors') }),
      isWhichTitle: true,
      hindrance: (cursor: CursorView) => this.#hindranceOf(cursor),
    };
    const idOf = ({ id }: CursorView) => id;
    this.#rows = new Rows(words('dialog.cursors'), idOf, (cursor) => new CursorRow(cursor, options));
    this.#rows.element.setAttribute('aria-live', 'polite');
    this.#hint = element('p', { class: 'dataconnect-note', text: words('dialog.cursors-at-once') });
    this.element.append(this.#state, this.#rows.element, this.#hint);
    this.#busy();
    context.closed.addEventListener('abort', () => this.#asking.stop());
  }

  /** @param isWanted whether the node goes on as it stands in the dialog */
  refresh(isWanted: boolean): void {
    this.element.hidden = !isWanted;
    if (isWanted && !this.#context.closed.aborted) this.#asking.start();
    else this.#asking.stop();
    if (isWanted) this.#show();
  }

  async #ask(signal: AbortSignal): Promise<number> {
    // Another tab of the dialog, or of the browser, is looked at.
    if (document.hidden || !this.element.checkVisibility()) return PAUSE.busy;
    const { id, words } = this.#context;
    try {
      const url = `dataconnect/cursors?node=${encodeURIComponent(id)}`;
      const answer = await requestRuntime({ method: 'GET', url, timeout: PATIENCE, signal }, words);
      if (signal.aborted) return PAUSE.idle;
      this.#known = cursorsIn(answer);
      this.#say('');
      this.#show();
    } catch (error) {
      if (!signal.aborted) this.#say(error instanceof Error ? error.message : String(error), 'dataconnect-error');
    }
    return this.#known?.some(({ open }) => open) ? PAUSE.busy : PAUSE.idle;
  }

  #show(): void {
    if (!this.#known) return;
    const connection = this.#context.connectionId();
    // With another connection the node begins anew.
    const own = this.#known.filter((each) => each.connection === '' || each.connection === connection);
    const shown = own.length > 0 ? own : [this.#begun()];
    this.#rows.show(shown.map((cursor) => this.#asInDialog(cursor)));
    this.#hint.hidden = own.every((cursor) => this.#hindranceOf(cursor) !== '');
  }

  /** Of a cursor that cannot be read, nobody knows where it goes on. */
  #asInDialog(cursor: CursorView): CursorView {
    if (cursor.damage !== undefined) return cursor;
    return { ...cursor, lines: this.#sentencesOf(cursor) };
  }

  /** What stands for the cursor that the first run will make. */
  #begun(): CursorView {
    const blank = { id: '', place: '', connection: '', type: '', name: '', instance: '', only: '', lines: [] };
    const stand: CursorStand = { zone: '', stopDate: 'unknown' };
    const isList = settingsOf(this.#context.draft).incremental.mode === 'changes';
    return { ...blank, isPaused: false, isList, isUsed: false, stand };
  }

  #hindranceOf(cursor: CursorView): string {
    if (!isKept(cursor)) return this.#context.words('dialog.cursors-none');
    return cursor.isUsed ? '' : this.#context.words('dialog.cursors-idle');
  }

  #busy(): void {
    this.#state.replaceChildren(iconOf('spinner fa-pulse'), ` ${this.#context.words('dialog.cursors-asked')}`);
    this.#hint.hidden = true;
  }

  #say(text: string, kind = ''): void {
    if (this.#state.textContent === text) return;
    this.#state.className = `dataconnect-note ${kind}`;
    this.#state.textContent = text;
  }
}

export interface NodeCursorsOptions {
  /** By what stands in the dialog. */
  sentencesOf: (cursor: Pick<CursorView, 'stand' | 'isPaused' | 'changed'>) => string[];
}
