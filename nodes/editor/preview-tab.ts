/** The tab that tries a node before it is deployed: how its records begin, and what would be sent. */
import type { DialogContext } from './dialog-context';
import { button, element, iconOf } from './element';
import { MessageFields } from './message-fields';
import { openNodeBody } from './open-node-body';
import { dryRunView, practiceView, previewView } from './preview-views';
import { requestRuntime } from './runtime-request';

/** A report may take the service many minutes; a person can cancel before. In milliseconds. */
const PATIENCE = 30 * 60_000;

/** The two questions, by the end of their address. */
type Question = 'preview' | 'dry-run';

export class PreviewTab {
  readonly element = element('div', { class: 'dataconnect-tab' });
  readonly #context: DialogContext;
  readonly #fields: MessageFields;
  readonly #ask: HTMLButtonElement[];
  readonly #cancel: HTMLButtonElement;
  readonly #outdated: HTMLElement;
  /** One sentence, which readers say. */
  readonly #said = element('div', { role: 'status' });
  readonly #details = element('div');
  /** What the result was got by. */
  #askedBy: string | undefined;
  #stop: AbortController | undefined;

  constructor(context: DialogContext) {
    this.#context = context;
    const { words } = context;
    this.#fields = new MessageFields(context, () => this.#markOutdated());
    this.#ask = [
      button(words('dialog.preview-run'), 'table', () => void this.#answer('preview')),
      button(words('dialog.preview-dry-run'), 'paper-plane-o', () => void this.#answer('dry-run')),
    ];
    this.#cancel = button(words('dialog.preview-cancel'), 'ban', () => this.#stop?.abort());
    this.#cancel.hidden = true;
    this.#outdated = element('p', {
      class: 'dataconnect-note dataconnect-warning',
      text: words('dialog.preview-outdated'),
    });
    this.#outdated.hidden = true;
    const buttons = element('div', { class: 'dataconnect-preview-buttons' }, ...this.#ask, this.#cancel);
    const result = element('div', { class: 'dataconnect-preview' }, this.#said, this.#details);
    this.element.append(this.#fields.element, buttons, this.#outdated, result);
    context.onChange(() => {
      this.#fields.refresh();
      this.#markOutdated();
    });
    context.closed.addEventListener('abort', () => this.#stop?.abort());
  }

  activate(): void {
    this.#fields.refresh();
  }

  async #answer(question: Question): Promise<void> {
    const { words } = this.#context;
    const refusals = this.#context.refusals();
    if (refusals.length > 0) return this.#refuse(refusals);
    const body = this.#body();
    const stop = new AbortController();
    this.#stop = stop;
    this.#begin();
    try {
      const url = `dataconnect/${question}`;
      const answer = await requestRuntime({ method: 'POST', url, body, timeout: PATIENCE, signal: stop.signal }, words);
      const [sentence, ...details] = (question === 'preview' ? previewView : dryRunView)(answer, words);
      this.#show(sentence, ...practiceView(answer, words), ...details);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#show(stop.signal.aborted ? note(words('dialog.preview-cancelled')) : note(text, 'dataconnect-error'));
    }
    this.#askedBy = JSON.stringify(body);
    this.#markOutdated();
    this.#stop = undefined;
    this.#end(question);
  }

  /** Said here and at once, in the words of the dialog. */
  #refuse(reasons: readonly string[]): void {
    this.#askedBy = undefined;
    this.#markOutdated();
    const sentence = note(this.#context.words('dialog.preview-refused'), 'dataconnect-error');
    this.#show(sentence, ...reasons.map((reason) => note(reason, 'dataconnect-error')));
  }

  #end(question: Question): void {
    for (const each of this.#ask) each.disabled = false;
    const hadFocus = document.activeElement === this.#cancel;
    this.#cancel.hidden = true;
    if (hadFocus) this.#ask[question === 'preview' ? 0 : 1]?.focus();
  }

  #begin(): void {
    for (const each of this.#ask) each.disabled = true;
    this.#cancel.hidden = false;
    this.#cancel.focus();
    this.#askedBy = undefined;
    this.#markOutdated();
    const busy = element('p', { class: 'dataconnect-busy' }, iconOf('spinner fa-pulse'));
    busy.append(` ${this.#context.words('dialog.loading')}`);
    this.#show(busy);
  }

  #show(sentence: HTMLElement, ...details: HTMLElement[]): void {
    this.#said.replaceChildren(sentence);
    this.#details.replaceChildren(...details);
  }

  #body(): object {
    return openNodeBody(this.#context.stored(), this.#context.connection(), this.#fields.values());
  }

  #markOutdated(): void {
    this.#outdated.hidden = this.#askedBy === undefined || this.#askedBy === JSON.stringify(this.#body());
  }
}

function note(text: string, kind = ''): HTMLElement {
  return element('p', { class: `dataconnect-note ${kind}`, text });
}
