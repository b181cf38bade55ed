/** Columns that may be the key of records, found in an answer. Nothing is chosen by itself: one answer proves nothing of the next. */
import { nameListText } from '../stored/name-list';
import { button, element, iconOf, passFocus, setBusy } from './element';
import { requestRuntime } from './runtime-request';
import type { Words } from './words';

/** A report may take the service many minutes; a person can cancel before. In milliseconds. */
const PATIENCE = 30 * 60_000;

export interface KeyQuestion {
  words: Words;
  /** What the server is told, or why nothing is asked: a sentence each. */
  body: () => { body: object } | { refusals: string[] };
  /** Aborts when the dialog is gone. */
  closed: AbortSignal;
  choose: (columns: string) => void;
}

export class KeySuggestion {
  /** What asks, and what stops that: behind the field of the key. */
  readonly buttons: readonly [HTMLButtonElement, HTMLButtonElement];
  /** What was found: below the field. */
  readonly element = element('div', { class: 'dataconnect-keys' });
  readonly #said = element('p', { class: 'dataconnect-note', role: 'status' });
  readonly #choices = element('div');
  readonly #question: KeyQuestion;
  #stop: AbortController | undefined;

  constructor(question: KeyQuestion) {
    const { words, closed } = question;
    this.#question = question;
    const ask = button(words('dialog.keys-suggest'), 'key', () => void this.#ask());
    ask.dataset.action = 'suggest-key';
    const cancel = button(words('dialog.preview-cancel'), 'ban', () => this.#stop?.abort());
    cancel.hidden = true;
    this.buttons = [ask, cancel];
    this.element.append(this.#said, this.#choices);
    closed.addEventListener('abort', () => this.#stop?.abort());
  }

  /** Whether a key is looked for at all. */
  offer(isOffered: boolean): void {
    this.buttons[0].hidden = !isOffered;
    this.element.hidden = !isOffered;
  }

  async #ask(): Promise<void> {
    const { words, body } = this.#question;
    const made = body();
    this.#choices.replaceChildren();
    if ('refusals' in made) return this.#say(made.refusals.join(' '), 'dataconnect-error');
    const stop = new AbortController();
    this.#begin(stop);
    try {
      const order = { method: 'POST', url: 'dataconnect/keys', body: made.body, timeout: PATIENCE } as const;
      this.#show(await requestRuntime({ ...order, signal: stop.signal }, words));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      if (stop.signal.aborted) this.#say(words('dialog.preview-cancelled'));
      else this.#say(text, 'dataconnect-error');
    }
    this.#end();
  }

  #begin(stop: AbortController): void {
    const [ask, cancel] = this.buttons;
    this.#stop = stop;
    setBusy(ask, true);
    cancel.hidden = false;
    this.#say('');
    this.#said.append(iconOf('spinner fa-pulse'), ` ${this.#question.words('dialog.loading')}`);
  }

  #end(): void {
    const [ask, cancel] = this.buttons;
    this.#stop = undefined;
    setBusy(ask, false);
    passFocus(cancel, ask);
    cancel.hidden = true;
  }

  #show(answer: unknown): void {
    const { words, choose } = this.#question;
    const { kind, text = words('dialog.preview-unreadable'), keys = [] } = (answer ?? {}) as Answer;
    this.#say(text, kind === 'failed' ? 'dataconnect-error' : '');
    const offered = keys.map(nameListText).map((key) => button(key, 'check', () => choose(key)));
    this.#choices.replaceChildren(...offered.flatMap((each) => [each, ' ']));
  }

  #say(text: string, kind = ''): void {
    this.#said.className = `dataconnect-note ${kind}`;
    this.#said.textContent = text;
  }
}

/** Of whichever version of the server. */
interface Answer {
  kind?: string;
  text?: string;
  keys?: string[][];
}
